package dev.acord.sim.server;

import dev.acord.sim.NetworkCounts;
import dev.acord.sim.Rule;
import dev.acord.sim.gateway.Hub;
import dev.acord.sim.gateway.Outbox;
import dev.acord.sim.media.DatagramOutbox;
import dev.acord.sim.media.PacketRelay;
import dev.acord.sim.network.NetworkConditions;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Between the sockets and the gateway with its relay: the emulated network, where there is one. Without, everything passes at once, and
 * there is no thread. All calls are made under the server's lock.
 */
public final class ServerNetwork implements DatagramOutbox, Outbox {
    /** So that the network's randomness is not that of the keys. */
    private static final long SEED = 0x6E6574776F726BL;

    private static final int CLOSE_BYTES = 4;

    private final UdpLoop udp;
    private final WebSockets webSockets;
    private final long originNs = System.nanoTime();
    private final EmulatedNetwork network;
    private final NetworkTimer timer;
    private final byte[] arrived = new byte[PacketRelay.MAX_DATAGRAM_BYTES + 1];
    private @Nullable Hub hub;
    private @Nullable PacketRelay relay;

    ServerNetwork(long seed, ReentrantLock lock, Runnable polled, UdpLoop udp, WebSockets webSockets) {
        this.udp = udp;
        this.webSockets = webSockets;
        network = new EmulatedNetwork(
                seed ^ SEED, this::handleArrived, udp::send, webSockets::abort, atNs -> timer().due(atNs));
        timer = new NetworkTimer(lock, network, this::clockNs, polled);
    }

    void attach(Hub gateway, PacketRelay forwarding) {
        hub = gateway;
        relay = forwarding;
    }

    private NetworkTimer timer() {
        return timer;
    }

    private Hub hub() {
        Hub attached = hub;
        if (attached == null) {
            throw new IllegalStateException("bug: the network is used before it is attached");
        }
        return attached;
    }

    private PacketRelay relay() {
        PacketRelay attached = relay;
        if (attached == null) {
            throw new IllegalStateException("bug: the network is used before it is attached");
        }
        return attached;
    }

    /** Never negative, as the emulation wants it. */
    private long clockNs() {
        return System.nanoTime() - originNs;
    }

    /**
     * Gives all members a network, also those with one of their own.
     *
     * @param up from clients to the server
     * @param down from the server to clients
     */
    public void all(NetworkConditions up, NetworkConditions down) {
        network.all(up, down, clockNs(), this::userOf);
        start();
    }

    /**
     * Gives one member a network of its own.
     *
     * @param userId the member
     * @param up from its client to the server
     * @param down from the server to its client
     */
    public void one(long userId, NetworkConditions up, NetworkConditions down) {
        network.one(userId, up, down, clockNs(), this::userOf);
        start();
    }

    /**
     * Lets nothing pass between a member and the server for a time; otherwise its network stays as it is.
     *
     * @param userId the member
     * @param length for how long
     */
    public void outage(long userId, Duration length) {
        NetworkSetting now = network.setting(userId, clockNs());
        one(userId, now.up().partitionedFor(length), now.down().partitionedFor(length));
    }

    /**
     * Gives a member's UDP sockets other visible ports.
     *
     * @param userId the member
     * @param bound where the relay sees it, or null when it does not
     * @return how many sockets there were
     */
    public int rebind(long userId, @Nullable InetSocketAddress bound) {
        int count = network.datagrams().rebind(userId, bound, clockNs());
        start();
        return count;
    }

    /**
     * What the emulated network did.
     *
     * @return the counts
     */
    public NetworkCounts counts() {
        return network.counts();
    }

    boolean excuses(long userId, Rule rule) {
        return network.excuses(userId, rule, clockNs());
    }

    void close() {
        timer.close();
    }

    private void start() {
        if (timer.isRunning() || !network.isIdle()) {
            timer.start();
        }
    }

    private long userOf(long socketId) {
        return hub().faults().userOf(socketId);
    }

    /** A datagram came out of the socket. */
    void handleDatagram(byte[] datagram, int length, InetSocketAddress from) {
        if (timer.isRunning()) {
            long userId = relay().senders().userOf(datagram, length);
            if (userId == 0) {
                DatagramPath known = network.datagrams().from(from);
                userId = known == null ? relay().senders().userAt(from) : known.key.userId();
            }
            if (userId != 0 && network.datagrams().up(userId, datagram, length, from, clockNs())) {
                return;
            }
        }
        relay().handleDatagram(datagram, length, from, System.nanoTime());
    }

    /** Takes what the emulated network delivers; the relay needs an array with room. */
    private void handleArrived(byte[] datagram, int length, InetSocketAddress visible) {
        System.arraycopy(datagram, 0, arrived, 0, length);
        relay().handleDatagram(arrived, length, visible, System.nanoTime());
    }

    @Override
    public boolean send(byte[] datagram, int length, InetSocketAddress to) {
        boolean taken = timer.isRunning()
                && network.datagrams().down(relay().senders().userAt(to), datagram, length, to, clockNs());
        return taken || udp.send(datagram, length, to);
    }

    /** Something came out of a websocket. */
    void deliverUp(long socketId, int bytes, Runnable delivery) {
        boolean taken =
                timer.isRunning() && network.streams().up(socketId, userOf(socketId), bytes, delivery, clockNs());
        if (!taken) {
            delivery.run();
        }
    }

    private void deliverDown(long socketId, int bytes, Runnable delivery) {
        boolean taken =
                timer.isRunning() && network.streams().down(socketId, userOf(socketId), bytes, delivery, clockNs());
        if (!taken) {
            delivery.run();
        }
    }

    /** A websocket is closed, and has said all that it had to say. */
    void ended(long socketId) {
        network.streams().kill(socketId);
    }

    @Override
    public void text(long socketId, String message) {
        deliverDown(socketId, message.length(), () -> webSockets.text(socketId, message));
    }

    @Override
    public void binary(long socketId, byte[] message) {
        deliverDown(socketId, message.length, () -> webSockets.binary(socketId, message));
    }

    @Override
    public void close(long socketId, int code, String reason) {
        deliverDown(socketId, CLOSE_BYTES, () -> webSockets.close(socketId, code, reason));
    }

    @Override
    public void abort(long socketId) {
        network.streams().kill(socketId);
        webSockets.abort(socketId);
    }
}
