package dev.acord.audio.webm;

import dev.acord.audio.ogg.OpusHead;
import dev.acord.audio.opus.OpusException;
import org.jspecify.annotations.Nullable;

/**
 * A track of a WebM file (RFC 9559 section 5.1.4).
 *
 * @param number the number by which blocks name the track, at least 1
 * @param type 1 video, 2 audio, 17 subtitles
 * @param codecId such as {@code A_OPUS}
 * @param opusHead for Opus: the header in the codec's private data; null if it is absent or the codec another
 * @param channels channels of an audio track
 * @param sampleRateHz samples per second of an audio track
 * @param codecDelayNs how much of the decoder's first output is to be dropped, in nanoseconds
 * @param seekPreRollNs how much to decode before a place that was sought, in nanoseconds
 * @param defaultDurationNs duration of each frame in nanoseconds, 0 if unknown
 * @param contentEncoded whether its frames are compressed or encrypted on top of their codec; such tracks cannot be played
 */
public record WebmTrack(
        long number,
        int type,
        String codecId,
        @Nullable OpusHead opusHead,
        int channels,
        double sampleRateHz,
        long codecDelayNs,
        long seekPreRollNs,
        long defaultDurationNs,
        boolean contentEncoded) {

    /** The type of an audio track. */
    public static final int AUDIO = 2;

    /** The codec id of Opus. */
    public static final String OPUS = "A_OPUS";

    /**
     * Whether the track is audio in Opus.
     *
     * @return whether it is
     */
    public boolean isOpus() {
        return type == AUDIO && codecId.equals(OPUS);
    }

    /** Reads the children of a track entry. */
    static WebmTrack parse(EbmlElements entry) throws WebmException {
        long offset = entry.offset();
        long number = 0;
        int type = 0;
        String codecId = "";
        OpusHead head = null;
        long headOffset = 0;
        OpusException headFault = null;
        long[] times = new long[3];
        boolean encoded = false;
        int channels = 1;
        double rate = 8_000;
        EbmlElements in = entry.children();
        while (in.next()) {
            switch (in.id()) {
                case WebmIds.TRACK_NUMBER -> number = in.unsigned();
                case WebmIds.TRACK_TYPE -> type = (int) in.unsigned();
                case WebmIds.CODEC_ID -> codecId = in.string();
                case WebmIds.CODEC_PRIVATE -> {
                    headOffset = in.offset();
                    try {
                        head = OpusHead.matches(in.bytes(), in.data(), in.length())
                                ? OpusHead.parse(in.bytes(), in.data(), in.length())
                                : null;
                    } catch (OpusException e) {
                        headFault = e;
                    }
                }
                case WebmIds.CODEC_DELAY -> times[0] = in.unsigned();
                case WebmIds.SEEK_PRE_ROLL -> times[1] = in.unsigned();
                case WebmIds.DEFAULT_DURATION -> times[2] = in.unsigned();
                case WebmIds.CONTENT_ENCODINGS -> encoded = true;
                case WebmIds.AUDIO -> {
                    EbmlElements audio = in.children();
                    while (audio.next()) {
                        switch (audio.id()) {
                            case WebmIds.AUDIO_CHANNELS -> channels = (int) Math.min(audio.unsigned(), 255);
                            case WebmIds.SAMPLING_FREQUENCY -> rate = audio.floating();
                            default -> {}
                        }
                    }
                }
                default -> {}
            }
        }
        if (number == 0 || codecId.isEmpty()) {
            throw new WebmException("A track without number or codec", offset);
        }
        if (headFault != null && codecId.equals(OPUS)) {
            throw new WebmException(String.valueOf(headFault.getMessage()), headOffset);
        }
        return new WebmTrack(number, type, codecId, head, channels, rate, times[0], times[1], times[2], encoded);
    }
}
