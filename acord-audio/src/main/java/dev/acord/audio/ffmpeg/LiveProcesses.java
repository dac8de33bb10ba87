package dev.acord.audio.ffmpeg;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All processes that run, so that none outlives the JVM. */
final class LiveProcesses {

    private static final Set<Process> LIVE = ConcurrentHashMap.newKeySet();

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
        Process process = new ProcessBuilder(command).start();
        LIVE.add(process);
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
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void shutDown() {
        shuttingDown = true;
        LIVE.forEach(LiveProcesses::kill);
    }
}
