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
     * The session is lost and a new one is needed from the main gateway: send a voice state update there, and pass what it answers to
     * {@link VoiceConnection#update}. Without that the connection closes when its grace time is over.
     *
     * @param connection the connection
     * @param reason what happened
     */
    default void onServerNeeded(VoiceConnection connection, CloseReason reason) {}

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
