package dev.acord.voice;

import dev.acord.voice.receive.CallSpeechOptions;

/**
 * What a {@link Recorder} writes. Immutable.
 *
 * @param tracks the file or files of each speaker
 * @param mix the file of everybody
 * @param speech jitter buffers, and how many speakers at most
 */
public record RecordingOptions(TrackFormat tracks, MixFormat mix, CallSpeechOptions speech) {
    /** Tracks in Ogg Opus as they were sent, the mixture in WAV, and {@link CallSpeechOptions#DEFAULTS}. */
    public static final RecordingOptions DEFAULTS =
            new RecordingOptions(TrackFormat.OGG, MixFormat.WAV, CallSpeechOptions.DEFAULTS);

    /** The file or files of each speaker. */
    public enum TrackFormat {
        /** {@code user-ID.ogg}: the Opus packets as they were sent, not encoded again. */
        OGG(true, false),
        /** {@code user-ID.wav}: what was heard, 48,000 Hz stereo, 16 bits: 11.5 MB a minute, as long as the recording. */
        WAV(false, true),
        /** Both. */
        BOTH(true, true);

        private final boolean ogg;
        private final boolean wav;

        TrackFormat(boolean ogg, boolean wav) {
            this.ogg = ogg;
            this.wav = wav;
        }

        /**
         * Whether there is an Ogg Opus file.
         *
         * @return true for {@link #OGG} and {@link #BOTH}
         */
        public boolean hasOgg() {
            return ogg;
        }

        /**
         * Whether there is a WAV file.
         *
         * @return true for {@link #WAV} and {@link #BOTH}
         */
        public boolean hasWav() {
            return wav;
        }
    }

    /** The file of everybody. */
    public enum MixFormat {
        /** {@code mix.wav}: 48,000 Hz stereo, 16 bits. */
        WAV,
        /** {@code mix.ogg}: Ogg Opus, encoded here with the encoder's defaults. */
        OGG,
        /** None. */
        NONE
    }

    /**
     * The same with other tracks.
     *
     * @param other the file or files of each speaker
     * @return new options
     */
    public RecordingOptions withTracks(TrackFormat other) {
        return new RecordingOptions(other, mix, speech);
    }

    /**
     * The same with another mixture.
     *
     * @param other the file of everybody
     * @return new options
     */
    public RecordingOptions withMix(MixFormat other) {
        return new RecordingOptions(tracks, other, speech);
    }

    /**
     * The same with other limits.
     *
     * @param other jitter buffers, and how many speakers at most
     * @return new options
     */
    public RecordingOptions withSpeech(CallSpeechOptions other) {
        return new RecordingOptions(tracks, mix, other);
    }
}
