package dev.acord.audio.engine;

import dev.acord.audio.PcmSource;

/** Samples between 16 bits and floating point, and filters that work on 16 bits. */
final class ShortBlocks implements PcmFilter {

    private static final float FULL_SCALE = 32_768;

    private final ShortFilter filter;
    private short[] block = new short[0];

    ShortBlocks(ShortFilter filter) {
        this.filter = filter;
    }

    @Override
    public void process(float[] pcm, int offset, int frames) {
        int samples = PcmSource.CHANNELS * frames;
        if (block.length < samples) {
            block = new short[samples];
        }
        toShorts(pcm, offset, block, 0, samples);
        filter.process(block, 0, frames);
        toFloats(block, 0, pcm, offset, samples);
    }

    /** Exact: the opposite of {@link #toShorts}. */
    static void toFloats(short[] from, int fromOffset, float[] to, int toOffset, int samples) {
        for (int i = 0; i < samples; i++) {
            to[toOffset + i] = from[fromOffset + i] / FULL_SCALE;
        }
    }

    /** Rounds to the nearest step and clips; what is no number becomes silence. */
    static void toShorts(float[] from, int fromOffset, short[] to, int toOffset, int samples) {
        for (int i = 0; i < samples; i++) {
            int value = Math.round(from[fromOffset + i] * FULL_SCALE);
            to[toOffset + i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
        }
    }
}
