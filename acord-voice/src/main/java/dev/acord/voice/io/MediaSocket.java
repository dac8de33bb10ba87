package dev.acord.voice.io;

import dev.acord.voice.DropReason;
import dev.acord.voice.rtp.DropCounters;
import dev.acord.voice.rtp.IpDiscoverySession;
import dev.acord.voice.rtp.ReceptionReport;
import dev.acord.voice.rtp.RemoteReception;
import dev.acord.voice.rtp.RtpReceiver;
import dev.acord.voice.rtp.SourceStatistics;
import dev.acord.voice.rtp.TransportCipher;
import dev.acord.voice.rtp.UdpWatchdog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The UDP socket of one session: IP discovery, keepalives, and what arrives. It is connected, so that the operating system drops what
 * strangers send. Discovery and keepalives run on the connection's executor, receiving on the receiving thread.
 */
public final class MediaSocket implements DatagramPort.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(MediaSocket.class);
    static final long KEEPALIVE_NS = 5_000_000_000L;
    private static final int MAX_TAPPED = 64;
    /** How many answers to IP discovery may wait for the connection's executor; one is enough. */
    private static final int MAX_WAITING_RESPONSES = 16;

    /** The outcome of IP discovery, on the connection's executor. */
    interface Events {
        void onDiscovered(MediaSocket socket, String address, int port);

        void onDiscoveryFailed(MediaSocket socket, String why);

        /** Nothing has come for a while: the server may need an authentic packet to see where we are. */
        void onSilent(MediaSocket socket);

        /** Nothing has come for so long that this socket is of no use. */
        void onDead(MediaSocket socket, long silentNs);
    }

    private final Environment environment;
    private final Executor control;
    private final InetSocketAddress remote;
    private final DatagramPort port;
    private final IpDiscoverySession discovery;
    private final RtpReceiver receiver;
    /** The receiving thread's. */
    private final UdpWatchdog watchdog;

    private final FrameRouter router;
    private final DropCounters drops;
    private final RemoteReception reception;
    private final Events events;
    private Scheduler.@Nullable Timer discoveryTimer;
    private Scheduler.@Nullable Timer keepaliveTimer;
    private final AtomicInteger waitingResponses = new AtomicInteger();
    private volatile boolean discovering = true;
    private long keepalives;
    private volatile @Nullable ArrayBlockingQueue<byte[]> tap;
    private volatile boolean closed;

    /**
     * Opens a socket to a voice server.
     *
     * @throws IOException when there is no such address, or no socket to be had
     */
    MediaSocket(
            Environment environment,
            Executor control,
            InetSocketAddress remote,
            int ssrc,
            int discoveryAttempts,
            FrameRouter router,
            UdpWatchdog watchdog,
            DropCounters drops,
            RemoteReception reception,
            Events events)
            throws IOException {
        this.environment = environment;
        this.control = control;
        this.remote = remote;
        this.router = router;
        this.watchdog = watchdog;
        this.drops = drops;
        this.reception = reception;
        this.events = events;
        this.discovery = new IpDiscoverySession(ssrc, discoveryAttempts, IpDiscoverySession.DEFAULT_FIRST_WAIT_NS);
        this.receiver = new RtpReceiver(ssrc, drops);
        this.port = environment.openDatagrams(remote);
    }

    /** Begins to receive, to keep the path open, and to discover the external address. On the connection's executor. */
    void start() {
        port.receive(this);
        long nowNs = environment.nowNs();
        environment.receiving().execute(() -> {
            reception.forget();
            watchdog.begin(nowNs);
        });
        scheduleKeepalive();
        discover();
    }

    private void scheduleKeepalive() {
        keepaliveTimer = environment.schedule(() -> control.execute(this::keepAlive), KEEPALIVE_NS);
    }

    private void discover() {
        if (closed || !discovering) {
            return;
        }
        long nowNs = environment.nowNs();
        switch (discovery.poll(nowNs)) {
            case SEND -> {
                try {
                    port.write(ByteBuffer.wrap(discovery.request()));
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
        discoveryTimer = environment.schedule(() -> control.execute(this::discover), discovery.nextPollNs() - nowNs);
    }

    private void keepAlive() {
        if (closed) {
            return;
        }
        sendKeepalive();
        environment.receiving().execute(this::watch);
        scheduleKeepalive();
    }

    private void sendKeepalive() {
        ByteBuffer message = ByteBuffer.allocate(RtpReceiver.KEEPALIVE_BYTES).putLong(0, keepalives++);
        try {
            port.write(message);
        } catch (IOException e) {
            countFailedSend();
        }
    }

    private void watch() {
        long nowNs = environment.nowNs();
        switch (watchdog.poll(nowNs)) {
            case NUDGE -> control.execute(() -> events.onSilent(this));
            case DEAD -> {
                long silentNs = watchdog.silentNs(nowNs);
                control.execute(() -> events.onDead(this, silentNs));
            }
            case ALIVE -> {}
        }
    }

    /** The counters belong to the receiving thread. */
    private void countFailedSend() {
        environment.receiving().execute(() -> drops.count(DropReason.SEND_FAILED));
    }

    /** Uses a key for what arrives from now on. On the connection's executor. */
    void rekey(TransportCipher cipher) {
        environment.receiving().execute(() -> receiver.rekey(cipher, environment.nowNs()));
    }

    /** Hands out frames that waited for their user to be known. */
    void releaseHeld() {
        environment.receiving().execute(router::releaseHeld);
    }

    void forget(int ssrc) {
        environment.receiving().execute(() -> receiver.forget(ssrc));
    }

    /** The reception statistics of all sources. */
    CompletableFuture<List<SourceStatistics>> statistics() {
        CompletableFuture<List<SourceStatistics>> result = new CompletableFuture<>();
        environment.receiving().execute(() -> result.complete(receiver.statistics()));
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
        watchdog.handleDatagram(nowNs);
        receiver.handleDatagram(buffer, offset, length, nowNs, sink);
    }

    private final RtpReceiver.Sink sink = new RtpReceiver.Sink() {
        @Override
        public void onFrame(int ssrc, int sequence, long timestamp, boolean marker, byte[] buf, int off, int len) {
            router.onFrame(ssrc, sequence, timestamp, marker, buf, off, len);
        }

        @Override
        public void onKeepaliveEcho(long counter) {
            watchdog.handleEcho();
            router.onKeepaliveEcho(counter);
        }

        @Override
        public void onReport(ReceptionReport report, long nowNs) {
            reception.handleReport(report, nowNs);
        }

        @Override
        public void onIpDiscovery(byte[] buf, int off, int len) {
            if (!discovering || waitingResponses.get() >= MAX_WAITING_RESPONSES) {
                return; // who repeats itself must not fill the executor's queue
            }
            byte[] response = Arrays.copyOfRange(buf, off, off + len);
            waitingResponses.incrementAndGet();
            control.execute(() -> {
                waitingResponses.decrementAndGet();
                handleDiscoveryResponse(response);
            });
        }
    };

    private void handleDiscoveryResponse(byte[] response) {
        if (discovering && !closed && discovery.handleDatagram(response, 0, response.length, environment.nowNs())) {
            discovering = false;
            sendKeepalive(); // an early answer shows that this server answers
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
        return port.isOpen();
    }

    DatagramPort port() {
        return port;
    }

    /** Sends a raw datagram to the server. */
    public int write(ByteBuffer datagram) throws IOException {
        return port.write(datagram);
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
            discoveryTimer.cancel();
        }
        if (keepaliveTimer != null) {
            keepaliveTimer.cancel();
        }
        try {
            port.close();
        } catch (IOException e) {
            LOG.debug("UDP socket did not close cleanly", e);
        }
        environment.receiving().execute(receiver::destroy);
    }
}
