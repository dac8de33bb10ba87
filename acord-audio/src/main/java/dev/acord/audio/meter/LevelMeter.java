package dev.acord.audio.meter;

import java.util.Objects;

/**
 * Counts what the samples of a stream say by themselves: peak, RMS, DC offset, clipping and silence. The stream is 48,000 Hz, two channels,
 * signed 16 bit, interleaved left and right. Full scale is 32,768: a square wave of full scale has an RMS of 0 dBFS, a sine -3.01 dBFS.
 *
 * <p>Results may be asked for at any time, and are the same however the stream is cut into calls. Not thread safe.
 */
public final class LevelMeter {

    /** This many samples in a row at the same end of the range are clipped; fewer may be a peak that just reaches it. */
    public static final int CLIPPED_RUN_SAMPLES = 3;

    /** Samples from minus this to this are silence: below -60 dBFS. */
    public static final int SILENCE_SAMPLE = 32;

    /** Silence lasts at least this many sample frames, 100 ms; less is a rest between two sounds. */
    public static final int SILENCE_FRAMES = 4_800;

    private final Channel left = new Channel();
    private final Channel right = new Channel();
    private long frames;
    private long silentFrames;
    private long leadingSilentFrames;

    /** Frames of silence up to now. */
    private long silentRun;

    /** A meter at the beginning of a stream. */
    public LevelMeter() {}

    /**
     * Measures the next part of the stream.
     *
     * @param pcm interleaved left and right samples
     * @param offset index of the first sample in {@code pcm}
     * @param frames how many sample frames (one sample for each channel), 0 or more
     * @throws IndexOutOfBoundsException if {@code pcm} does not hold that many
     */
    public void add(short[] pcm, int offset, int frames) {
        Objects.checkFromIndexSize(offset, Math.multiplyExact(2, frames), pcm.length);
        left.add(pcm, offset, frames);
        right.add(pcm, offset + 1, frames);
        for (int i = 0, at = offset; i < frames; i++, at += 2) {
            if (Math.abs(pcm[at]) <= SILENCE_SAMPLE && Math.abs(pcm[at + 1]) <= SILENCE_SAMPLE) {
                silentRun++;
            } else if (silentRun > 0) {
                endSilence(this.frames + i);
            }
        }
        this.frames += frames;
    }

    private void endSilence(long atFrame) {
        if (silentRun == atFrame) {
            leadingSilentFrames = silentRun;
        }
        silentFrames += counted(silentRun);
        silentRun = 0;
    }

    private static long counted(long run) {
        return run >= SILENCE_FRAMES ? run : 0;
    }

    /**
     * The highest sample of either channel.
     *
     * @return dBFS, at most 0; negative infinity for digital silence
     */
    public double samplePeakDbfs() {
        return Loudness.decibels(Math.max(left.peak, right.peak) / 32768.0);
    }

    /**
     * The root of the mean square of both channels' samples.
     *
     * @return dBFS, at most 0; negative infinity for digital silence and for no samples
     */
    public double rmsDbfs() {
        return Loudness.decibels(Math.sqrt((left.squares + right.squares) / (2.0 * Math.max(1, frames))) / 32768);
    }

    /**
     * The mean of the left channel's samples, which should be near 0.
     *
     * @return -1 to 1, full scale being 1
     */
    public double leftDcOffset() {
        return left.sum / 32768.0 / Math.max(1, frames);
    }

    /**
     * The mean of the right channel's samples, which should be near 0.
     *
     * @return -1 to 1, full scale being 1
     */
    public double rightDcOffset() {
        return right.sum / 32768.0 / Math.max(1, frames);
    }

    /**
     * Samples of both channels at an end of the range, -32768 or 32767. A few are no fault.
     *
     * @return how many
     */
    public long fullScaleSamples() {
        return left.fullScale + right.fullScale;
    }

    /**
     * Samples of both channels that were cut off: those at an end of the range that have at least {@value #CLIPPED_RUN_SAMPLES} in a row.
     *
     * @return how many
     */
    public long clippedSamples() {
        return left.clipped + right.clipped;
    }

    /**
     * How much of the stream is silence: both channels within {@value #SILENCE_SAMPLE} steps of 0 for at least {@value #SILENCE_FRAMES}
     * frames.
     *
     * @return sample frames
     */
    public long silentFrames() {
        return silentFrames + counted(silentRun);
    }

    /**
     * Silence before the first sound, however short.
     *
     * @return sample frames
     */
    public long leadingSilentFrames() {
        return silentRun == frames ? frames : leadingSilentFrames;
    }

    /**
     * Silence behind the last sound, however short.
     *
     * @return sample frames
     */
    public long trailingSilentFrames() {
        return silentRun;
    }

    /**
     * How much was measured.
     *
     * @return sample frames
     */
    public long frames() {
        return frames;
    }

    private static final class Channel {
        private int peak;
        private long sum;
        private double squares;
        private long fullScale;
        private long clipped;
        private int runOf;
        private long run;

        private void add(short[] pcm, int first, int count) {
            for (int i = 0, at = first; i < count; i++, at += 2) {
                int sample = pcm[at];
                peak = Math.max(peak, Math.abs(sample));
                sum += sample;
                // whole numbers: exact up to 2^53, which is two minutes of full scale, and to 16 digits behind that
                squares += (long) sample * sample;
                if (sample == Short.MIN_VALUE || sample == Short.MAX_VALUE) {
                    atFullScale(sample);
                } else {
                    run = 0;
                }
            }
        }

        private void atFullScale(int sample) {
            fullScale++;
            run = run > 0 && sample == runOf ? run + 1 : 1;
            runOf = sample;
            if (run == CLIPPED_RUN_SAMPLES) {
                clipped += CLIPPED_RUN_SAMPLES;
            } else if (run > CLIPPED_RUN_SAMPLES) {
                clipped++;
            }
        }
    }
}
