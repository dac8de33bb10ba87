package dev.acord.voice.receive;

import dev.acord.audio.pcm.Resampler;
import java.util.Objects;

/**
 * Brings a stream of 48,000 Hz stereo samples into a {@link SpeechFormat}, block by block. Mono is the mean of left and right, so that it
 * cannot clip.
 *
 * <p>Output frame {@code n} belongs to the time of input frame {@code n x 48,000 / rate}: the stream is not shifted. To compute a frame of
 * {@link SpeechFormat#MONO_16K}, 216 input frames after it are needed (4.5 ms): by so much what comes out lags behind what has been put in.
 * {@link #finish} gives the rest. {@link SpeechFormat#STEREO_48K} is copied without delay.
 *
 * <p>Not thread safe.
 */
public final class SpeechConverter {

    /** The most frames that {@link #finish} gives. */
    public static final int MAX_REST_FRAMES = 80;

    private static final int IN_RATE_HZ = 48_000;
    private static final int IN_CHANNELS = 2;
    private static final int BLOCK_FRAMES = 960;
    private static final float FULL_SCALE = 32_768f;

    private final SpeechFormat format;
    private final Resampler resampler;
    private final float[] mono = new float[BLOCK_FRAMES];
    private final float[] resampled = new float[BLOCK_FRAMES];

    /**
     * A converter at the start of a stream.
     *
     * @param format what to make
     */
    public SpeechConverter(SpeechFormat format) {
        this.format = format;
        resampler = new Resampler(IN_RATE_HZ, format.rateHz(), 1);
    }

    /**
     * Converts a block.
     *
     * @param in interleaved left and right samples at 48,000 Hz
     * @param inOffset index of the first sample
     * @param frames sample frames there
     * @param out receives samples in the format; room for {@link #roomFrames} frames is always enough
     * @param outOffset index of the first sample written
     * @return the frames written
     * @throws IndexOutOfBoundsException if the samples do not fit the arrays
     * @throws IllegalStateException after {@link #finish}
     */
    public int convert(short[] in, int inOffset, int frames, short[] out, int outOffset) {
        Objects.checkFromIndexSize(inOffset, Math.multiplyExact(frames, IN_CHANNELS), in.length);
        if (format == SpeechFormat.STEREO_48K) {
            System.arraycopy(in, inOffset, out, outOffset, frames * IN_CHANNELS);
            return frames;
        }
        int written = 0;
        for (int done = 0; done < frames; done += BLOCK_FRAMES) {
            int some = Math.min(BLOCK_FRAMES, frames - done);
            int at = inOffset + done * IN_CHANNELS;
            for (int i = 0; i < some; i++) {
                mono[i] = (in[at + i * IN_CHANNELS] + in[at + i * IN_CHANNELS + 1]) / (2 * FULL_SCALE);
            }
            if (resampler.write(mono, 0, some) != some) {
                throw new IllegalStateException("the resampler did not take a block, a mistake of this library");
            }
            written += drain(out, outOffset + written);
        }
        return written;
    }

    /**
     * Gives what the last input is still needed for. No input may follow.
     *
     * @param out receives samples in the format
     * @param outOffset index of the first sample written; {@value #MAX_REST_FRAMES} frames must fit
     * @return the frames written, 0 for {@link SpeechFormat#STEREO_48K}
     * @throws IndexOutOfBoundsException if the samples do not fit the array
     */
    public int finish(short[] out, int outOffset) {
        Objects.checkFromIndexSize(outOffset, MAX_REST_FRAMES * format.channels(), out.length);
        resampler.finish();
        return format == SpeechFormat.STEREO_48K ? 0 : drain(out, outOffset);
    }

    /**
     * The most frames that come out of a block.
     *
     * @param frames frames put in
     * @return frames, at most
     */
    public int roomFrames(int frames) {
        return Math.toIntExact(Resampler.outputFrames(frames, IN_RATE_HZ, format.rateHz()));
    }

    /**
     * Writes samples as bytes, the lower one first, as WAV files and speech recognisers want them.
     *
     * @param samples the samples
     * @param offset index of the first one
     * @param count how many
     * @param out receives two bytes for each
     * @param outOffset index of the first byte
     * @throws IndexOutOfBoundsException if they do not fit the arrays
     */
    public static void toLittleEndian(short[] samples, int offset, int count, byte[] out, int outOffset) {
        Objects.checkFromIndexSize(offset, count, samples.length);
        Objects.checkFromIndexSize(outOffset, Math.multiplyExact(2, count), out.length);
        for (int i = 0; i < count; i++) {
            short sample = samples[offset + i];
            out[outOffset + 2 * i] = (byte) sample;
            out[outOffset + 2 * i + 1] = (byte) (sample >> 8);
        }
    }

    private int drain(short[] out, int outOffset) {
        int written = 0;
        while (true) {
            int some = resampler.read(resampled, 0, resampled.length);
            if (some == 0) {
                return written;
            }
            for (int i = 0; i < some; i++) {
                float scaled = Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, resampled[i] * FULL_SCALE));
                out[outOffset + written + i] = (short) Math.round(scaled);
            }
            written += some;
        }
    }
}
