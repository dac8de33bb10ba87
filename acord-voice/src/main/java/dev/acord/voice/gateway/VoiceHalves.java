package dev.acord.voice.gateway;

import dev.acord.voice.VoiceServerInfo;
import org.jspecify.annotations.Nullable;

/**
 * The two halves of a voice session's credentials: the session id of a voice state update, token and endpoint of a voice server update.
 * They come in any order; halves of different questions are never put together, because {@link #clear} stands between them.
 */
final class VoiceHalves {
    private @Nullable String sessionId;
    private @Nullable String token;
    private @Nullable String endpoint;

    /** Forgets both, before a new question. */
    void clear() {
        sessionId = null;
        clearServer();
    }

    /** Forgets the server, because the channel is another one or the server is gone. */
    void clearServer() {
        token = null;
        endpoint = null;
    }

    void state(String id) {
        sessionId = id;
    }

    /** Takes a server; false when it is the one already there. */
    boolean server(String newToken, String newEndpoint) {
        boolean known = newToken.equals(token) && newEndpoint.equals(endpoint);
        token = newToken;
        endpoint = newEndpoint;
        return !known;
    }

    /** What the service has not said yet, for people. */
    String missing() {
        if (sessionId == null) {
            return "no voice state update came; is the bot allowed to connect to the channel, is there room in it, and are the"
                    + " updates passed on?";
        }
        return "no voice server update came; are the updates passed on?";
    }

    /** Both, once they are there. */
    @Nullable
    VoiceServerInfo together(long guildId, long channelId, long userId) {
        if (sessionId == null || token == null || endpoint == null) {
            return null;
        }
        return new VoiceServerInfo(guildId, channelId, userId, sessionId, token, endpoint);
    }
}
