package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.CloseReason;
import dev.acord.voice.PlayerState;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceRuntime;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What connections and runtimes leave behind on real sockets: nothing. */
class LeakTest {
    private static final int CONNECTS = 200;

    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    private static long openFiles() {
        Assumptions.assumeTrue(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean,
                "this system does not tell how many files are open");
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    /** Without workers, which end some time after their last task. */
    private static List<String> lasting(String prefix) {
        return threads(prefix).stream()
                .filter(name -> !name.contains("-worker-"))
                .toList();
    }

    /** Collecting garbage ends the JDK's HTTP clients that nobody holds any more. */
    private static boolean holdsInTime(BooleanSupplier condition) throws InterruptedException {
        long endNs = System.nanoTime() + Call.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endNs > 0) {
                return false;
            }
            System.gc();
            Thread.sleep(50);
        }
        return true;
    }

    private void callAndLeave(VoiceRuntime runtime, VoiceOptions options, long user) {
        VoiceConnection connection =
                VoiceConnection.create(Call.info(server.join(Call.GUILD, Call.CHANNEL, user)), options, runtime);
        connection.connect().orTimeout(60, TimeUnit.SECONDS).join();
        BaseReceiver receiver = new BaseReceiver(connection, 10);
        new BasePlayer(connection, new NumberedFrames(1_000, true)).play();
        connection.disconnect("next").orTimeout(60, TimeUnit.SECONDS).join();
        receiver.close();
    }

    @Test
    void two_hundred_connects_and_disconnects_leave_no_thread_and_no_file() throws InterruptedException {
        VoiceOptions options =
                VoiceOptions.builder().sslContext(server.trustingContext()).build();
        long httpBefore = threads("HttpClient-").size();
        try (VoiceRuntime runtime = VoiceRuntime.create("leak", 1)) {
            for (int i = 0; i < 20; i++) {
                callAndLeave(runtime, options, 1 + i % 3);
            }
            long filesBefore = openFiles();
            List<String> threadsBefore = lasting("leak-");
            for (int i = 0; i < CONNECTS; i++) {
                callAndLeave(runtime, options, 1 + i % 3);
            }
            assertTrue(
                    holdsInTime(() -> lasting("leak-").equals(threadsBefore)),
                    () -> "before " + threadsBefore + ", after " + lasting("leak-"));
            assertTrue(
                    threads("leak-worker").size() < 50, () -> "idle workers are used again: " + threads("leak-worker"));
            assertTrue(
                    holdsInTime(() -> openFiles() <= filesBefore),
                    () -> "open files before " + filesBefore + ", after " + openFiles());
            assertEquals(0, runtime.sending());
            System.out.println(CONNECTS + " connects: open files " + filesBefore + " -> " + openFiles() + ", threads "
                    + threadsBefore + " -> " + lasting("leak-") + " and "
                    + threads("leak-worker").size() + " workers");
        }
        assertTrue(holdsInTime(() -> threads("leak-").isEmpty()), () -> threads("leak-")
                .toString());
        assertTrue(holdsInTime(() -> threads("HttpClient-").size() <= httpBefore), () -> threads("HttpClient-")
                .toString());
        server.assertNoViolations();
    }

    @Test
    void a_trust_of_its_own_for_every_connection_leaves_no_http_client_behind() throws InterruptedException {
        try (VoiceRuntime runtime = VoiceRuntime.create("trust", 1)) {
            callAndLeave(
                    runtime,
                    VoiceOptions.builder().sslContext(server.trustingContext()).build(),
                    1);
            long before = threads("HttpClient-").size();
            for (int i = 0; i < 20; i++) {
                callAndLeave(
                        runtime,
                        VoiceOptions.builder()
                                .sslContext(server.trustingContext())
                                .build(),
                        1);
            }
            assertTrue(
                    holdsInTime(() -> threads("HttpClient-").size() <= before),
                    () -> before + " before, and now " + threads("HttpClient-"));
        }
    }

    @Test
    void a_runtime_that_is_closed_with_calls_in_it_leaves_nothing_either() throws InterruptedException {
        VoiceOptions.Builder builder = VoiceOptions.builder().sslContext(server.trustingContext());
        VoiceOptions options = builder.build();
        try (VoiceRuntime warm = VoiceRuntime.create("warm", 1)) {
            callAndLeave(warm, options, 1);
        }
        holdsInTime(() -> threads("warm-").isEmpty());
        long filesBefore = openFiles();
        VoiceRuntime runtime = VoiceRuntime.create("cut", 2);
        List<VoiceConnection> connections = new ArrayList<>();
        List<CompletableFuture<PlayerState>> players = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            VoiceConnection connection = VoiceConnection.create(
                    Call.info(server.join(Call.GUILD, Call.CHANNEL, i)), builder.build(), runtime);
            connection.connect().orTimeout(60, TimeUnit.SECONDS).join();
            connection.awaitReady(Call.PATIENCE);
            players.add(new BasePlayer(connection, new NumberedFrames(10_000, true)).play());
            connections.add(connection);
        }
        assertTrue(openFiles() >= filesBefore + 10, "five websockets and five UDP sockets are open");
        runtime.close();
        runtime.close();
        for (VoiceConnection connection : connections) {
            CloseReason reason =
                    connection.closed().orTimeout(60, TimeUnit.SECONDS).join();
            assertEquals(CloseReason.Kind.LOCAL, reason.kind());
            assertTrue(reason.toString().contains("the voice runtime was closed"), reason::toString);
            assertThrows(IllegalStateException.class, () -> VoiceConnection.create(
                            Call.info(server.join(Call.GUILD, Call.CHANNEL, 9)), options, runtime)
                    .connect());
        }
        for (CompletableFuture<PlayerState> player : players) {
            assertEquals(
                    PlayerState.STOPPED, player.orTimeout(60, TimeUnit.SECONDS).join());
        }
        server.assertNoViolations();
        assertTrue(holdsInTime(() -> threads("cut-").isEmpty()), () -> threads("cut-")
                .toString());
        assertTrue(
                holdsInTime(() -> openFiles() <= filesBefore),
                () -> "open files before " + filesBefore + ", after " + openFiles());
    }
}
