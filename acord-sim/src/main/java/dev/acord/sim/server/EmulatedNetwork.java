package dev.acord.sim.server;

import dev.acord.sim.NetworkCounts;
import dev.acord.sim.Rule;
import dev.acord.sim.network.NetworkConditions;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/** The network between all clients and the server. No I/O. Not thread safe. */
final class EmulatedNetwork {
    private final NetworkSettings settings = new NetworkSettings();
    private final DatagramPaths datagrams;
    private final StreamPaths streams;

    /**
     * Makes a network that does nothing.
     *
     * @param seed of all its randomness
     * @param toRelay takes datagrams that arrive at the server, from visible addresses
     * @param toClient takes datagrams that arrive at clients
     * @param giveUp takes the number of a websocket for which too much is under way
     * @param scheduled is told when something will be due
     */
    EmulatedNetwork(
            long seed,
            DatagramPaths.Sink toRelay,
            DatagramPaths.Sink toClient,
            LongConsumer giveUp,
            LongConsumer scheduled) {
        SplittableRandom random = new SplittableRandom(seed);
        datagrams = new DatagramPaths(settings, random.split(), toRelay, toClient, scheduled);
        streams = new StreamPaths(settings, random.split(), giveUp, scheduled);
    }

    DatagramPaths datagrams() {
        return datagrams;
    }

    StreamPaths streams() {
        return streams;
    }

    void all(NetworkConditions up, NetworkConditions down, long nowNs, LongUnaryOperator userOf) {
        settings.all(new NetworkSetting(up, down, nowNs));
        streams.refresh(userOf, nowNs);
    }

    void one(long userId, NetworkConditions up, NetworkConditions down, long nowNs, LongUnaryOperator userOf) {
        settings.one(userId, new NetworkSetting(up, down, nowNs));
        streams.refresh(userOf, nowNs);
    }

    NetworkSetting setting(long userId, long nowNs) {
        NetworkSetting setting = settings.of(userId);
        return setting == null ? NetworkSetting.none(nowNs) : setting;
    }

    boolean excuses(long userId, Rule rule, long nowNs) {
        return settings.excuses(userId, rule, nowNs);
    }

    void poll(long nowNs) {
        settings.prune(nowNs);
        datagrams.poll(nowNs);
        streams.poll(nowNs);
    }

    long nextDueNs() {
        return Math.min(datagrams.nextDueNs(), streams.nextDueNs());
    }

    /** Whether it does nothing any more. */
    boolean isIdle() {
        return settings.isEmpty() && datagrams.isIdle() && streams.isIdle();
    }

    NetworkCounts counts() {
        return new NetworkCounts(
                datagrams.upCounts(), datagrams.downCounts(), streams.upCounts(), streams.downCounts());
    }
}
