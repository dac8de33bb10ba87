package dev.acord.voice.gateway;

import com.google.gson.JsonObject;
import dev.acord.voice.CloseReason;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.VoiceState;

/**
 * What a {@link GatewaySession} wants done, called from within its {@code handle} methods. Implementations only carry out: they never
 * call back into the session from here.
 *
 * <p>Sockets are numbered; what comes from a socket with an older number than the last one opened is stale.
 */
public interface GatewayActions {
    /** Open a websocket to the session's endpoint; any older one is gone. */
    void openSocket(int socket, VoiceEndpoint endpoint);

    /** Send a text message. */
    void sendText(int socket, String message);

    /** Send a binary message. */
    void sendBinary(int socket, byte[] message);

    /** Close the websocket with a close frame; nothing more is expected from it. */
    void closeSocket(int socket, int code, String reason);

    /** The session's state changed. */
    void onState(VoiceState state);

    /** A new session: open UDP to this address and discover the external one, then call {@link GatewaySession#handleDiscovered}. */
    void onReady(int ssrc, String address, int port);

    /** From now on media uses this mode and key (which the callee may keep); may come again in a running session. */
    void onSessionDescription(EncryptionMode mode, byte[] secretKey, int daveVersion);

    /** A user's speaking flags and SSRC. */
    void onSpeaking(long userId, int ssrc, int flags);

    /** A user's media sources; 0 where there is none. */
    void onSources(long userId, int audioSsrc, int videoSsrc, int rtxSsrc);

    /** A user is in the call. */
    void onUserConnected(long userId);

    /** Another user left the call. */
    void onUserDisconnected(long userId);

    /** The lost session has been taken up again. */
    void onResumed();

    /** A heartbeat was acknowledged after this time. */
    void onLatency(long roundTripNs);

    /** A JSON message of the end-to-end encryption protocol. */
    void onDaveMessage(int opcode, JsonObject data);

    /** A binary message of the end-to-end encryption protocol; {@code message} from {@code offset} is the payload. */
    void onDaveBinary(int opcode, byte[] message, int offset);

    /** A message was ignored: unknown opcode, or malformed. */
    void onIgnored(int opcode, String why);

    /** A websocket or a session is lost for this reason; it is being taken up again, or a new one is tried. */
    void onReconnecting(CloseReason reason);

    /** The credentials are used up; the main gateway must be asked for new ones ({@link GatewaySession#handleUpdate}). */
    void onServerNeeded(CloseReason reason);

    /** The service ended the session; the main gateway says by itself what happened, perhaps with {@link GatewaySession#handleUpdate}. */
    void onDisconnected(CloseReason reason);

    /** The end, once; nothing follows. */
    void onClosed(CloseReason reason);
}
