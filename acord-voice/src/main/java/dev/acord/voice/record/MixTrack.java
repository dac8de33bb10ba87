package dev.acord.voice.record;

import java.io.Closeable;
import java.io.IOException;

/** A file into which blocks of samples go, at their times. Not thread safe. */
interface MixTrack extends Closeable {
    /**
     * Writes a block of {@link dev.acord.voice.receive.CallSpeech#BLOCK_FRAMES} frames, and silence for those that were left out before it.
     *
     * @param block which one of the call's blocks; higher than the last time
     * @param pcm 48,000 Hz stereo, interleaved
     * @throws IOException when the file cannot be written
     */
    void write(long block, short[] pcm) throws IOException;

    /**
     * Ends the file with silence up to the end of the recording.
     *
     * @param frames how long the recording is, samples per channel
     * @throws IOException when the file cannot be written
     */
    void finish(long frames) throws IOException;
}
