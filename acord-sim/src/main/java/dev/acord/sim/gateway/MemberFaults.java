package dev.acord.sim.gateway;

import dev.acord.voice.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** What the test does to single members of a {@link Hub} while they are connected. Not thread safe. */
public final class MemberFaults {
    private final Hub hub;

    MemberFaults(Hub hub) {
        this.hub = hub;
    }

    /**
     * Gives a member a new key by a second session description.
     *
     * @param key the member
     * @param now the time in nanoseconds
     * @return whether it has a key already
     */
    public boolean rotateKey(MemberKey key, long now) {
        hub.advance(now);
        VoiceSession session = hub.session(key);
        return session != null && session.rotateKey();
    }

    /**
     * Starts or stops leaving a member's heartbeats unanswered.
     *
     * @param key the member
     * @param muted whether they are left unanswered
     * @return whether the member is connected
     */
    public boolean muteAcks(MemberKey key, boolean muted) {
        VoiceSession session = hub.session(key);
        if (session != null) {
            session.muteAcks(muted);
        }
        return session != null;
    }

    /**
     * Holds the answers to a member's heartbeats back, and sends them when the time is over.
     *
     * @param key the member
     * @param durationNs for how long, in nanoseconds from now
     * @param now the time in nanoseconds
     * @return whether the member has a websocket
     */
    public boolean holdAcks(MemberKey key, long durationNs, long now) {
        GatewaySocket socket = socketOf(key);
        if (socket != null) {
            socket.holdAcksUntil(now + durationNs);
        }
        return socket != null;
    }

    /**
     * Asks a member for a heartbeat now.
     *
     * @param key the member
     * @param now the time in nanoseconds
     * @return whether the member is connected
     */
    public boolean requestHeartbeat(MemberKey key, long now) {
        hub.advance(now);
        VoiceSession session = hub.session(key);
        if (session != null) {
            session.send(Opcode.HEARTBEAT, GatewaySocket.nothing());
        }
        return session != null;
    }

    /**
     * Closes or breaks a member's websocket and forgets its session: it cannot be resumed, whatever the code.
     *
     * @param key the member
     * @param code the close code, or 1006 to break the connection without a close frame
     * @param now the time in nanoseconds
     * @return whether the member had a websocket
     */
    public boolean loseSession(MemberKey key, int code, long now) {
        VoiceSession session = hub.session(key);
        boolean closed = hub.closeSocket(key, code, now);
        if (session != null) {
            hub.end(session, now);
        }
        return closed;
    }

    /**
     * Whose websocket it is.
     *
     * @param socketId the websocket
     * @return the user id, or 0 when no session is bound to it
     */
    public long userOf(long socketId) {
        GatewaySocket socket = hub.socket(socketId);
        return socket == null ? 0 : socket.userId();
    }

    private @Nullable GatewaySocket socketOf(MemberKey key) {
        VoiceSession session = hub.session(key);
        return session == null ? null : session.socket();
    }
}
