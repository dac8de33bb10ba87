package dev.acord.sim.server;

import dev.acord.sim.audit.StallClock;
import dev.acord.sim.audit.ViolationLog;
import dev.acord.sim.dave.DaveDelivery;
import dev.acord.sim.gateway.DaveService;
import dev.acord.sim.gateway.Hub;
import dev.acord.sim.gateway.HubSettings;
import dev.acord.sim.media.PacketRelay;
import dev.acord.sim.websocket.EndpointEvents;
import dev.acord.sim.websocket.GatewayEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A running server: the gateway and the relay behind one lock, the sockets and threads around them. What was seen can be read also
 * after it is closed. Thread safe.
 */
public final class ServerCore implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ViolationLog violations;
    private final PacketRelay relay;
    private final Hub hub;
    private final UdpLoop udp;
    private final WebSockets webSockets;
    private final @Nullable ServerCertificate certificate;
    private final ServerNetwork network;

    /**
     * Opens the sockets and starts the threads.
     *
     * @param settings everything
     * @param certificate the certificate for wss, or null without it
     * @throws IOException when a port is taken
     */
    public ServerCore(ServerSettings settings, @Nullable ServerCertificate certificate) throws IOException {
        this.certificate = certificate;
        SplittableRandom random = new SplittableRandom(settings.seed());
        StallClock clock = new StallClock();
        violations = new ViolationLog(settings.keepViolations());
        udp = new UdpLoop(settings.host(), settings.udpPort());
        try {
            webSockets = new WebSockets(settings, certificate, new Events());
            network = new ServerNetwork(settings.seed(), lock, changed::signalAll, udp, webSockets);
            violations.excuse(network::excuses);
            relay = new PacketRelay(settings.relay(), violations, clock, random.split(), network);
            DaveService.Factory other = settings.otherDave();
            DaveService.Factory dave =
                    other != null ? other : DaveDelivery.factory(settings.dave(), violations, random.split());
            hub = new Hub(withUdp(settings, udp.port()), relay, violations, clock, random, dave, network);
            network.attach(hub, relay);
            run(() -> network.all(settings.networkUp(), settings.networkDown()));
            webSockets.start();
        } catch (IOException | RuntimeException e) {
            udp.close();
            throw e;
        }
        udp.start(new Datagrams());
    }

    private static HubSettings withUdp(ServerSettings settings, int port) {
        HubSettings s = settings.hub();
        return new HubSettings(
                s.heartbeatIntervalMs(),
                s.modes(),
                s.requireDave(),
                s.resumeWindowNs(),
                s.replayMessages(),
                s.firstSequence(),
                s.messagesPerSecond(),
                s.maxTickets(),
                s.maxSockets(),
                settings.host(),
                port);
    }

    /**
     * Does something with the state, alone.
     *
     * @param <T> what comes of it
     * @param action what to do; must not block
     * @return what came of it
     */
    public <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            T result = action.get();
            changed.signalAll();
            return result;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a condition holds.
     *
     * @param condition looked at whenever anything has happened, under the lock
     * @param timeout how long at most
     * @return whether it holds
     * @throws InterruptedException when the thread is interrupted
     */
    public boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!condition.getAsBoolean()) {
                long leftNs = deadlineNs - System.nanoTime();
                if (leftNs <= 0) {
                    return false;
                }
                boolean signalled = changed.await(leftNs, TimeUnit.NANOSECONDS);
                if (!signalled && condition.getAsBoolean()) {
                    return true;
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The gateway; only inside {@link #locked} and {@link #await}.
     *
     * @return the gateway
     */
    public Hub hub() {
        return hub;
    }

    /**
     * The forwarding unit; only inside {@link #locked} and {@link #await}.
     *
     * @return the relay
     */
    public PacketRelay relay() {
        return relay;
    }

    /**
     * The violations; only inside {@link #locked} and {@link #await}.
     *
     * @return the log
     */
    public ViolationLog violations() {
        return violations;
    }

    /**
     * The emulated network; only inside {@link #locked} and {@link #await}.
     *
     * @return the network
     */
    public ServerNetwork network() {
        return network;
    }

    /**
     * The port without TLS.
     *
     * @return the port, or -1
     */
    public int plainPort() {
        return webSockets.plainPort();
    }

    /**
     * The port with TLS.
     *
     * @return the port, or -1
     */
    public int securePort() {
        return webSockets.securePort();
    }

    /**
     * The UDP port.
     *
     * @return the port
     */
    public int udpPort() {
        return udp.port();
    }

    /**
     * The certificate.
     *
     * @return the certificate, or null without wss
     */
    public @Nullable ServerCertificate certificate() {
        return certificate;
    }

    @Override
    public void close() throws IOException {
        run(network::close);
        try (udp) {
            webSockets.close();
        }
    }

    private void run(Runnable action) {
        lock.lock();
        try {
            action.run();
            if (lock.hasWaiters(changed)) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private final class Events implements EndpointEvents {
        @Override
        public void opened(GatewayEndpoint endpoint) {
            run(() -> hub.socketOpened(endpoint.id(), endpoint.version(), System.nanoTime()));
        }

        @Override
        public void text(long id, String message) {
            run(() -> network.deliverUp(id, message.length(), () -> hub.handleText(id, message, System.nanoTime())));
        }

        @Override
        public void binary(long id, byte[] message) {
            run(() -> network.deliverUp(id, message.length, () -> hub.handleBinary(id, message, System.nanoTime())));
        }

        @Override
        public void tooLarge(long id) {
            run(() -> network.deliverUp(id, 0, () -> hub.messageTooLarge(id, System.nanoTime())));
        }

        @Override
        public void closed(long id, int code) {
            run(() -> network.deliverUp(id, 0, () -> {
                network.ended(id);
                hub.socketClosed(id, code, System.nanoTime());
            }));
        }
    }

    private final class Datagrams implements UdpLoop.Work {
        @Override
        public void handle(byte[] datagram, int length, InetSocketAddress from) {
            run(() -> network.handleDatagram(datagram, length, from));
        }

        @Override
        public void tick() {
            run(() -> hub.tick(System.nanoTime()));
        }
    }
}
