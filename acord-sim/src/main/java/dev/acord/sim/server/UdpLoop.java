package dev.acord.sim.server;

import dev.acord.sim.media.DatagramOutbox;
import dev.acord.sim.media.PacketRelay;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The UDP socket and the thread that reads it. The same thread drives the time-outs, after it has read everything that waited. */
final class UdpLoop implements DatagramOutbox, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpLoop.class);
    private static final long TICK_MS = 20;
    private static final int BATCH = 256;
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;
    private static final long JOIN_MS = 5_000;

    /** What is done with a datagram, and between datagrams. */
    interface Work {
        void handle(byte[] datagram, int length, InetSocketAddress from);

        void tick();
    }

    private final DatagramChannel channel;
    private final Selector selector;
    private final int port;
    private final ByteBuffer incoming = ByteBuffer.allocate(PacketRelay.MAX_DATAGRAM_BYTES + 1);
    private volatile boolean closed;
    private volatile Thread thread = Thread.currentThread();

    UdpLoop(String host, int port) throws IOException {
        channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            channel.bind(new InetSocketAddress(host, port));
            this.port = channel.socket().getLocalPort();
            channel.configureBlocking(false);
            selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    void start(Work work) {
        thread = new Thread(() -> run(work), "acord-sim-udp");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Work work) {
        while (!closed) {
            try {
                selector.select(TICK_MS);
                selector.selectedKeys().clear();
                drain(work);
                work.tick();
            } catch (ClosedSelectorException e) {
                return; // closed meanwhile
            } catch (RuntimeException e) {
                LOG.error("A bug in the voice server; the datagram or the time-out is lost", e);
            } catch (IOException e) {
                if (!closed) {
                    LOG.debug(
                            "UDP socket of the voice server: {}",
                            e.toString()); // such as an ICMP error; the next read goes on
                }
            }
        }
    }

    private void drain(Work work) throws IOException {
        for (int i = 0; i < BATCH; i++) {
            incoming.clear();
            InetSocketAddress from = (InetSocketAddress) channel.receive(incoming);
            if (from == null) {
                return;
            }
            work.handle(incoming.array(), incoming.position(), from);
        }
    }

    @Override
    public boolean send(byte[] datagram, int length, InetSocketAddress to) {
        try {
            return channel.send(ByteBuffer.wrap(datagram, 0, length), to) == length;
        } catch (IOException | java.nio.channels.UnresolvedAddressException e) {
            return false; // counted by the caller
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.close();
        channel.close();
        if (thread != Thread.currentThread()) {
            try {
                thread.join(JOIN_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
