package dev.acord.audio.engine;

/**
 * Hears what becomes of the sources of a {@link Mixer}. Called by the thread that reads the mixer: return soon. What a listener throws is
 * logged and forgotten.
 */
public interface MixerListener {

    /**
     * A source came to its end. It is closed, and no longer in the mixer.
     *
     * @param input the source's place in the mixer
     */
    default void onInputEnded(MixerInput input) {}

    /**
     * A source failed. It is closed, and no longer in the mixer; the others go on.
     *
     * @param input the source's place in the mixer
     * @param cause what it threw
     */
    default void onInputFailed(MixerInput input, Exception cause) {}

    /**
     * A source gave nothing for two seconds of audio. It is closed, and no longer in the mixer; the others went on in the meantime.
     *
     * @param input the source's place in the mixer
     */
    default void onInputStarved(MixerInput input) {}
}
