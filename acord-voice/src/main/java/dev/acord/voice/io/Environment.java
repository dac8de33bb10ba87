package dev.acord.voice.io;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * All that connections have of the machine: time, timers, threads, chance and sockets. {@link Threads} is the real one; a simulation
 * brings another one with a clock and a network of its own, and runs the very same connections on it.
 */
public interface Environment extends Scheduler, AutoCloseable {
    /** The present time, of which only differences mean something. */
    long nowNs();

    /** Threads for everything that may take time: gateway messages, reading and encoding audio, the user's callbacks. */
    Executor workers();

    /** The one thread on which datagrams arrive. */
    Executor receiving();

    /** The pacer with the fewest connections. */
    Pacer pacer();

    /** Keys, nonces' beginnings, jitter of waits. */
    SecureRandom random();

    /**
     * Begins to open a websocket.
     *
     * @param uri ws or wss
     * @param trust which certificates are trusted; null for the Java runtime's own trust store
     * @param events hears what happens, one event at a time
     */
    WebSocketPort openWebSocket(URI uri, @Nullable SSLContext trust, WebSocketEvents events);

    /**
     * Opens a UDP socket for one peer; what others send to it is dropped.
     *
     * @throws IOException when there is no such address, or no socket to be had
     */
    DatagramPort openDatagrams(InetSocketAddress remote) throws IOException;

    /** How many connections are sending. */
    int sending();

    /** How much time the pacers skipped because they could not run, in all. */
    long skippedMs();

    @Override
    void close();
}
