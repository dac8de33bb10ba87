package dev.acord.sim.media;

/** What the server can tell of an audio payload without decoding it. */
final class OpusFrame {
    /** The duration of a payload that cannot be read, because it is end-to-end encrypted or broken. */
    static final int UNKNOWN = -1;

    private static final int SILENCE_BYTES = 3;
    private static final int MAX_SAMPLES = 5760; // 120 ms, RFC 6716 section 3.4 [R5]

    private OpusFrame() {}

    /** Whether this is the silence frame F8 FF FE. */
    static boolean isSilence(byte[] b, int from, int length) {
        return length == SILENCE_BYTES
                && b[from] == (byte) 0xF8
                && b[from + 1] == (byte) 0xFF
                && b[from + 2] == (byte) 0xFE;
    }

    /** Whether this has the marker of an end-to-end encrypted (DAVE) frame at its end. */
    static boolean isSealed(byte[] b, int from, int length) {
        return length > SILENCE_BYTES && b[from + length - 1] == (byte) 0xFA && b[from + length - 2] == (byte) 0xFA;
    }

    /** The duration in samples at 48 kHz (RFC 6716, section 3.1 and 3.2), or {@link #UNKNOWN}. */
    static int samples(byte[] b, int from, int length) {
        if (length < 1 || isSealed(b, from, length)) {
            return UNKNOWN;
        }
        int frames = frames(b, from, length);
        int samples = frames * frameSamples(Wire.uint8(b, from) >> 3);
        return frames > 0 && samples <= MAX_SAMPLES ? samples : UNKNOWN;
    }

    private static int frames(byte[] b, int from, int length) {
        return switch (b[from] & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> length < 2 ? 0 : b[from + 1] & 0x3F;
        };
    }

    private static int frameSamples(int config) {
        if (config < 12) { // SILK: 10, 20, 40, 60 ms
            return new int[] {480, 960, 1920, 2880}[config & 3];
        }
        if (config < 16) { // hybrid: 10, 20 ms
            return 480 << (config & 1);
        }
        return 120 << (config & 3); // CELT: 2.5, 5, 10, 20 ms
    }
}
