package dev.acord.voice;

import dev.acord.voice.io.Environment;
import dev.acord.voice.io.Threads;

/**
 * The threads that connections share: one that sends (more by choice), one that receives, one timer, and workers that come and go.
 * {@link #shared()} serves nearly every program; a runtime of one's own can be closed. Thread safe.
 */
public final class VoiceRuntime implements AutoCloseable {
    private final Environment environment;

    private VoiceRuntime(Environment environment) {
        this.environment = environment;
    }

    /**
     * The runtime of connections that name none. It is made on first use, lasts as long as the program, and does not keep it alive.
     *
     * @return the shared runtime
     */
    public static VoiceRuntime shared() {
        return Shared.RUNTIME;
    }

    /**
     * Makes a runtime.
     *
     * @param name what its threads' names begin with
     * @param pacerThreads how many threads send, 1 to 64; one carries some two thousand connections
     * @return a running runtime
     */
    public static VoiceRuntime create(String name, int pacerThreads) {
        if (pacerThreads < 1 || pacerThreads > 64) {
            throw new IllegalArgumentException("pacerThreads must be 1 to 64, not " + pacerThreads);
        }
        return new VoiceRuntime(new Threads(name, pacerThreads));
    }

    /**
     * Makes a runtime over something else than this machine's clock, threads and sockets; for simulations.
     *
     * @param environment everything that connections do not do themselves
     * @return a runtime
     */
    @SuppressWarnings("exports") // only the project's own simulation can name the type
    public static VoiceRuntime over(Environment environment) {
        return new VoiceRuntime(environment);
    }

    /**
     * How many connections are sending now.
     *
     * @return the number
     */
    public int sending() {
        return environment.sending();
    }

    /**
     * How much time was not caught up after the sending threads could not run (a suspended machine, a long garbage collection).
     *
     * @return milliseconds since the runtime began
     */
    public long skippedMs() {
        return environment.skippedMs();
    }

    Environment environment() {
        return environment;
    }

    /** Ends the environment. Disconnect the connections first: those still open go silent. */
    @Override
    public void close() {
        environment.close();
    }

    private static final class Shared {
        static final VoiceRuntime RUNTIME = new VoiceRuntime(new Threads("acord", 1));
    }
}
