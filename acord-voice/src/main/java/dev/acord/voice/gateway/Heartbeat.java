package dev.acord.voice.gateway;

import com.google.gson.JsonObject;

/**
 * The heartbeat of one websocket: op 3 at the interval of Hello, op 6 expected before the next one.
 *
 * <p>Driving: {@link #start}, then {@link #poll} whenever {@link #nextNs} has come, and {@link #handleAck} for every op 6.
 */
final class Heartbeat {
    static final long NONE = Long.MAX_VALUE;

    private long intervalNs;
    private long nextNs = NONE;
    private long sentNs;
    private long sentNonce = -1;
    private boolean acknowledged = true;

    /** What is to be done now. */
    enum Step {
        NOTHING,
        SEND,
        /** The last heartbeat was not acknowledged: the websocket only looks alive. */
        DEAD
    }

    void start(long intervalNs, long nowNs) {
        this.intervalNs = intervalNs;
        this.nextNs = nowNs + intervalNs;
        this.acknowledged = true;
    }

    void stop() {
        nextNs = NONE;
    }

    long nextNs() {
        return nextNs;
    }

    Step poll(long nowNs) {
        if (nextNs == NONE || nowNs - nextNs < 0) {
            return Step.NOTHING;
        }
        return acknowledged ? Step.SEND : Step.DEAD;
    }

    /** The payload of a heartbeat that is sent now; {@code lastSequence} is -1 before the first numbered message. */
    JsonObject send(int gatewayVersion, int lastSequence, long nowNs) {
        sentNs = nowNs;
        sentNonce = nowNs / 1_000_000 & 0xFFFF_FFFF_FFFFL; // within what JSON numbers carry exactly
        acknowledged = false;
        nextNs = nowNs + intervalNs;
        JsonObject data = new JsonObject();
        data.addProperty("t", sentNonce);
        if (gatewayVersion >= 8) {
            data.addProperty("seq_ack", lastSequence);
        }
        return data;
    }

    /** Takes an acknowledgement; returns the round trip time, or -1 when it answers no outstanding heartbeat. */
    long handleAck(long nonce, long nowNs) {
        if (acknowledged || nonce != sentNonce) {
            return -1;
        }
        acknowledged = true;
        return nowNs - sentNs;
    }
}
