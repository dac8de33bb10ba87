package dev.acord.sim.discord.protocol;

import org.jspecify.annotations.Nullable;

/** One websocket of the main gateway. */
final class GatewaySocket {
    final long id;
    final boolean versionOk;
    long lastBeatNs;
    long windowStartNs;
    int messagesInWindow;
    boolean closing;

    @Nullable
    GatewaySession session;

    GatewaySocket(long id, boolean versionOk, long nowNs) {
        this.id = id;
        this.versionOk = versionOk;
        lastBeatNs = nowNs;
        windowStartNs = nowNs;
    }
}
