package dev.acord.voice;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Protocol code takes the time, the bytes and the randomness as arguments; only the I/O shell has sockets, threads and clocks. */
class ProtocolFenceTest {
    private static final Set<String> FORBIDDEN_CLASSES = Set.of(
            "java.lang.Thread",
            "java.lang.ProcessBuilder",
            "java.time.Clock",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.security.SecureRandom");

    private static final Set<String> ALLOWED_OF_NET = Set.of("java.net.URI", "java.net.URISyntaxException");

    private static final Set<String> CLOCK_METHODS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.time.Instant.now",
            "java.util.UUID.randomUUID",
            "java.lang.Math.random");

    private static final DescribedPredicate<JavaClass> OUTSIDE_WORLD =
            describe("are sockets, threads, clocks or random sources", ProtocolFenceTest::isOutsideWorld);

    private static final DescribedPredicate<JavaAccess<?>> CLOCK = describe(
            "read the clock or a random source",
            access -> CLOCK_METHODS.contains(
                    access.getTargetOwner().getName() + "." + access.getTarget().getName()));

    private static final ArchRule FENCE = noClasses()
            .should()
            .dependOnClassesThat(OUTSIDE_WORLD)
            .orShould()
            .accessTargetWhere(CLOCK)
            .because("protocol code is driven by its arguments");

    private static boolean isOutsideWorld(JavaClass type) {
        String name = type.getBaseComponentType().getName();
        String ofPackage = type.getBaseComponentType().getPackageName();
        return FORBIDDEN_CLASSES.contains(name)
                || (ofPackage.startsWith("java.net") && !ALLOWED_OF_NET.contains(name))
                || ofPackage.startsWith("java.nio.channels")
                || (ofPackage.startsWith("java.util.concurrent") && !ofPackage.equals("java.util.concurrent.atomic"));
    }

    @Test
    void theProtocolPackagesAreClosedToTheOutsideWorld() {
        JavaClasses protocol = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.acord.voice.rtp", "dev.acord.voice.gateway", "dev.acord.voice.receive");

        assertTrue(protocol.size() > 15, "the classes were found");
        FENCE.check(protocol);
    }

    @Test
    void theFenceCatchesEveryKindOfEscape() {
        for (Class<?> offender : List.of(
                OpensSocket.class,
                OpensChannel.class,
                StartsThread.class,
                HasExecutor.class,
                Parks.class,
                ReadsNanoTime.class,
                ReadsInstant.class,
                HasClock.class,
                RollsDice.class,
                MakesSecureRandom.class,
                MakesUuid.class)) {
            JavaClasses imported = new ClassFileImporter().importClasses(offender);
            assertTrue(FENCE.evaluate(imported).hasViolation(), offender + " got through");
        }
        assertEquals(
                false,
                FENCE.evaluate(new ClassFileImporter().importClasses(Innocent.class))
                        .hasViolation());
    }

    static final class OpensSocket {
        Object socket() throws IOException {
            return new DatagramSocket();
        }
    }

    static final class OpensChannel {
        Object channel() throws IOException {
            return DatagramChannel.open();
        }
    }

    static final class StartsThread {
        void start(Runnable task) {
            new Thread(task).start();
        }
    }

    static final class HasExecutor {
        Object executor() {
            return Executors.newSingleThreadExecutor();
        }
    }

    static final class Parks {
        void park() {
            LockSupport.parkNanos(1);
        }
    }

    static final class ReadsNanoTime {
        long now() {
            return System.nanoTime();
        }
    }

    static final class ReadsInstant {
        Object now() {
            return Instant.now();
        }
    }

    static final class HasClock {
        Object clock() {
            return Clock.systemUTC();
        }
    }

    static final class RollsDice {
        int roll() {
            return new Random().nextInt();
        }
    }

    static final class MakesSecureRandom {
        Object random() {
            return new SecureRandom();
        }
    }

    static final class MakesUuid {
        Object uuid() {
            return UUID.randomUUID();
        }
    }

    static final class Innocent {
        long deadline(long nowNs) {
            return nowNs + 1;
        }
    }
}
