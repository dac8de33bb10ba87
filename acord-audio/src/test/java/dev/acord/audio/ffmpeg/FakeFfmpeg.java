package dev.acord.audio.ffmpeg;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/** Programs that stand in for ffmpeg and misbehave, and waiting for what they leave behind. */
final class FakeFfmpeg {

    /** Far more than any machine needs: these waits end when the condition holds, not when the time is over. */
    private static final long PATIENCE_NS = Duration.ofSeconds(60).toNanos();

    private FakeFfmpeg() {}

    /** A shell script; skips the test where there is no shell. */
    static FfmpegOptions.Builder script(Path folder, String body) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs /bin/sh");
        Path script = Files.createTempFile(
                folder,
                "fake",
                ".sh",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        return FfmpegOptions.builder().executable(script.toString());
    }

    static void await(String what, BooleanSupplier condition) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                throw new AssertionError("in vain waited for: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Waits until a process and its children are gone. */
    static void awaitGone(long pid) {
        await(
                "the end of process " + pid,
                () -> ProcessHandle.of(pid).map(handle -> !handle.isAlive()).orElse(true));
    }

    /** Waits until no thread of this package and no child process is left. */
    static void awaitNothingLeft() {
        await("the end of all threads", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("acord-ffmpeg") && thread.isAlive()));
        await(
                "the end of all processes",
                () -> ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive));
    }

    /** Files, pipes and sockets that this JVM has open; 0 where the system does not tell. */
    static long openHandles() {
        String[] handles = new File("/proc/self/fd").list();
        return handles == null ? 0 : handles.length;
    }
}
