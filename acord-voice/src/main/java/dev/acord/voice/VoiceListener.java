package dev.acord.voice;

import dev.acord.voice.receive.SpeechEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Events of a connection. Each method does nothing unless overridden. The events of one connection come one at a time and in order, on
 * a thread of the runtime; a listener that blocks delays the events of its own connection only (at most
 * {@value #MAX_WAITING_EVENTS} wait, later ones are dropped and counted).
 */
public interface VoiceListener {
    /** How many events of a connection may wait for its listener. */
    int MAX_WAITING_EVENTS = 10_000;

    /**
     * The connection's state changed.
     *
     * @param connection the connection
     * @param state its new state
     */
    default void onState(VoiceConnection connection, VoiceState state) {}

    /**
     * The websocket or the session was lost, and is being taken up again or replaced by a new one: once for each loss, failed attempts
     * included. What plays goes on when the connection is ready again; {@link #onResumed} or the state tells.
     *
     * @param connection the connection
     * @param reason what happened
     */
    default void onReconnecting(VoiceConnection connection, CloseReason reason) {}

    /**
     * The credentials are used up and new ones are needed from the main gateway: send a voice state update there, and pass what it
     * answers to {@link VoiceConnection#update}. Without that the connection closes when its grace time is over. With a
     * {@link GuildVoice} this never comes: it does that by itself.
     *
     * @param connection the connection
     * @param reason what happened
     */
    default void onServerNeeded(VoiceConnection connection, CloseReason reason) {}

    /**
     * The service ended the session: one was moved or kicked, or the channel or the call is gone. The main gateway says which by itself:
     * after a move it sends what {@link VoiceConnection#update} needs; after a kick a voice state without a channel. Asking it to join
     * again would undo a kick. Without an update the connection closes when its grace time is over. With a {@link GuildVoice} this never
     * comes, but {@link #onMoved} or {@link #onKicked}.
     *
     * @param connection the connection
     * @param reason what happened
     */
    default void onDisconnected(VoiceConnection connection, CloseReason reason) {}

    /**
     * The connection goes to another channel, by whose wish ever; it is ready there when its state says so.
     *
     * @param connection the connection
     * @param fromChannelId the channel before
     * @param toChannelId the channel now
     */
    default void onMoved(VoiceConnection connection, long fromChannelId, long toChannelId) {}

    /**
     * The connection goes to another voice server in the same channel, for example because its region was changed.
     *
     * @param connection the connection
     * @param endpoint the new server, as the main gateway names it
     */
    default void onServerChanged(VoiceConnection connection, String endpoint) {}

    /**
     * The voice server is gone and another is being looked for by the service, which will say so by itself; nothing is to be done.
     *
     * @param connection the connection
     */
    default void onServerLost(VoiceConnection connection) {}

    /**
     * Somebody threw one out of the channel, or deleted it; with a {@link GuildVoice} only.
     *
     * @param connection the connection
     * @param channelId the channel before
     * @param rejoining whether it joins again by itself ({@link GuildVoice#rejoinAfterKick})
     */
    default void onKicked(VoiceConnection connection, long channelId, boolean rejoining) {}

    /**
     * The lost websocket session was resumed; nothing was missed.
     *
     * @param connection the connection
     */
    default void onResumed(VoiceConnection connection) {}

    /**
     * The connection is closed for good.
     *
     * @param connection the connection
     * @param reason why
     */
    default void onClosed(VoiceConnection connection, CloseReason reason) {}

    /**
     * The call's end-to-end encryption changed: a new epoch, or frames are encrypted from now on, or not any more.
     *
     * @param connection the connection
     * @param state the new state
     */
    default void onEncryption(VoiceConnection connection, EncryptionState state) {}

    /**
     * Others are in the call and have not taken this member into their encrypted group yet, so that nothing can be played or heard;
     * they were asked again. Comes half a second after a resume or after 3 s, and again at growing intervals until it works or
     * {@link VoiceOptions#encryptionTimeout} is over.
     *
     * @param connection the connection
     * @param waited for how long
     */
    default void onEncryptionWaiting(VoiceConnection connection, Duration waited) {}

    /**
     * A user is in the call: everybody at first, then those who join.
     *
     * @param connection the connection
     * @param userId the user
     */
    default void onUserConnected(VoiceConnection connection, long userId) {}

    /**
     * Another user left the call.
     *
     * @param connection the connection
     * @param userId the user
     */
    default void onUserDisconnected(VoiceConnection connection, long userId) {}

    /**
     * A user's speaking flags changed.
     *
     * @param connection the connection
     * @param userId the user
     * @param flags 1 microphone, 2 soundshare, 4 priority; 0 none
     */
    default void onSpeaking(VoiceConnection connection, long userId, int flags) {}

    /**
     * Audio came ({@code voice_data_recv}); only while a {@link BaseReceiver} is open.
     *
     * @param connection the connection
     * @param frame the frame, not decoded
     */
    default void onVoiceData(VoiceConnection connection, VoiceFrame frame) {}

    /**
     * Somebody begins or ends to speak, as its packets tell; only while a {@link SpeechReceiver} is open.
     *
     * @param connection the connection
     * @param userId who
     * @param event begin or end, when, and how it was noticed
     */
    default void onSpeech(VoiceConnection connection, long userId, SpeechEvent event) {}

    /**
     * A file of a {@link Recorder} could not be written, and is given up; its other files go on.
     *
     * @param connection the connection
     * @param file which one
     * @param failure why
     */
    default void onRecordingFailed(VoiceConnection connection, Path file, IOException failure) {}

    /**
     * A player's state changed.
     *
     * @param connection the connection
     * @param player the player
     * @param state its new state
     * @param failure why it failed, with {@link PlayerState#FAILED} only
     */
    default void onPlayerState(
            VoiceConnection connection, BasePlayer player, PlayerState state, @Nullable Throwable failure) {}
}
