package dev.acord.voice.receive;

import java.util.Arrays;
import java.util.Objects;

/**
 * Adds up several users' samples, block by block: 48,000 Hz, stereo, signed 16 bit, interleaved. Blocks of the same time are added, so that
 * users stay aligned; who begins later gets a {@link JitterBuffer} whose start time is that of the next block.
 *
 * <p>A limiter keeps the sum inside 16 bits: it turns the sum down smoothly around what would not fit, and changes nothing else. It looks
 * ahead, so that what comes out is {@value #DELAY_FRAMES} frames (5 ms) behind what goes in.
 *
 * <p>Not thread safe.
 */
public final class SpeechMixer {

    /** By how many frames the output is behind. */
    public static final int DELAY_FRAMES = Limiter.BLOCK_FRAMES;

    private static final int CHANNELS = 2;
    /** More users at full scale than this could overflow the sum; nobody hears any of them then. */
    private static final int MAX_SUM = Integer.MAX_VALUE / 2;

    private final int blockFrames;
    private final int[] sum;
    private final Limiter limiter = new Limiter();

    /**
     * A mixer without users.
     *
     * @param blockFrames frames of every block, a multiple of 240 (5 ms) up to 48,000; 960 are 20 ms
     * @throws IllegalArgumentException if it is no such multiple
     */
    public SpeechMixer(int blockFrames) {
        if (blockFrames < Limiter.BLOCK_FRAMES || blockFrames > 48_000 || blockFrames % Limiter.BLOCK_FRAMES != 0) {
            throw new IllegalArgumentException(
                    "blockFrames must be a multiple of " + Limiter.BLOCK_FRAMES + " up to 48,000, not " + blockFrames);
        }
        this.blockFrames = blockFrames;
        sum = new int[blockFrames * CHANNELS];
    }

    /**
     * Adds a user's samples to the present block.
     *
     * @param pcm one block of interleaved left and right samples
     * @param offset index of the first sample
     * @throws IndexOutOfBoundsException if there is no whole block
     */
    public void add(short[] pcm, int offset) {
        Objects.checkFromIndexSize(offset, sum.length, pcm.length);
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.max(-MAX_SUM, Math.min(MAX_SUM, sum[i] + pcm[offset + i]));
        }
    }

    /**
     * Ends the present block: gives the mixture, {@value #DELAY_FRAMES} frames late, and begins the next block.
     *
     * @param out receives one block of interleaved left and right samples
     * @param outOffset index of the first sample
     * @throws IndexOutOfBoundsException if a block does not fit
     */
    public void mix(short[] out, int outOffset) {
        Objects.checkFromIndexSize(outOffset, sum.length, out.length);
        for (int frame = 0; frame < blockFrames; frame += Limiter.BLOCK_FRAMES) {
            limiter.process(sum, frame * CHANNELS, out, outOffset + frame * CHANNELS);
        }
        Arrays.fill(sum, 0);
    }
}
