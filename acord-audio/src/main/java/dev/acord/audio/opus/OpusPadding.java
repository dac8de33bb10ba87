package dev.acord.audio.opus;

import java.util.Arrays;
import java.util.Objects;

/**
 * Lengthens and shortens Opus packets without touching their audio (RFC 6716 section 3.2.5). A packet is given the framing of code 3, the
 * only one with padding:
 *
 * <pre>
 *  0                   1
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-
 * | config  |s|1|1|v|p|     M     |  padding length (p), frame lengths (v), M frames, padding
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-
 * </pre>
 *
 * <p>The bytes of padding are 0; padding that a packet had before is not kept, whatever it held. All methods may be called from any thread.
 */
public final class OpusPadding {

    private static final int CODE_MASK = 0x03;
    private static final int VARIABLE = 0x80;
    private static final int PADDED = 0x40;
    private static final int MORE = 255;

    private OpusPadding() {}

    /**
     * Lengthens a packet in place.
     *
     * @param packet holds the packet, with room behind it
     * @param offset where it begins
     * @param length its bytes
     * @param paddedLength the bytes that it is to have, at least {@code length}; at {@code length} nothing changes
     * @throws OpusException if the packet is malformed
     * @throws IllegalArgumentException if {@code paddedLength} is below {@code length}
     * @throws IndexOutOfBoundsException if the padded packet does not fit the array
     */
    public static void pad(byte[] packet, int offset, int length, int paddedLength) throws OpusException {
        if (paddedLength < length) {
            throw new IllegalArgumentException(
                    "A packet of " + length + " bytes cannot be padded to " + paddedLength + " bytes");
        }
        Objects.checkFromIndexSize(offset, paddedLength, packet.length);
        Framing framing = Framing.of(packet, offset, length);
        if (paddedLength > length) {
            framing.writeCode3(packet, offset, paddedLength);
        }
    }

    /**
     * Shortens a packet in place to the least bytes that hold its frames: without padding, and with the shortest framing.
     *
     * @param packet holds the packet
     * @param offset where it begins
     * @param length its bytes
     * @return the bytes that it has then
     * @throws OpusException if the packet is malformed
     * @throws IndexOutOfBoundsException if the packet does not fit the array
     */
    public static int unpad(byte[] packet, int offset, int length) throws OpusException {
        Objects.checkFromIndexSize(offset, length, packet.length);
        return Framing.of(packet, offset, length).writeShortest(packet, offset);
    }

    /**
     * Where a packet has what. The frames lie side by side in every framing, and so do the lengths of all but the last, which all framings
     * write alike; so both only ever move as a whole.
     */
    private static final class Framing {

        private final int frames;
        private final boolean equal;
        private final int lengthsAt;
        private final int lengthsBytes;
        private final int audioAt;
        private final int audioBytes;

        private Framing(int frames, boolean equal, int lengthsAt, int audioAt, int audioBytes) {
            this.frames = frames;
            this.equal = equal;
            this.lengthsAt = lengthsAt;
            this.lengthsBytes = equal ? 0 : audioAt - lengthsAt;
            this.audioAt = audioAt;
            this.audioBytes = audioBytes;
        }

        static Framing of(byte[] packet, int offset, int length) throws OpusException {
            OpusFault fault = OpusPacket.check(packet, offset, length);
            if (fault != OpusFault.NONE) {
                throw new OpusException("Not an Opus packet (" + length + " bytes): " + fault.description());
            }
            int end = offset + length;
            int code = packet[offset] & CODE_MASK;
            if (code < 2) {
                return new Framing(code + 1, true, offset + 1, offset + 1, length - 1);
            }
            if (code == 2) {
                return variable(packet, 2, offset + 1, end);
            }
            int count = packet[offset + 1] & 0x3F;
            int at = offset + 2;
            if ((packet[offset + 1] & PADDED) != 0) {
                int more;
                do {
                    more = packet[at++] & 0xFF;
                    end -= more == MORE ? MORE - 1 : more;
                } while (more == MORE);
            }
            boolean variable = (packet[offset + 1] & VARIABLE) != 0;
            return variable ? variable(packet, count, at, end) : new Framing(count, true, at, at, end - at);
        }

        /** Frames that each say their length, but for the last. */
        private static Framing variable(byte[] packet, int frames, int lengthsAt, int end) {
            int at = lengthsAt;
            int sum = 0;
            int first = -1;
            boolean equal = true;
            for (int i = 0; i < frames - 1; i++) {
                int bytes = packet[at++] & 0xFF;
                if (bytes >= 252) {
                    bytes += 4 * (packet[at++] & 0xFF);
                }
                first = first < 0 ? bytes : first;
                equal &= bytes == first;
                sum += bytes;
            }
            int last = end - at - sum;
            return new Framing(frames, equal && (first < 0 || last == first), lengthsAt, at, end - at);
        }

        void writeCode3(byte[] packet, int offset, int paddedLength) {
            int extra = paddedLength - 2 - lengthsBytes - audioBytes;
            // each 255 stands for itself and 254 bytes of padding, the byte that ends the length for itself and its
            // value
            int fullLengths = extra > 0 ? (extra - 1) / MORE : 0;
            int header = 2 + (extra > 0 ? fullLengths + 1 : 0);
            move(packet, offset + header);
            packet[offset] = (byte) (packet[offset] | CODE_MASK);
            packet[offset + 1] = (byte) ((equal ? 0 : VARIABLE) | (extra > 0 ? PADDED : 0) | frames);
            if (extra > 0) {
                Arrays.fill(packet, offset + 2, offset + 2 + fullLengths, (byte) MORE);
                packet[offset + 2 + fullLengths] = (byte) (extra - 1 - fullLengths * MORE);
            }
            int audioEnd = offset + header + lengthsBytes + audioBytes;
            Arrays.fill(packet, audioEnd, offset + paddedLength, (byte) 0);
        }

        int writeShortest(byte[] packet, int offset) {
            int header = frames <= 2 ? 1 : 2;
            move(packet, offset + header);
            int code = frames > 2 ? 3 : frames == 1 ? 0 : equal ? 1 : 2;
            packet[offset] = (byte) ((packet[offset] & ~CODE_MASK) | code);
            if (frames > 2) {
                packet[offset + 1] = (byte) ((equal ? 0 : VARIABLE) | frames);
            }
            return header + lengthsBytes + audioBytes;
        }

        /** Moves lengths and audio to a place, the one first that the other would overwrite. */
        private void move(byte[] packet, int to) {
            if (to <= lengthsAt) {
                System.arraycopy(packet, lengthsAt, packet, to, lengthsBytes);
                System.arraycopy(packet, audioAt, packet, to + lengthsBytes, audioBytes);
            } else {
                System.arraycopy(packet, audioAt, packet, to + lengthsBytes, audioBytes);
                System.arraycopy(packet, lengthsAt, packet, to, lengthsBytes);
            }
        }
    }
}
