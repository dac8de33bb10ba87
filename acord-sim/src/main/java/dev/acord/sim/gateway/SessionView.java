package dev.acord.sim.gateway;

import dev.acord.sim.MemberState;
import dev.acord.sim.media.MediaMember;
import org.jspecify.annotations.Nullable;

/**
 * A member from outside.
 *
 * @param key who it is
 * @param channelId the channel
 * @param state how far it is
 * @param version the gateway version, or 0 when it has not connected
 * @param maxDaveVersion the DAVE version that it offers
 * @param heartbeats how many heartbeats came
 * @param resumes how often it resumed
 * @param media its media, that of its last session, or null when it never connected
 */
public record SessionView(
        MemberKey key,
        long channelId,
        MemberState state,
        int version,
        int maxDaveVersion,
        long heartbeats,
        long resumes,
        @Nullable MediaMember media) {

    static SessionView of(VoiceSession session) {
        if (session.socket() == null) {
            return of(session, MemberState.DETACHED);
        }
        return of(session, session.isDescribed() ? MemberState.READY : MemberState.CONNECTED);
    }

    static SessionView left(VoiceSession session) {
        return of(session, MemberState.LEFT);
    }

    /** An invited member; what its session before sent is kept until it connects again. */
    static SessionView invited(Ticket ticket, @Nullable SessionView before) {
        MediaMember media = before == null ? null : before.media;
        return new SessionView(ticket.key(), ticket.channelId, MemberState.INVITED, 0, 0, 0, 0, media);
    }

    private static SessionView of(VoiceSession session, MemberState state) {
        return new SessionView(
                session.ticket().key(),
                session.ticket().channelId,
                state,
                session.version(),
                session.maxDaveVersion(),
                session.heartbeats(),
                session.resumes(),
                session.media());
    }
}
