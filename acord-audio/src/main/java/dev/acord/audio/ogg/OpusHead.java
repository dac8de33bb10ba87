package dev.acord.audio.ogg;

import dev.acord.audio.opus.OpusException;
import java.util.Arrays;

/**
 * The identification header of Opus in a container (RFC 7845 section 5.1): the first packet in Ogg, the codec's private data in WebM.
 * Little-endian:
 *
 * <pre>
 *  0  "OpusHead"
 *  8  version            1; its upper half must be 0
 *  9  channels           1 to 255
 * 10  pre-skip           2 bytes
 * 12  input sample rate  4 bytes
 * 16  output gain        2 bytes, signed
 * 18  mapping family     0: one stream, mono or stereo; else stream counts and a channel map follow
 * </pre>
 *
 * @param version 0 to 15
 * @param channels output channels, 1 to 255; family 0 has 1 or 2
 * @param preSkipSamples samples per channel at 48 kHz to drop from the decoder's first output, 0 to 65535
 * @param inputSampleRateHz sample rate of the original, for information; 0 if unknown
 * @param outputGainQ8 gain that a decoder applies, decibels times 256, -32768 to 32767
 * @param mappingFamily 0 to 255; only 0 can be played here
 */
public record OpusHead(
        int version, int channels, int preSkipSamples, long inputSampleRateHz, int outputGainQ8, int mappingFamily) {

    /** Bytes of a header of mapping family 0. */
    static final int BYTES = 19;

    private static final byte[] MAGIC = {'O', 'p', 'u', 's', 'H', 'e', 'a', 'd'};

    /**
     * Checks the ranges.
     *
     * @param version 0 to 15
     * @param channels output channels, 1 to 255; family 0 has 1 or 2
     * @param preSkipSamples samples per channel at 48 kHz to drop from the decoder's first output, 0 to 65535
     * @param inputSampleRateHz sample rate of the original, for information; 0 if unknown
     * @param outputGainQ8 gain that a decoder applies, decibels times 256, -32768 to 32767
     * @param mappingFamily 0 to 255; only 0 can be played here
     */
    public OpusHead {
        inRange("version", version, 0, 15);
        inRange("channels", channels, 1, mappingFamily == 0 ? 2 : 255);
        inRange("pre-skip", preSkipSamples, 0, 0xFFFF);
        inRange("input sample rate", inputSampleRateHz, 0, 0xFFFF_FFFFL);
        inRange("output gain", outputGainQ8, Short.MIN_VALUE, Short.MAX_VALUE);
        inRange("mapping family", mappingFamily, 0, 255);
    }

    /**
     * The header of a new mono or stereo stream.
     *
     * @param channels 1 or 2
     * @param preSkipSamples samples per channel at 48 kHz to drop at first: the encoder's look-ahead. 312 is usual, and the best guess
     *     for packets whose encoder is unknown; 0 is legal, but makes other programs wonder
     * @return a header without gain
     */
    public static OpusHead of(int channels, int preSkipSamples) {
        return new OpusHead(1, channels, preSkipSamples, 48_000, 0, 0);
    }

    /**
     * Whether bytes begin like this header.
     *
     * @param bytes holds the bytes
     * @param offset where they begin
     * @param length how many there are
     * @return whether they begin with {@code OpusHead}
     */
    public static boolean matches(byte[] bytes, int offset, int length) {
        return length >= MAGIC.length && Arrays.equals(bytes, offset, offset + MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * Reads a header.
     *
     * @param bytes holds the header
     * @param offset where it begins
     * @param length its bytes
     * @return the header
     * @throws OpusException if it is none, or breaks RFC 7845
     */
    public static OpusHead parse(byte[] bytes, int offset, int length) throws OpusException {
        if (!matches(bytes, offset, length)) {
            throw new OpusException("Not an Opus header: it does not begin with \"OpusHead\"");
        }
        if (length < BYTES) {
            throw new OpusException("Opus header of " + length + " bytes; it needs 19 at least");
        }
        int version = bytes[offset + 8] & 0xFF;
        if (version > 15) {
            throw new OpusException(
                    "Opus header of version " + version + ", which is incompatible; only 0 to 15 are known");
        }
        int channels = bytes[offset + 9] & 0xFF;
        int family = bytes[offset + 18] & 0xFF;
        if (channels == 0 || (family == 0 && channels > 2)) {
            throw new OpusException("Opus header with " + channels + " channels in mapping family " + family);
        }
        if (family != 0) {
            checkMapping(bytes, offset, length, channels);
        }
        return new OpusHead(
                version,
                channels,
                (bytes[offset + 10] & 0xFF) | (bytes[offset + 11] & 0xFF) << 8,
                OggPage.int32(bytes, offset + 12) & 0xFFFF_FFFFL,
                (short) ((bytes[offset + 16] & 0xFF) | bytes[offset + 17] << 8),
                family);
    }

    /**
     * Whether its packets can be played as they are: one stream, mono or stereo.
     *
     * @return whether the mapping family is 0
     */
    public boolean isPlayable() {
        return mappingFamily == 0;
    }

    /**
     * The header's bytes.
     *
     * @return 19 new bytes
     * @throws IllegalStateException if the mapping family is not 0: then the channel map is not known here
     */
    public byte[] toBytes() {
        if (mappingFamily != 0) {
            throw new IllegalStateException("Only headers of mapping family 0 can be written, not " + mappingFamily);
        }
        byte[] bytes = Arrays.copyOf(MAGIC, BYTES);
        bytes[8] = (byte) version;
        bytes[9] = (byte) channels;
        bytes[10] = (byte) preSkipSamples;
        bytes[11] = (byte) (preSkipSamples >> 8);
        OggPage.putInt32(bytes, 12, (int) inputSampleRateHz);
        bytes[16] = (byte) outputGainQ8;
        bytes[17] = (byte) (outputGainQ8 >> 8);
        return bytes;
    }

    /** RFC 7845 section 5.1.1: the counts and the map behind a family other than 0. */
    private static void checkMapping(byte[] bytes, int offset, int length, int channels) throws OpusException {
        if (length < BYTES + 2 + channels) {
            throw new OpusException(
                    "Opus header of " + length + " bytes is too short for a map of " + channels + " channels");
        }
        int streams = bytes[offset + BYTES] & 0xFF;
        int coupled = bytes[offset + BYTES + 1] & 0xFF;
        if (streams == 0 || coupled > streams || streams + coupled > 255) {
            throw new OpusException("Opus header with " + streams + " streams, " + coupled + " of them coupled");
        }
    }

    private static void inRange(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is " + value + ", must be " + min + " to " + max);
        }
    }
}
