package dev.acord.voice;

import dev.acord.voice.io.MediaSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The UDP socket of a connection's present session, for those who want the raw datagrams. The connection opens, uses and closes it; a
 * new session has a new one.
 */
public final class UdpConnection {
    private final VoiceConnection connection;
    private final MediaSocket socket;

    UdpConnection(VoiceConnection connection, MediaSocket socket) {
        this.connection = connection;
        this.socket = socket;
    }

    /**
     * The voice server's address.
     *
     * @return an IP address as text
     */
    public String host() {
        return socket.remote().getHostString();
    }

    /**
     * The voice server's UDP port.
     *
     * @return 1 to 65535
     */
    public int port() {
        return socket.remote().getPort();
    }

    /**
     * Whose socket it is.
     *
     * @return the connection
     */
    public VoiceConnection voiceConnection() {
        return connection;
    }

    /**
     * What identifies this socket among those of the program.
     *
     * @return the session's SSRC, unsigned
     */
    public int connectionId() {
        return connection.ssrc();
    }

    /**
     * Whether the socket is open.
     *
     * @return false once the session is over
     */
    public boolean isConnected() {
        return socket.isOpen();
    }

    /**
     * Waits for a raw datagram, still encrypted, and takes a copy of it. Copies are made from the first call on; of those that are not
     * taken the 64 newest are kept.
     *
     * @param limit the most bytes to return; what is longer is cut off
     * @param timeout how long to wait
     * @return the datagram, or null when none came in time
     * @throws InterruptedException when the thread is interrupted
     */
    public byte @Nullable [] read(int limit, Duration timeout) throws InterruptedException {
        byte[] datagram = socket.tap().poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        return datagram == null || datagram.length <= limit ? datagram : Arrays.copyOf(datagram, limit);
    }

    /**
     * Sends a raw datagram to the voice server.
     *
     * @param data the datagram
     * @return false when the operating system's buffer is full and it was not sent
     * @throws IOException when the socket is closed or the network refuses it
     */
    public boolean write(byte[] data) throws IOException {
        return socket.write(ByteBuffer.wrap(data)) == data.length;
    }

    /**
     * Sends a raw datagram to any address. The voice server's socket is bound to the server, so this uses another one, which has another
     * local port.
     *
     * @param data the datagram
     * @param address where to
     * @throws IOException when the network refuses it
     */
    public void sendTo(byte[] data, SocketAddress address) throws IOException {
        socket.sendTo(ByteBuffer.wrap(data), address);
    }

    /** Closes the socket. The connection notices nothing but silence: to leave, use {@link VoiceConnection#disconnect}. */
    public void close() {
        socket.close();
    }
}
