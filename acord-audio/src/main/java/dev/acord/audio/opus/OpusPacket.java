package dev.acord.audio.opus;

/**
 * Reads the framing of Opus packets (RFC 6716 section 3) in a caller's array, without allocation and without decoding.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * | config  |s| c |   config: mode, bandwidth, frame duration; s: stereo; c: how many frames and how they are packed
 * +-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>Durations are in samples per channel at 48,000 Hz: 960 are 20 ms. All methods may be called from any thread.
 */
public final class OpusPacket {

    /** Samples per second of every duration in this package. */
    public static final int SAMPLE_RATE_HZ = 48_000;

    /** The longest packet: 120 ms. */
    public static final int MAX_SAMPLES = 5_760;

    /** The shortest frame: 2.5 ms. */
    public static final int MIN_FRAME_SAMPLES = 120;

    /** The most frames in a packet. */
    public static final int MAX_FRAMES = 48;

    /** The longest frame in bytes. */
    public static final int MAX_FRAME_BYTES = 1_275;

    /** Returned by {@link #samples} and {@link #frameCount} for a packet that is not well formed. */
    public static final int MALFORMED = -1;

    private static final int STEREO_BIT = 0x04;
    private static final int CODE_MASK = 0x03;
    private static final int VBR_BIT = 0x80;
    private static final int PADDING_BIT = 0x40;
    private static final int COUNT_MASK = 0x3F;

    private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

    private OpusPacket() {}

    /**
     * A new copy of the 20 ms silence frame {@code F8 FF FE}, which voice clients send when they stop talking.
     *
     * @return three bytes
     */
    public static byte[] silence() {
        return SILENCE.clone();
    }

    /**
     * Whether a packet is exactly the silence frame {@code F8 FF FE}.
     *
     * @param packet holds the packet
     * @param offset where it begins
     * @param length its bytes
     * @return whether it is the silence frame
     */
    public static boolean isSilence(byte[] packet, int offset, int length) {
        return length == SILENCE.length
                && packet[offset] == SILENCE[0]
                && packet[offset + 1] == SILENCE[1]
                && packet[offset + 2] == SILENCE[2];
    }

    /**
     * The configuration number of a packet (RFC 6716 table 2).
     *
     * @param toc the packet's first byte
     * @return 0 to 31
     */
    public static int config(byte toc) {
        return (toc & 0xFF) >> 3;
    }

    /**
     * How a packet is coded.
     *
     * @param toc the packet's first byte
     * @return its mode
     */
    public static OpusMode mode(byte toc) {
        int config = config(toc);
        if (config < 12) {
            return OpusMode.SILK;
        }
        return config < 16 ? OpusMode.HYBRID : OpusMode.CELT;
    }

    /**
     * The audio bandwidth of a packet.
     *
     * @param toc the packet's first byte
     * @return its bandwidth; never {@link OpusBandwidth#AUTO}
     */
    public static OpusBandwidth bandwidth(byte toc) {
        int config = config(toc);
        if (config < 12) {
            return switch (config >> 2) {
                case 0 -> OpusBandwidth.NARROWBAND;
                case 1 -> OpusBandwidth.MEDIUMBAND;
                default -> OpusBandwidth.WIDEBAND;
            };
        }
        if (config < 16) {
            return config < 14 ? OpusBandwidth.SUPERWIDEBAND : OpusBandwidth.FULLBAND;
        }
        return switch ((config - 16) >> 2) {
            case 0 -> OpusBandwidth.NARROWBAND;
            case 1 -> OpusBandwidth.WIDEBAND;
            case 2 -> OpusBandwidth.SUPERWIDEBAND;
            default -> OpusBandwidth.FULLBAND;
        };
    }

    /**
     * Whether a packet is coded in stereo. Any decoder can decode it in mono, and mono in stereo.
     *
     * @param toc the packet's first byte
     * @return whether two channels are coded
     */
    public static boolean isStereo(byte toc) {
        return (toc & STEREO_BIT) != 0;
    }

    /**
     * The duration of each frame of a packet.
     *
     * @param toc the packet's first byte
     * @return samples per channel: 120, 240, 480, 960, 1920 or 2880
     */
    public static int frameSamples(byte toc) {
        int config = config(toc);
        if (config < 12) {
            int step = config & 3;
            return step == 3 ? 2_880 : 480 << step;
        }
        return config < 16 ? 480 << (config & 1) : MIN_FRAME_SAMPLES << (config & 3);
    }

    /**
     * The duration of a packet, after checking all of its framing.
     *
     * @param packet holds the packet
     * @param offset where it begins
     * @param length its bytes
     * @return samples per channel, 120 to 5760, or {@link #MALFORMED}
     */
    public static int samples(byte[] packet, int offset, int length) {
        int frames = frameCount(packet, offset, length);
        return frames == MALFORMED ? MALFORMED : frames * frameSamples(packet[offset]);
    }

    /**
     * The frames in a packet, after checking all of its framing.
     *
     * @param packet holds the packet
     * @param offset where it begins
     * @param length its bytes
     * @return 1 to 48, or {@link #MALFORMED}
     */
    public static int frameCount(byte[] packet, int offset, int length) {
        return check(packet, offset, length) == OpusFault.NONE ? declaredFrames(packet, offset) : MALFORMED;
    }

    /**
     * Checks all of a packet's framing: the rules R1 to R7 of RFC 6716 section 3.4.
     *
     * @param packet holds the packet
     * @param offset where it begins
     * @param length its bytes
     * @return what is wrong, or {@link OpusFault#NONE}
     */
    public static OpusFault check(byte[] packet, int offset, int length) {
        if (length < 1) {
            return OpusFault.EMPTY;
        }
        return switch (packet[offset] & CODE_MASK) {
            case 0 -> length - 1 > MAX_FRAME_BYTES ? OpusFault.FRAME_TOO_LONG : OpusFault.NONE;
            case 1 -> checkTwoEqualFrames(length - 1);
            case 2 -> checkTwoFrames(packet, offset, length);
            default -> checkManyFrames(packet, offset, length);
        };
    }

    /**
     * Whether the packet carries error correction data for the packet before it, so that
     * {@link OpusDecoder#decodeFec} does better than concealment.
     *
     * @param packet holds the packet
     * @param offset where it begins
     * @param length its bytes
     * @return whether it does; {@code false} for a malformed packet
     */
    public static boolean hasFec(byte[] packet, int offset, int length) {
        if (check(packet, offset, length) != OpusFault.NONE || mode(packet[offset]) == OpusMode.CELT) {
            return false;
        }
        int first = firstFrame(packet, offset, length);
        if (first < 0) {
            return false;
        }
        // RFC 6716 section 4.2.3: one activity flag for each 20 ms, then the flag that is asked for; the same again for
        // the side channel.
        // These flags are equally likely, so the range coder stores them as plain bits.
        int silkFrames = Math.max(1, frameSamples(packet[offset]) / 960);
        int flags = packet[first];
        boolean mid = (flags >> (7 - silkFrames) & 1) != 0;
        return mid || (isStereo(packet[offset]) && (flags >> (6 - 2 * silkFrames) & 1) != 0);
    }

    private static int declaredFrames(byte[] packet, int offset) {
        return switch (packet[offset] & CODE_MASK) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> packet[offset + 1] & COUNT_MASK;
        };
    }

    private static OpusFault checkTwoEqualFrames(int bytes) {
        if (bytes % 2 != 0) {
            return OpusFault.UNEQUAL_HALVES;
        }
        return bytes / 2 > MAX_FRAME_BYTES ? OpusFault.FRAME_TOO_LONG : OpusFault.NONE;
    }

    private static OpusFault checkTwoFrames(byte[] packet, int offset, int length) {
        int end = offset + length;
        int at = offset + 1;
        int lengthBytes = frameLengthBytes(packet, at, end);
        if (lengthBytes == 0) {
            return OpusFault.SECOND_FRAME_MISSING;
        }
        int second = end - at - lengthBytes - frameLength(packet, at);
        if (second < 0) {
            return OpusFault.SECOND_FRAME_MISSING;
        }
        return second > MAX_FRAME_BYTES ? OpusFault.FRAME_TOO_LONG : OpusFault.NONE;
    }

    private static OpusFault checkManyFrames(byte[] packet, int offset, int length) {
        if (length < 2) {
            return OpusFault.UNEQUAL_FRAMES;
        }
        int count = packet[offset + 1] & COUNT_MASK;
        if (count == 0 || count * frameSamples(packet[offset]) > MAX_SAMPLES) {
            return OpusFault.FRAME_COUNT;
        }
        boolean variable = (packet[offset + 1] & VBR_BIT) != 0;
        OpusFault overrun = variable ? OpusFault.FRAMES_MISSING : OpusFault.UNEQUAL_FRAMES;
        int at = afterPaddingLength(packet, offset, length);
        if (at < 0) {
            return overrun;
        }
        int left = offset + length - at - paddingBytes(packet, offset, length);
        if (left < 0) {
            return overrun;
        }
        if (!variable) {
            if (left % count != 0) {
                return OpusFault.UNEQUAL_FRAMES;
            }
            return left / count > MAX_FRAME_BYTES ? OpusFault.FRAME_TOO_LONG : OpusFault.NONE;
        }
        for (int i = 0; i < count - 1; i++) {
            int lengthBytes = frameLengthBytes(packet, at, at + left);
            if (lengthBytes == 0) {
                return OpusFault.FRAMES_MISSING;
            }
            // `left` counts the bytes that no length has claimed yet: a length that would begin beyond them cannot fit
            // either
            int frame = frameLength(packet, at);
            at += lengthBytes;
            left -= lengthBytes + frame;
            if (left < 0) {
                return OpusFault.FRAMES_MISSING;
            }
        }
        return left > MAX_FRAME_BYTES ? OpusFault.FRAME_TOO_LONG : OpusFault.NONE;
    }

    /** Where the first frame of a well-formed packet begins, or -1 when that frame is empty. */
    private static int firstFrame(byte[] packet, int offset, int length) {
        int code = packet[offset] & CODE_MASK;
        int at = offset + 1;
        int end = offset + length;
        if (code == 2) {
            return frameLength(packet, at) == 0 ? -1 : at + frameLengthBytes(packet, at, end);
        }
        if (code == 3) {
            int count = packet[offset + 1] & COUNT_MASK;
            at = afterPaddingLength(packet, offset, length);
            end -= paddingBytes(packet, offset, length);
            if ((packet[offset + 1] & VBR_BIT) != 0 && count > 1) {
                boolean empty = frameLength(packet, at) == 0;
                for (int i = 0; i < count - 1; i++) {
                    at += frameLengthBytes(packet, at, end);
                }
                return empty ? -1 : at;
            }
        }
        return at < end ? at : -1;
    }

    /** Where the bytes behind a code 3 packet's padding length begin, or -1 when the packet ends before. */
    private static int afterPaddingLength(byte[] packet, int offset, int length) {
        int at = offset + 2;
        int end = offset + length;
        if ((packet[offset + 1] & PADDING_BIT) == 0) {
            return at;
        }
        while (at < end && packet[at] == (byte) 255) {
            at++;
        }
        return at < end ? at + 1 : -1;
    }

    /** The trailing padding of a code 3 packet whose padding length is whole; each 255 stands for 254 bytes and more to come. */
    private static int paddingBytes(byte[] packet, int offset, int length) {
        if ((packet[offset + 1] & PADDING_BIT) == 0) {
            return 0;
        }
        int padding = 0;
        int at = offset + 2;
        while (at < offset + length - 1 && packet[at] == (byte) 255) {
            padding += 254;
            at++;
        }
        return padding + (packet[at] & 0xFF);
    }

    /** Bytes that a frame length takes at {@code at}: 1 or 2, or 0 when the packet ends before (RFC 6716 section 3.2.1). */
    private static int frameLengthBytes(byte[] packet, int at, int end) {
        if (at >= end) {
            return 0;
        }
        if ((packet[at] & 0xFF) < 252) {
            return 1;
        }
        return at + 1 < end ? 2 : 0;
    }

    private static int frameLength(byte[] packet, int at) {
        int first = packet[at] & 0xFF;
        return first < 252 ? first : first + 4 * (packet[at + 1] & 0xFF);
    }
}
