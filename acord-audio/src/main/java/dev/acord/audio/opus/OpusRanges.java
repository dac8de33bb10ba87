package dev.acord.audio.opus;

/** Checks arguments; what is out of range is named together with what is allowed. */
final class OpusRanges {

    private static final int SHORTEST_FRAME = 120;
    private static final int LONGEST_FRAME = 2_880;

    private OpusRanges() {}

    static int inRange(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is " + value + ", must be " + min + " to " + max);
        }
        return value;
    }

    static int checkedBitrate(int bitrateBps) {
        return bitrateBps == OpusControls.BITRATE_AUTO || bitrateBps == OpusControls.BITRATE_MAX
                ? bitrateBps
                : inRange("bitrate", bitrateBps, OpusControls.MIN_BITRATE_BPS, OpusControls.MAX_BITRATE_BPS);
    }

    static int checkedFrameSamples(int frames) {
        boolean doubled = frames >= SHORTEST_FRAME
                && frames % SHORTEST_FRAME == 0
                && Integer.bitCount(frames / SHORTEST_FRAME) == 1;
        if (frames != LONGEST_FRAME && (!doubled || frames > LONGEST_FRAME)) {
            throw new IllegalArgumentException(
                    "A frame has 120, 240, 480, 960, 1920 or 2880 samples per channel (2.5 to 60 ms at 48 kHz), not "
                            + frames);
        }
        return frames;
    }

    static OpusBandwidth checkedMaxBandwidth(OpusBandwidth maxBandwidth) {
        if (maxBandwidth == OpusBandwidth.AUTO) {
            throw new IllegalArgumentException(
                    "The widest allowed bandwidth cannot be automatic; FULLBAND is no limit");
        }
        return maxBandwidth;
    }

    static int checkedPaddingMultiple(int paddingMultipleBytes) {
        return inRange("padding multiple", paddingMultipleBytes, 1, OpusPacket.MAX_FRAME_BYTES);
    }
}
