package dev.acord.sim.network;

import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The address translation between one client and the server: the client's own address, and the one that the server sees. At first both are
 * the same; {@link #rebind} gives the client another visible port, as a home router does that has forgotten or restarted. Nothing gets
 * through to a port of before. Not thread safe.
 */
public final class NatBinding {
    private static final int FIRST_PORT = 1_024;
    private static final int PORTS = 0x1_0000 - FIRST_PORT;

    private final InetSocketAddress client;
    private final RandomGenerator random;
    private InetSocketAddress visible;

    /**
     * Makes a translation that changes nothing yet.
     *
     * @param client the client's own address
     * @param random chooses the ports
     */
    public NatBinding(InetSocketAddress client, RandomGenerator random) {
        this.client = client;
        this.random = random;
        this.visible = client;
    }

    /**
     * The client's own address.
     *
     * @return the address
     */
    public InetSocketAddress client() {
        return client;
    }

    /**
     * The address that the server sees, and answers to.
     *
     * @return the address
     */
    public InetSocketAddress visible() {
        return visible;
    }

    /**
     * Where a datagram to an address goes.
     *
     * @param to the receiver as the server sees it
     * @return the client's own address, or null when the address is not (or no longer) translated and the datagram is lost
     */
    public @Nullable InetSocketAddress clientOf(InetSocketAddress to) {
        return visible.equals(to) ? client : null;
    }

    /**
     * Changes the visible port, to one from 1024 to 65535 that differs from the one before.
     *
     * @return the new visible address
     */
    public InetSocketAddress rebind() {
        int port = FIRST_PORT + random.nextInt(PORTS);
        if (port == visible.getPort()) {
            port = port == 0xFFFF ? FIRST_PORT : port + 1;
        }
        visible = client.isUnresolved()
                ? InetSocketAddress.createUnresolved(client.getHostString(), port)
                : new InetSocketAddress(client.getAddress(), port);
        return visible;
    }
}
