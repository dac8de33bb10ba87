package dev.acord.audio.ffmpeg;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** All processes that run, so that none outlives the JVM. */
final class LiveProcesses {

    /** After a kill, for the system to take the process and its children away. */
    private static final long STRAGGLER_WAIT_MS = 100;

    /** Each with the mark of its start. */
    private static final Map<Process, String> LIVE = new ConcurrentHashMap<>();

    private static volatile boolean shuttingDown;

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(LiveProcesses::shutDown, "acord-ffmpeg-shutdown"));
        } catch (IllegalStateException e) {
            // first used while the JVM shuts down already: start() refuses
            shuttingDown = true;
        }
    }

    private LiveProcesses() {}

    static Process start(List<String> command) throws IOException {
        if (shuttingDown) {
            throw new IOException("the JVM is shutting down");
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        String mark = Stragglers.mark();
        builder.environment().put(Stragglers.VARIABLE, mark);
        Process process = builder.start();
        LIVE.put(process, mark);
        process.onExit().thenRun(() -> LIVE.remove(process));
        if (shuttingDown) {
            // the hook may have passed before this process was listed
            kill(process);
        }
        return process;
    }

    /** Kills a process and its children: an "ffmpeg" may be a script that starts the real one. */
    static void kill(Process process) {
        if (process.isAlive()) {
            String mark = LIVE.get(process);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            if (mark != null) {
                process.onExit()
                        .thenRunAsync(
                                () -> Stragglers.kill(mark),
                                CompletableFuture.delayedExecutor(STRAGGLER_WAIT_MS, TimeUnit.MILLISECONDS));
            }
        }
    }

    private static void shutDown() {
        shuttingDown = true;
        LIVE.keySet().forEach(LiveProcesses::kill);
    }
}
