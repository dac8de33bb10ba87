package dev.acord.audio.engine;

import java.io.IOException;

/** Where samples come from between stages: floating point, without a limit. */
@FunctionalInterface
interface BlockSource {

    /** The longest block. */
    int MAX_FRAMES = 960;

    /**
     * Reads a block from index 0.
     *
     * @return frames read, 1 to {@code frames}, or {@code STARVED} or {@code END} of {@link dev.acord.audio.AudioSource}
     */
    int pull(float[] pcm, int frames) throws IOException;
}
