package dev.acord.sim.media;

import dev.acord.sim.ReceivedPacket;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the payload is in a packet's plaintext: after the extension's body, before the padding.
 *
 * @param from its offset
 * @param bytes its length; 0 when the packet is all padding
 */
record RtpPayload(int from, int bytes) {

    /** Finds the payload; null when extension or padding are longer than the packet. */
    static @Nullable RtpPayload of(byte[] packet, byte[] plaintext, int plainBytes) {
        int from = RtpLayout.hasExtension(packet) ? RtpLayout.extensionBodyBytes(packet) : 0;
        if (from > plainBytes) {
            return null;
        }
        int padding = 0;
        if (RtpLayout.hasPadding(packet)) {
            padding = plainBytes == from ? 0 : Wire.uint8(plaintext, plainBytes - 1);
            if (padding == 0 || padding > plainBytes - from) {
                return null;
            }
        }
        return new RtpPayload(from, plainBytes - from - padding);
    }

    ReceivedPacket packet(byte[] packet, byte[] plaintext, long nowNs) {
        return new ReceivedPacket(
                RtpLayout.payloadType(packet),
                RtpLayout.sequence(packet),
                Integer.toUnsignedLong(RtpLayout.timestamp(packet)),
                Integer.toUnsignedLong(RtpLayout.ssrc(packet)),
                nowNs,
                Arrays.copyOfRange(plaintext, from, from + bytes));
    }
}
