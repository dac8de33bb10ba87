package dev.acord.sim.discord.protocol;

/**
 * Where somebody is in the guild's voice channels, and how.
 *
 * @param userId who
 * @param channelId the channel; 0 for none
 * @param sessionId the voice session's id; of the last session where there is no channel
 * @param selfMute muted by itself
 * @param selfDeaf deafened by itself
 * @param mute muted by a moderator
 * @param deaf deafened by a moderator
 */
public record VoicePlace(
        long userId, long channelId, String sessionId, boolean selfMute, boolean selfDeaf, boolean mute, boolean deaf) {

    VoicePlace in(long channel, String session) {
        return new VoicePlace(userId, channel, session, selfMute, selfDeaf, mute, deaf);
    }

    VoicePlace self(boolean muted, boolean deafened) {
        return new VoicePlace(userId, channelId, sessionId, muted, deafened, mute, deaf);
    }

    VoicePlace moderated(boolean muted, boolean deafened) {
        return new VoicePlace(userId, channelId, sessionId, selfMute, selfDeaf, muted, deafened);
    }
}
