package dev.acord.sim.server;

import dev.acord.sim.network.DatagramLink;
import dev.acord.sim.network.LinkCounts;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The UDP side of the emulated network: all paths, and which addresses the relay sees. No I/O. Not thread safe. */
final class DatagramPaths {
    private static final int MAX_PATHS = 8_192;
    private static final int MAX_DEAD = 4_096;

    /** Takes a datagram that has passed the network. */
    @FunctionalInterface
    interface Sink {
        /** The address is the visible one of the sender upwards, and the receiver's own downwards. */
        void accept(byte[] datagram, int length, InetSocketAddress address);
    }

    private final NetworkSettings settings;
    private final RandomGenerator.SplittableGenerator random;
    private final Sink toRelay;
    private final Sink toClient;
    private final LongConsumer scheduled;
    private final Map<DatagramPath.Key, DatagramPath> paths = new LinkedHashMap<>();
    private final Map<InetSocketAddress, DatagramPath> byClient = new HashMap<>();
    private final Map<InetSocketAddress, DatagramPath> byVisible = new HashMap<>();
    private final Set<InetSocketAddress> dead = new LinkedHashSet<>();
    private LinkCounts upGone = LinkCounts.NONE;
    private LinkCounts downGone = LinkCounts.NONE;

    DatagramPaths(
            NetworkSettings settings,
            RandomGenerator.SplittableGenerator random,
            Sink toRelay,
            Sink toClient,
            LongConsumer scheduled) {
        this.scheduled = scheduled;
        this.settings = settings;
        this.random = random;
        this.toRelay = toRelay;
        this.toClient = toClient;
    }

    /** The path of the datagrams from an address, where it is known by earlier ones. */
    @Nullable
    DatagramPath from(InetSocketAddress client) {
        return byClient.get(client);
    }

    /** A datagram from a client; false when its user has a perfect network and always had. */
    boolean up(long userId, byte[] datagram, int length, InetSocketAddress client, long nowNs) {
        DatagramPath path = path(userId, client, nowNs);
        if (path == null) {
            return false;
        }
        path.up.send(datagram, 0, length, nowNs);
        pollUp(path, nowNs);
        schedule(path.up);
        return true;
    }

    /** A datagram to a visible address; false when it does not concern the emulation. */
    boolean down(long userAt, byte[] datagram, int length, InetSocketAddress visible, long nowNs) {
        DatagramPath path = byVisible.get(visible);
        if (path == null) {
            if (dead.contains(visible)) {
                downGone = downGone.plus(new LinkCounts(1, 0, 1, 0, 0, 0, 0, 0, 0)); // nobody is there any more
                return true;
            }
            path = userAt == 0 ? null : path(userAt, visible, nowNs);
        }
        if (path == null) {
            return false;
        }
        path.use(settings.of(path.key.userId()), nowNs);
        path.down.send(datagram, 0, length, nowNs);
        pollDown(path, nowNs);
        schedule(path.down);
        return true;
    }

    private void schedule(DatagramLink link) {
        if (link.nextDueNs() != DatagramLink.NEVER) {
            scheduled.accept(link.nextDueNs());
        }
    }

    private @Nullable DatagramPath path(long userId, InetSocketAddress client, long nowNs) {
        DatagramPath.Key key = new DatagramPath.Key(userId, client);
        NetworkSetting setting = settings.of(userId);
        DatagramPath path = paths.get(key);
        if (path == null) {
            if (setting == null) {
                return null;
            }
            makeRoom();
            path = new DatagramPath(key, random, nowNs);
            paths.put(key, path);
            dead.remove(client);
        }
        byClient.put(client, path); // where several users share a socket, the last one that was heard counts
        byVisible.put(path.nat.visible(), path);
        path.use(setting, nowNs);
        return path;
    }

    private void makeRoom() {
        if (paths.size() >= MAX_PATHS) {
            DatagramPath oldest = paths.values().iterator().next();
            paths.remove(oldest.key);
            byClient.remove(oldest.key.client(), oldest);
            byVisible.remove(oldest.nat.visible(), oldest);
            upGone = upGone.plus(ended(oldest.up.counts()));
            downGone = downGone.plus(ended(oldest.down.counts()));
        }
    }

    private static LinkCounts ended(LinkCounts counts) {
        return counts.plus(new LinkCounts(0, 0, counts.inFlight(), 0, 0, 0, 0, 0, -counts.inFlight()));
    }

    /** Changes the visible ports of a user; returns how many. */
    int rebind(long userId, @Nullable InetSocketAddress bound, long nowNs) {
        int count = 0;
        if (bound != null && !byVisible.containsKey(bound)) {
            makePath(userId, bound, nowNs);
        }
        for (DatagramPath path : List.copyOf(paths.values())) {
            if (path.key.userId() == userId && byVisible.get(path.nat.visible()) == path) {
                InetSocketAddress old = path.nat.visible();
                byVisible.remove(old);
                if (dead.size() >= MAX_DEAD) {
                    dead.remove(dead.iterator().next());
                }
                dead.add(old);
                InetSocketAddress visible = path.nat.rebind();
                while (byVisible.containsKey(visible) || byClient.containsKey(visible)) {
                    visible = path.nat.rebind(); // ends: there are far more ports than paths
                }
                dead.remove(visible);
                byVisible.put(visible, path);
                count++;
            }
        }
        return count;
    }

    private void makePath(long userId, InetSocketAddress client, long nowNs) {
        makeRoom();
        DatagramPath path = new DatagramPath(new DatagramPath.Key(userId, client), random, nowNs);
        paths.put(path.key, path);
        byClient.put(client, path);
        byVisible.put(client, path);
    }

    void poll(long nowNs) {
        for (DatagramPath path : List.copyOf(paths.values())) {
            pollUp(path, nowNs);
            pollDown(path, nowNs);
        }
    }

    private void pollUp(DatagramPath path, long nowNs) {
        if (path.up.nextDueNs() <= nowNs) {
            path.up.poll(nowNs, (datagram, offset, length) -> toRelay.accept(datagram, length, path.nat.visible()));
        }
    }

    private void pollDown(DatagramPath path, long nowNs) {
        if (path.down.nextDueNs() <= nowNs) {
            path.down.poll(nowNs, (datagram, offset, length) -> toClient.accept(datagram, length, path.key.client()));
        }
    }

    long nextDueNs() {
        long next = DatagramLink.NEVER;
        for (DatagramPath path : paths.values()) {
            next = Math.min(next, path.nextDueNs());
        }
        return next;
    }

    /** Whether nothing is under way and nobody's address is translated. */
    boolean isIdle() {
        return paths.values().stream().allMatch(p -> p.nextDueNs() == DatagramLink.NEVER && !p.isRebound());
    }

    LinkCounts upCounts() {
        LinkCounts sum = upGone;
        for (DatagramPath path : paths.values()) {
            sum = sum.plus(path.up.counts());
        }
        return sum;
    }

    LinkCounts downCounts() {
        LinkCounts sum = downGone;
        for (DatagramPath path : paths.values()) {
            sum = sum.plus(path.down.counts());
        }
        return sum;
    }
}
