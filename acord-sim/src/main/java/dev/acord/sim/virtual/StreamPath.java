package dev.acord.sim.virtual;

import java.util.function.LongSupplier;

/** One direction of a websocket: what is sent arrives in order, each after the path's delay of its moment, and nothing is lost. */
final class StreamPath {
    private final VirtualTime time;
    private final LongSupplier delayNs;
    private long lastNs;

    StreamPath(VirtualTime time, LongSupplier delayNs) {
        this.time = time;
        this.delayNs = delayNs;
        this.lastNs = time.nowNs();
    }

    /** Sends something; what it does on arrival is given. */
    void send(Runnable arrival) {
        long atNs = time.nowNs() + delayNs.getAsLong();
        if (atNs - lastNs < 0) {
            atNs = lastNs;
        }
        lastNs = atNs;
        time.after(atNs - time.nowNs(), arrival);
    }
}
