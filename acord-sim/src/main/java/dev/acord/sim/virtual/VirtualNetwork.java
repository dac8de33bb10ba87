package dev.acord.sim.virtual;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A simulated network: one voice server, and nodes with clients, all on one clock. The same seed gives the same simulation.
 *
 * <pre>{@code
 * VirtualNetwork network = new VirtualNetwork(seed, VirtualServerOptions.DEFAULTS);
 * VirtualNode node = network.addNode();
 * VoiceConnection connection = VoiceConnection.create(
 *         network.server().join(GUILD, CHANNEL, USER), VoiceOptions.defaults(), node.runtime());
 * connection.connect();
 * network.time().run(Duration.ofMinutes(5));
 * }</pre>
 *
 * <p>Not thread safe: a simulation is one thread. Methods of connections that wait for an answer (such as {@code awaitReady(Duration)} and
 * {@code stats()}) have none while time stands still; look at futures between two runs of the clock.
 */
public final class VirtualNetwork {
    private static final int FIRST_PORT = 1_024;
    private static final int PORTS = 60_000;

    private final VirtualTime time;
    private final SplittableRandom random;
    private final VirtualServer server;
    private final List<VirtualNode> nodes = new ArrayList<>();
    private final Map<InetSocketAddress, VirtualPort> ports = new HashMap<>();
    private int nextPort;

    /**
     * Makes a network with a server and no nodes.
     *
     * @param seed of all chance
     * @param options the server's behaviour
     */
    public VirtualNetwork(long seed, VirtualServerOptions options) {
        this.random = new SplittableRandom(seed);
        // any origin will do, as with the real clock; half of them are negative
        this.time = new VirtualTime(random.nextLong() >> 2);
        this.server = new VirtualServer(this, options, random.split());
    }

    /**
     * Adds a machine.
     *
     * @return a node with a perfect path to the server
     */
    public VirtualNode addNode() {
        VirtualNode node = new VirtualNode(this, nodes.size() + 1, random.split());
        nodes.add(node);
        return node;
    }

    /**
     * The clock.
     *
     * @return the time of everything here
     */
    public VirtualTime time() {
        return time;
    }

    /**
     * The server.
     *
     * @return the only one
     */
    public VirtualServer server() {
        return server;
    }

    /**
     * The machines.
     *
     * @return in the order in which they were added
     */
    public List<VirtualNode> nodes() {
        return List.copyOf(nodes);
    }

    InetSocketAddress register(VirtualPort port, AccessPath path) {
        InetSocketAddress visible;
        do {
            visible = address(path.number(), FIRST_PORT + nextPort++ % PORTS);
        } while (ports.putIfAbsent(visible, port) != null);
        return visible;
    }

    void unregister(InetSocketAddress visible) {
        ports.remove(visible);
    }

    @Nullable
    VirtualPort port(InetSocketAddress visible) {
        return ports.get(visible);
    }

    static InetSocketAddress address(int number, int port) {
        try {
            byte[] ip = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
            return new InetSocketAddress(InetAddress.getByAddress(ip), port);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }
}
