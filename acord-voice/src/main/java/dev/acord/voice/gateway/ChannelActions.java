package dev.acord.voice.gateway;

import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceServerInfo;
import java.util.OptionalLong;

/**
 * What a {@link ChannelSession} wants done, called from within its methods. Implementations only carry out: they never call back into the
 * session from here.
 *
 * <p>A generation is a number that grows with every {@link #connect} and {@link #suspend}; what the voice connection reports carries the
 * one it belongs to, and what is of an older one is stale.
 */
public interface ChannelActions {
    /** Send a voice state update (op 4) over the main gateway; an empty channel leaves. */
    void updateVoiceState(OptionalLong channelId, boolean selfMute, boolean selfDeaf);

    /** Connect with these credentials, in place of whatever session there is. */
    void connect(VoiceServerInfo info, int generation);

    /** End the voice session but not the connection, which waits for another {@link #connect}; {@code left}: in no channel. */
    void suspend(boolean left, String why, int generation);

    /** The voice server is gone, and the service looks for another. */
    void onServerLost();

    /** Somebody threw one out of the channel. */
    void onKicked(long channelId, boolean rejoining);

    /** The present join has worked. */
    void onJoined();

    /** One is out, as was wished. */
    void onLeft();

    /** Given up: a join ({@code joining}), or a channel that one was in. */
    void onFailed(CloseReason reason, boolean joining);
}
