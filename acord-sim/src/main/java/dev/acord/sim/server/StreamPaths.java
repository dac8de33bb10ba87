package dev.acord.sim.server;

import dev.acord.sim.network.LinkCounts;
import dev.acord.sim.network.NetworkConditions;
import dev.acord.sim.network.StreamLink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The websocket side of the emulated network: what goes through it are deliveries. No I/O. Not thread safe. */
final class StreamPaths {
    private static final int MAX_PATHS = 8_192;

    private final NetworkSettings settings;
    private final RandomGenerator.SplittableGenerator random;
    private final LongConsumer giveUp;
    private final LongConsumer scheduled;
    private final Map<Long, Path> paths = new HashMap<>();
    private LinkCounts upGone = LinkCounts.NONE;
    private LinkCounts downGone = LinkCounts.NONE;

    private static final class Path {
        final StreamLink<Runnable> up;
        final StreamLink<Runnable> down;
        private @Nullable NetworkSetting setting;

        Path(RandomGenerator.SplittableGenerator random, long nowNs) {
            up = new StreamLink<>(NetworkConditions.NONE, random.split(), nowNs);
            down = new StreamLink<>(NetworkConditions.NONE, random.split(), nowNs);
        }

        void use(@Nullable NetworkSetting current, long nowNs) {
            if (!Objects.equals(current, setting)) {
                setting = current;
                NetworkSetting effective = current == null ? NetworkSetting.none(nowNs) : current;
                up.conditions(effective.up(), effective.sinceNs());
                down.conditions(effective.down(), effective.sinceNs());
            }
        }

        long nextDueNs() {
            return Math.min(up.nextDueNs(), down.nextDueNs());
        }

        void poll(long nowNs) {
            up.poll(nowNs, Runnable::run);
            down.poll(nowNs, Runnable::run);
        }
    }

    /** The consumers take the number of a websocket for which too much is under way, and when something will be due. */
    StreamPaths(
            NetworkSettings settings,
            RandomGenerator.SplittableGenerator random,
            LongConsumer giveUp,
            LongConsumer scheduled) {
        this.scheduled = scheduled;
        this.settings = settings;
        this.random = random;
        this.giveUp = giveUp;
    }

    /** Puts a delivery to the gateway in; false when it need not wait. */
    boolean up(long socketId, long userId, int bytes, Runnable delivery, long nowNs) {
        Path path = path(socketId, userId, nowNs);
        if (path == null) {
            return false;
        }
        send(socketId, path.up, bytes, delivery, nowNs);
        return true;
    }

    /** Puts a delivery to the client in; false when it need not wait. */
    boolean down(long socketId, long userId, int bytes, Runnable delivery, long nowNs) {
        Path path = path(socketId, userId, nowNs);
        if (path == null) {
            return false;
        }
        send(socketId, path.down, bytes, delivery, nowNs);
        return true;
    }

    private void send(long socketId, StreamLink<Runnable> link, int bytes, Runnable delivery, long nowNs) {
        if (!link.send(delivery, bytes, nowNs) && !link.isKilled()) {
            kill(socketId);
            giveUp.accept(socketId);
            return;
        }
        if (link.nextDueNs() <= nowNs) {
            link.poll(nowNs, Runnable::run); // this direction only: the gateway may just be handling one of the other
        }
        if (link.nextDueNs() != StreamLink.NEVER) {
            scheduled.accept(link.nextDueNs());
        }
    }

    private @Nullable Path path(long socketId, long userId, long nowNs) {
        NetworkSetting setting = settings.of(userId);
        Path path = paths.get(socketId);
        if (path == null) {
            if (setting == null || paths.size() >= MAX_PATHS) {
                return null;
            }
            path = new Path(random, nowNs);
            paths.put(socketId, path);
        }
        path.use(setting, nowNs);
        return path;
    }

    /** The websocket breaks: nothing that is under way arrives. */
    void kill(long socketId) {
        Path path = paths.remove(socketId);
        if (path != null) {
            path.up.kill();
            path.down.kill();
            upGone = upGone.plus(path.up.counts());
            downGone = downGone.plus(path.down.counts());
        }
    }

    void poll(long nowNs) {
        for (Map.Entry<Long, Path> entry : List.copyOf(paths.entrySet())) {
            entry.getValue().poll(nowNs);
        }
    }

    /** Gives every websocket the network that its user has now. */
    void refresh(LongUnaryOperator userOf, long nowNs) {
        paths.forEach((socketId, path) -> path.use(settings.of(userOf.applyAsLong(socketId)), nowNs));
    }

    long nextDueNs() {
        long next = StreamLink.NEVER;
        for (Path path : paths.values()) {
            next = Math.min(next, path.nextDueNs());
        }
        return next;
    }

    boolean isIdle() {
        return paths.values().stream()
                .allMatch(
                        path -> path.up.counts().inFlight() + path.down.counts().inFlight() == 0);
    }

    LinkCounts upCounts() {
        LinkCounts sum = upGone;
        for (Path path : paths.values()) {
            sum = sum.plus(path.up.counts());
        }
        return sum;
    }

    LinkCounts downCounts() {
        LinkCounts sum = downGone;
        for (Path path : paths.values()) {
            sum = sum.plus(path.down.counts());
        }
        return sum;
    }
}
