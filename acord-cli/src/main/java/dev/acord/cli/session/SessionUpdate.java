package dev.acord.cli.session;

import dev.acord.cli.Snowflake;
import dev.acord.voice.VoiceServerInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the main gateway said since: only what it named.
 *
 * @param endpoint the voice server's endpoint
 * @param session the voice session's id
 * @param token the voice server's token
 * @param channel the channel
 */
record SessionUpdate(
        @Nullable String endpoint, @Nullable String session, @Nullable String token, @Nullable Snowflake channel) {

    /** The session that results. */
    VoiceServerInfo applyTo(VoiceServerInfo before) {
        return new VoiceServerInfo(
                before.guildId(),
                channel == null ? before.channelId() : channel.id(),
                before.userId(),
                session == null ? before.sessionId() : session,
                token == null ? before.token() : token,
                endpoint == null ? before.endpoint() : endpoint);
    }
}
