package dev.acord.voice.io;

import dev.acord.dave.DaveEpoch;
import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceState;

/** What a {@link ConnectionDriver} reports, on the connection's executor; implementations must not block. */
public interface DriverEvents {
    /** The connection's state changed. */
    void onState(VoiceState state);

    /** A websocket or session is lost; it is being taken up again, or a new one is tried. */
    void onReconnecting(CloseReason reason);

    /** The main gateway must be asked for a new session. */
    void onServerNeeded(CloseReason reason);

    /** The service ended the session; the main gateway says by itself what happened. */
    void onDisconnected(CloseReason reason);

    /** The session is replaced by one in another channel. */
    void onMoved(long fromChannelId, long toChannelId);

    /** The session is replaced by one on another voice server. */
    void onServerChanged(String endpoint);

    /** The lost session was resumed. */
    void onResumed();

    /** The end. */
    void onClosed(CloseReason reason);

    /** The group's epoch, or whether outgoing frames are encrypted, has changed. */
    void onEncryption(DaveEpoch epoch, boolean encrypted);

    /** A message about the group, or about a transition of its encryption, came. */
    void onDaveMessage();

    /** The others have not taken us into their group for this long; they were asked again. */
    void onEncryptionWaiting(long waitedNs);

    /** A user is in the call. */
    void onUserConnected(long userId);

    /** Another user left. */
    void onUserDisconnected(long userId);

    /** A user's speaking flags. */
    void onSpeaking(long userId, int flags);
}
