package dev.acord.audio.engine;

/**
 * Changes samples in place: 48,000 Hz, two channels, interleaved left and right, floating point where 1 is full scale. Samples may be over
 * full scale between filters; a limiter behind the last one takes care of that.
 *
 * <p>A filter belongs to one stream at a time, and is called by the thread that reads it. Its controls may be used from other threads only
 * if its own documentation says so; it does for every filter of this package.
 */
@FunctionalInterface
public interface PcmFilter {

    /**
     * Changes a block of samples.
     *
     * @param pcm holds the samples
     * @param offset index of the first one
     * @param frames sample frames (one sample for each channel) to change, 1 to 960; blocks follow one another without a gap
     */
    void process(float[] pcm, int offset, int frames);

    /**
     * Whether {@link #process} would leave any samples exactly as they are, now and until a control is used. Where all filters are neutral
     * an {@link AudioQueue} plays a track's own packets, unchanged, and does not call {@code process} at all.
     *
     * @return {@code false} unless overridden
     */
    default boolean isNeutral() {
        return false;
    }

    /**
     * A filter that works on 16-bit samples. What is over full scale is clipped for it.
     *
     * @param filter changes the samples
     * @return the filter, for use here
     */
    static PcmFilter ofShorts(ShortFilter filter) {
        return new ShortBlocks(filter);
    }

    /** Changes 16-bit samples in place. */
    @FunctionalInterface
    interface ShortFilter {

        /**
         * Changes a block of samples.
         *
         * @param pcm holds the samples, interleaved left and right
         * @param offset index of the first one
         * @param frames sample frames to change, 1 to 960
         */
        void process(short[] pcm, int offset, int frames);
    }
}
