package dev.acord.sim.server;

import dev.acord.sim.network.NetworkConditions;
import java.time.Duration;

/**
 * The network of a member, in both directions.
 *
 * @param up from the client to the server
 * @param down from the server to the client
 * @param sinceNs when it began, on the emulation's clock
 */
record NetworkSetting(NetworkConditions up, NetworkConditions down, long sinceNs) {
    static NetworkSetting none(long nowNs) {
        return new NetworkSetting(NetworkConditions.NONE, NetworkConditions.NONE, nowNs);
    }

    boolean isPerfect() {
        return up.isPerfect() && down.isPerfect();
    }

    /** Whether it was nothing but partitions, and they are over. */
    boolean isOver(long nowNs) {
        return !isPerfect() && isOver(up, nowNs) && isOver(down, nowNs);
    }

    private boolean isOver(NetworkConditions conditions, long nowNs) {
        boolean passed = nowNs - sinceNs >= conditions.partitionUntilNs();
        return conditions.isPerfect()
                || (passed
                        && conditions.toBuilder()
                                .partition(Duration.ZERO, Duration.ZERO)
                                .build()
                                .isPerfect());
    }
}
