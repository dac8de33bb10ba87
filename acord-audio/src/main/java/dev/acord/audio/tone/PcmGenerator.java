package dev.acord.audio.tone;

import dev.acord.audio.AudioSource;
import java.io.IOException;

/** A sound that a program makes itself, block by block. {@link GeneratedSource} makes a source of it. */
@FunctionalInterface
public interface PcmGenerator {

    /**
     * Makes the next block of the sound.
     *
     * @param pcm receives interleaved samples, left and right, from index 0; 1 is full scale, and what is over it is clipped. All zero
     *     before
     * @param frames the most sample frames to make, 1 to 960
     * @param positionFrames the sample frames of 48,000 Hz that were made before; after a seek, those that would have been
     * @return the frames made, 1 to {@code frames}, or {@link AudioSource#END} at the end of the sound
     * @throws IOException when the sound cannot go on; the message says why
     */
    int generate(float[] pcm, int frames, long positionFrames) throws IOException;
}
