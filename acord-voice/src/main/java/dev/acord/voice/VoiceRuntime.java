package dev.acord.voice;

import dev.acord.voice.io.Environment;
import dev.acord.voice.io.Threads;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that connections share: one that sends (more by choice), one that receives, one timer, and workers that come and go.
 * {@link #shared()} serves nearly every program; a runtime of one's own can be closed. Thread safe.
 */
public final class VoiceRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VoiceRuntime.class);
    private static final Duration PARTING = Duration.ofSeconds(2);

    private final Environment environment;
    /** How long {@link #close()} waits for connections to leave; simulated ones do so in the simulation's time. */
    private final Duration parting;
    /** From their {@code connect()} until they are closed. */
    private final Set<VoiceConnection> open = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    private VoiceRuntime(Environment environment, Duration parting) {
        this.environment = environment;
        this.parting = parting;
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
        return new VoiceRuntime(new Threads(name, pacerThreads), PARTING);
    }

    /**
     * Makes a runtime over something else than this machine's clock, threads and sockets; for simulations.
     *
     * @param environment everything that connections do not do themselves
     * @return a runtime
     */
    @SuppressWarnings("exports") // only the project's own simulation can name the type
    public static VoiceRuntime over(Environment environment) {
        return new VoiceRuntime(environment, Duration.ZERO);
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

    /** A connection begins, which is closed with this. */
    void begin(VoiceConnection connection) {
        open.add(connection);
        connection.closed().thenRun(() -> open.remove(connection));
        if (closed) {
            open.remove(connection);
            throw new IllegalStateException("the voice runtime was closed; connections need another one");
        }
    }

    /**
     * Disconnects the connections that are open, waits up to 2 s for them to leave, and ends the threads. Later calls do nothing.
     *
     * <p>The shared runtime can be closed too, at the end of a program; nothing can be connected on it afterwards.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        CompletableFuture<?>[] leaving = open.stream()
                .map(connection -> connection.disconnect("the voice runtime was closed"))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(leaving).get(parting.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("not every connection has left before its threads end", e);
        }
        environment.close();
    }

    private static final class Shared {
        static final VoiceRuntime RUNTIME = new VoiceRuntime(new Threads("acord", 1), PARTING);
    }
}
