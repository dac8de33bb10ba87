package dev.acord.audio.engine;

import dev.acord.audio.PcmSource;
import dev.acord.audio.opus.OpusEncoderOptions;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link AudioQueue} works; what can change while it plays is set there. Immutable. The defaults: 1000 tracks, music at 128 kbit/s
 * where samples must be encoded, the next track opened 10 s before its turn by the thread that reads.
 */
public final class AudioQueueOptions {

    private static final AudioQueueOptions DEFAULTS = new Builder().build();

    private final int capacity;
    private final OpusEncoderOptions encoding;
    private final Duration prefetch;
    private final @Nullable Executor opener;

    private AudioQueueOptions(Builder builder) {
        capacity = builder.capacity;
        encoding = builder.encoding;
        prefetch = builder.prefetch;
        opener = builder.opener;
    }

    /**
     * The defaults.
     *
     * @return the options
     */
    public static AudioQueueOptions defaults() {
        return DEFAULTS;
    }

    /**
     * A builder that holds the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The most tracks that a queue holds, the current one included.
     *
     * @return 1 to 100,000
     */
    public int capacity() {
        return capacity;
    }

    /**
     * What the encoder starts with, where samples must be encoded.
     *
     * @return options for two channels
     */
    public OpusEncoderOptions encoding() {
        return encoding;
    }

    /**
     * How long before its turn a track is opened. After a track of unknown length the next one is opened when that begins.
     *
     * @return 0 to an hour
     */
    public Duration prefetch() {
        return prefetch;
    }

    /**
     * What opens tracks.
     *
     * @return an executor, or {@code null} for the thread that reads
     */
    public @Nullable Executor opener() {
        return opener;
    }

    long prefetchFrames() {
        return PcmSource.framesOf(prefetch);
    }

    /** Makes options. */
    public static final class Builder {
        private int capacity = 1_000;
        private OpusEncoderOptions encoding = OpusEncoderOptions.defaults();
        private Duration prefetch = Duration.ofSeconds(10);
        private @Nullable Executor opener;

        private Builder() {}

        /**
         * Sets the most tracks that a queue holds.
         *
         * @param capacity 1 to 100,000
         * @return this
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder capacity(int capacity) {
            if (capacity < 1 || capacity > 100_000) {
                throw new IllegalArgumentException("a queue holds 1 to 100,000 tracks, not " + capacity);
            }
            this.capacity = capacity;
            return this;
        }

        /**
         * Sets what the encoder starts with; {@link AudioQueue#adjustEncoder} changes it later. The frame duration is that of the packets
         * that the queue makes; Discord's clients expect 20 ms.
         *
         * @param encoding options for two channels
         * @return this
         * @throws IllegalArgumentException when they are for one channel
         */
        public Builder encoding(OpusEncoderOptions encoding) {
            if (encoding.channels() != PcmSource.CHANNELS) {
                throw new IllegalArgumentException(
                        "a queue's encoder has two channels; for mono packets use setForcedChannels(1)"
                                + " in AudioQueue.adjustEncoder");
            }
            this.encoding = encoding;
            return this;
        }

        /**
         * Sets how long before its turn a track is opened.
         *
         * @param prefetch 0 to an hour
         * @return this
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder prefetch(Duration prefetch) {
            if (prefetch.isNegative() || prefetch.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("a track is opened 0 to 60 minutes ahead, not " + prefetch);
            }
            this.prefetch = prefetch;
            return this;
        }

        /**
         * Sets what opens tracks, so that a slow one does not hold up the thread that reads. While a track whose turn has come is being
         * opened, the queue is starved.
         *
         * @param opener runs short tasks
         * @return this
         */
        public Builder opener(Executor opener) {
            this.opener = opener;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         */
        public AudioQueueOptions build() {
            return new AudioQueueOptions(this);
        }
    }
}
