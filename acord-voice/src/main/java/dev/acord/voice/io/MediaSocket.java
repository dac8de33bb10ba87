package dev.acord.voice.io;

import dev.acord.voice.DropReason;
import dev.acord.voice.rtp.DropCounters;
import dev.acord.voice.rtp.IpDiscoverySession;
import dev.acord.voice.rtp.ReceptionReport;
import dev.acord.voice.rtp.RemoteReception;
import dev.acord.voice.rtp.RtpReceiver;
import dev.acord.voice.rtp.SourceStatistics;
import dev.acord.voice.rtp.TransportCipher;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The UDP socket of one session: IP discovery, keepalives, and what arrives. It is connected, so that the operating system drops what
 * strangers send. Discovery and keepalives run on the connection's executor, receiving on the receiving thread.
 */
public final class MediaSocket implements UdpLoop.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(MediaSocket.class);
    private static final long KEEPALIVE_S = 5;
    private static final int RECEIVE_BUFFER_BYTES = 512 * 1024;
    /** Expedited forwarding (RFC 3246) as an IP traffic class; networks that know it keep voice apart from bulk traffic. */
    private static final int TRAFFIC_CLASS = 46 << 2;

    private static final int MAX_TAPPED = 64;

    /** The outcome of IP discovery, on the connection's executor. */
    interface Events {
        void onDiscovered(MediaSocket socket, String address, int port);

        void onDiscoveryFailed(MediaSocket socket, String why);
    }

    private final Threads threads;
    private final Executor control;
    private final InetSocketAddress remote;
    private final DatagramChannel channel;
    private final IpDiscoverySession discovery;
    private final RtpReceiver receiver;
    private final FrameRouter router;
    private final DropCounters drops;
    private final RemoteReception reception;
    private final Events events;
    private @Nullable ScheduledFuture<?> discoveryTimer;
    private @Nullable ScheduledFuture<?> keepaliveTimer;
    private boolean discovering = true;
    private long keepalives;
    private volatile @Nullable ArrayBlockingQueue<byte[]> tap;
    private volatile boolean closed;

    /**
     * Opens a socket to a voice server.
     *
     * @throws IOException when there is no such address, or no socket to be had
     */
    MediaSocket(
            Threads threads,
            Executor control,
            InetSocketAddress remote,
            int ssrc,
            int discoveryAttempts,
            FrameRouter router,
            DropCounters drops,
            RemoteReception reception,
            Events events)
            throws IOException {
        this.threads = threads;
        this.control = control;
        this.remote = remote;
        this.router = router;
        this.drops = drops;
        this.reception = reception;
        this.events = events;
        this.discovery = new IpDiscoverySession(ssrc, discoveryAttempts, IpDiscoverySession.DEFAULT_FIRST_WAIT_NS);
        this.receiver = new RtpReceiver(ssrc, drops);
        this.channel = open(remote);
    }

    /**
     * Opens a non-blocking socket that is connected to a voice server.
     *
     * @throws IOException when there is no such address, or no socket to be had
     */
    public static DatagramChannel open(InetSocketAddress remote) throws IOException {
        // a socket of both families takes a detour with every packet to an IPv4 address
        DatagramChannel channel = remote.getAddress() instanceof Inet4Address
                ? DatagramChannel.open(StandardProtocolFamily.INET)
                : DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.IP_TOS, TRAFFIC_CLASS);
            channel.connect(remote);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Begins to receive, to keep the path open, and to discover the external address. On the connection's executor. */
    void start() {
        threads.udp().execute(reception::forget);
        threads.udp().register(channel, this);
        keepaliveTimer = threads.timer()
                .scheduleAtFixedRate(
                        () -> control.execute(this::keepAlive), KEEPALIVE_S, KEEPALIVE_S, TimeUnit.SECONDS);
        discover();
    }

    private void discover() {
        if (closed || !discovering) {
            return;
        }
        long nowNs = System.nanoTime();
        switch (discovery.poll(nowNs)) {
            case SEND -> {
                try {
                    channel.write(ByteBuffer.wrap(discovery.request()));
                } catch (IOException e) {
                    // one lost request; the next attempt, or the last one's failure, speaks for it
                    countFailedSend();
                }
                scheduleDiscovery(nowNs);
            }
            case WAIT -> scheduleDiscovery(nowNs);
            case FAILED -> {
                discovering = false;
                events.onDiscoveryFailed(
                        this,
                        "no answer to IP discovery from " + remote.getHostString() + ":" + remote.getPort() + " after "
                                + discovery.requests() + " requests; is UDP blocked by a firewall?");
            }
            case DONE -> {}
        }
    }

    private void scheduleDiscovery(long nowNs) {
        discoveryTimer = threads.timer()
                .schedule(
                        () -> control.execute(this::discover),
                        Math.max(0, discovery.nextPollNs() - nowNs),
                        TimeUnit.NANOSECONDS);
    }

    private void keepAlive() {
        if (closed) {
            return;
        }
        ByteBuffer message = ByteBuffer.allocate(RtpReceiver.KEEPALIVE_BYTES).putLong(0, keepalives++);
        try {
            channel.write(message);
        } catch (IOException e) {
            countFailedSend();
        }
    }

    /** The counters belong to the receiving thread. */
    private void countFailedSend() {
        threads.udp().execute(() -> drops.count(DropReason.SEND_FAILED));
    }

    /** Uses a key for what arrives from now on. On the connection's executor. */
    void rekey(TransportCipher cipher) {
        threads.udp().execute(() -> receiver.rekey(cipher, System.nanoTime()));
    }

    /** Hands out frames that waited for their user to be known. */
    void releaseHeld() {
        threads.udp().execute(router::releaseHeld);
    }

    void forget(int ssrc) {
        threads.udp().execute(() -> receiver.forget(ssrc));
    }

    /** The reception statistics of all sources. */
    CompletableFuture<List<SourceStatistics>> statistics() {
        CompletableFuture<List<SourceStatistics>> result = new CompletableFuture<>();
        threads.udp().execute(() -> result.complete(receiver.statistics()));
        return result;
    }

    @Override
    public void handleDatagram(byte[] buffer, int offset, int length, long nowNs) {
        ArrayBlockingQueue<byte[]> copies = tap;
        if (copies != null) {
            while (!copies.offer(Arrays.copyOfRange(buffer, offset, offset + length))) {
                copies.poll();
            }
        }
        router.now(nowNs);
        receiver.handleDatagram(buffer, offset, length, nowNs, sink);
    }

    private final RtpReceiver.Sink sink = new RtpReceiver.Sink() {
        @Override
        public void onFrame(int ssrc, int sequence, long timestamp, boolean marker, byte[] buf, int off, int len) {
            router.onFrame(ssrc, sequence, timestamp, marker, buf, off, len);
        }

        @Override
        public void onKeepaliveEcho(long counter) {
            router.onKeepaliveEcho(counter);
        }

        @Override
        public void onReport(ReceptionReport report, long nowNs) {
            reception.handleReport(report, nowNs);
        }

        @Override
        public void onIpDiscovery(byte[] buf, int off, int len) {
            byte[] response = Arrays.copyOfRange(buf, off, off + len);
            control.execute(() -> handleDiscoveryResponse(response));
        }
    };

    private void handleDiscoveryResponse(byte[] response) {
        if (discovering && !closed && discovery.handleDatagram(response, 0, response.length, System.nanoTime())) {
            discovering = false;
            events.onDiscovered(this, discovery.address(), discovery.port());
        }
    }

    @Override
    public void handleError(IOException error) {
        // an ICMP answer such as "port unreachable": counted; discovery and the gateway decide about the session
        drops.count(DropReason.RECEIVE_FAILED);
    }

    /** The server's address. */
    public InetSocketAddress remote() {
        return remote;
    }

    /** Whether the socket is open. */
    public boolean isOpen() {
        return channel.isOpen();
    }

    DatagramChannel channel() {
        return channel;
    }

    /** Sends a raw datagram to the server. */
    public int write(ByteBuffer datagram) throws IOException {
        return channel.write(datagram);
    }

    /** Sends a raw datagram to any address, from a socket of its own: this one is connected to the server. */
    public int sendTo(ByteBuffer datagram, SocketAddress address) throws IOException {
        try (DatagramChannel other = DatagramChannel.open()) {
            return other.send(datagram, address);
        }
    }

    /** Copies of the raw datagrams that arrive from the first call on; when they are not taken, the oldest go. */
    public ArrayBlockingQueue<byte[]> tap() {
        ArrayBlockingQueue<byte[]> copies = tap;
        if (copies == null) {
            copies = new ArrayBlockingQueue<>(MAX_TAPPED);
            tap = copies;
        }
        return copies;
    }

    /** Closes the socket; idempotent. */
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (discoveryTimer != null) {
            discoveryTimer.cancel(false);
        }
        if (keepaliveTimer != null) {
            keepaliveTimer.cancel(false);
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("UDP socket did not close cleanly", e);
        }
        threads.udp().execute(receiver::destroy);
    }
}
