package dev.acord.sim.gateway;

import com.google.gson.JsonObject;

/** A member as its channel's {@link DaveService} sees it. */
public interface DavePeer {
    /**
     * The member's user id.
     *
     * @return a snowflake
     */
    long userId();

    /**
     * The highest DAVE version that the client offered in Identify.
     *
     * @return 0 for none
     */
    int maxDaveVersion();

    /**
     * Whether the member's websocket broke and was resumed, so that something that it sent may be lost.
     *
     * @return true once it has been resumed
     */
    boolean wasResumed();

    /**
     * Sends a JSON message, numbered and kept for re-delivery as all are that the service numbers.
     *
     * @param opcode 21, 22 or 24
     * @param data the field {@code d}
     */
    void sendJson(int opcode, JsonObject data);

    /**
     * Sends a binary message: {@code u16 BE seq, u8 opcode, payload}. It is numbered and kept for re-delivery.
     *
     * @param opcode 25, 27, 29 or 30
     * @param payload what follows the opcode
     */
    void sendBinary(int opcode, byte[] payload);

    /**
     * Whether the member's audio must be end-to-end encrypted from now on.
     *
     * @param expected whether it must
     */
    void expectEncrypted(boolean expected);
}
