package dev.acord.dave;

import dev.acord.dave.mls.Group;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The base secret of one sender's key ratchet in one epoch (DAVE "Sender Key Derivation"). */
final class SenderSecret {
    private static final String LABEL = "Discord Secure Frames v0";
    private static final int BYTES = 16;

    private SenderSecret() {}

    static byte[] of(Group group, long user) {
        byte[] context = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(user)
                .array();
        return group.export(LABEL, context, BYTES);
    }
}
