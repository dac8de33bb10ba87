package dev.acord.voice;

import dev.acord.voice.receive.SpeechConverter;
import dev.acord.voice.receive.SpeechFormat;

/**
 * 20 ms of one speaker, or of everybody. The samples are signed 16 bit, interleaved, in the format of the stream; at 16,000 Hz a stream's
 * first block is shorter by 4.5 ms, which the resampler looks ahead.
 */
public final class SpeechBlock {
    private final long userId;
    private final long timeMs;
    private final short[] pcm;
    private final SpeechFormat format;
    private final boolean silent;

    SpeechBlock(long userId, long timeMs, short[] pcm, SpeechFormat format, boolean silent) {
        this.userId = userId;
        this.timeMs = timeMs;
        this.pcm = pcm;
        this.format = format;
        this.silent = silent;
    }

    /**
     * Who speaks.
     *
     * @return the user; 0 for everybody together
     */
    public long userId() {
        return userId;
    }

    /**
     * When the block begins, on the time line that all streams of a receiver share. Blocks of a stream follow each other by 20 ms; more means
     * that blocks were dropped because nobody took them.
     *
     * @return milliseconds since the receiver was opened
     */
    public long timeMs() {
        return timeMs;
    }

    /**
     * The samples.
     *
     * @return {@link SpeechFormat#channels()} samples for each frame, interleaved; not shared, so the caller's to keep
     */
    public short[] pcm() {
        return pcm;
    }

    /**
     * The samples as bytes, the lower one first, as WAV files and speech recognisers want them.
     *
     * @return two bytes for each sample
     */
    public byte[] bytes() {
        byte[] bytes = new byte[2 * pcm.length];
        SpeechConverter.toLittleEndian(pcm, 0, pcm.length, bytes, 0);
        return bytes;
    }

    /**
     * What the samples are.
     *
     * @return rate and channels
     */
    public SpeechFormat format() {
        return format;
    }

    /**
     * Whether there is nothing to hear.
     *
     * @return true when all samples are 0 before conversion
     */
    public boolean silent() {
        return silent;
    }
}
