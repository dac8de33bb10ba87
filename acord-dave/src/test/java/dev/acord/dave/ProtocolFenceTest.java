package dev.acord.dave;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * DAVE and MLS take the time, the bytes and the randomness as arguments, and depend on nothing but the JDK. Only {@link DaveIdentity}
 * reads and writes a file, and makes its own key.
 */
class ProtocolFenceTest {
    private static final Set<String> FORBIDDEN_CLASSES = Set.of(
            "java.lang.Thread",
            "java.lang.ProcessBuilder",
            "java.time.Clock",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer");

    private static final Set<String> FORBIDDEN_CALLS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.time.Instant.now",
            "java.util.UUID.randomUUID",
            "java.lang.Math.random",
            "java.security.SecureRandom.<init>",
            "java.security.SecureRandom.getInstance",
            "java.security.SecureRandom.getInstanceStrong");

    private static final DescribedPredicate<JavaClass> OUTSIDE_WORLD =
            describe("are files, sockets, threads, clocks or not of the JDK", ProtocolFenceTest::isOutsideWorld);

    private static final DescribedPredicate<JavaAccess<?>> CLOCK = describe(
            "read the clock or make a random source",
            access -> FORBIDDEN_CALLS.contains(
                    access.getTargetOwner().getName() + "." + access.getTarget().getName()));

    private static final ArchRule FENCE = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(DaveIdentity.class.getName())
            .should()
            .dependOnClassesThat(OUTSIDE_WORLD)
            .orShould()
            .accessTargetWhere(CLOCK)
            .because("protocol code is driven by its arguments");

    private static boolean isOutsideWorld(JavaClass type) {
        JavaClass base = type.getBaseComponentType();
        String ofPackage = base.getPackageName();
        boolean known = base.isPrimitive()
                || ofPackage.startsWith("java.")
                || ofPackage.startsWith("javax.crypto")
                || ofPackage.startsWith("dev.acord.dave")
                || ofPackage.equals("org.jspecify.annotations");
        return !known
                || FORBIDDEN_CLASSES.contains(base.getName())
                || ofPackage.startsWith("java.net")
                || ofPackage.startsWith("java.nio.channels")
                || ofPackage.startsWith("java.nio.file")
                || (ofPackage.startsWith("java.util.concurrent")
                        && !ofPackage.equals("java.util.concurrent.atomic")
                        && !base.getName().equals("java.util.concurrent.TimeUnit"));
    }

    @Test
    void theProtocolIsClosedToTheOutsideWorld() {
        JavaClasses protocol = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.acord.dave");
        assertTrue(protocol.size() > 60, "the classes were found");
        FENCE.check(protocol);
    }

    @Test
    void theFenceCatchesEveryKindOfEscape() {
        for (Class<?> offender :
                List.of(ReadsFile.class, StartsThread.class, ReadsNanoTime.class, RollsDice.class, Seeds.class)) {
            assertTrue(violates(offender), offender + " got through");
        }
        assertFalse(violates(Innocent.class));
    }

    private static boolean violates(Class<?> offender) {
        return FENCE.evaluate(new ClassFileImporter().importClasses(offender)).hasViolation();
    }

    static final class ReadsFile {
        boolean exists() {
            return Files.exists(Path.of("x"));
        }
    }

    static final class StartsThread {
        void start(Runnable task) {
            new Thread(task).start();
        }
    }

    static final class ReadsNanoTime {
        long now() {
            return System.nanoTime();
        }
    }

    static final class RollsDice {
        int roll() {
            return new Random().nextInt();
        }
    }

    static final class Seeds {
        Object random() {
            return new SecureRandom();
        }
    }

    static final class Innocent {
        byte[] draw(SecureRandom random) {
            byte[] drawn = new byte[8];
            random.nextBytes(drawn);
            return drawn;
        }
    }
}
