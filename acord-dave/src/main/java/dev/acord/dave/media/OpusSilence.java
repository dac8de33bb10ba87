package dev.acord.dave.media;

/**
 * The one frame that is never encrypted (DAVE "Silence Packets"): servers make it themselves, so receivers take it as it is from everybody.
 */
final class OpusSilence {
    private static final int BYTES = 3;

    private OpusSilence() {}

    /** Whether these bytes are exactly {@code F8 FF FE}. */
    static boolean is(byte[] buf, int offset, int length) {
        return length == BYTES
                && buf[offset] == (byte) 0xF8
                && buf[offset + 1] == (byte) 0xFF
                && buf[offset + 2] == (byte) 0xFE;
    }
}
