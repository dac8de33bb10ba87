package dev.acord.voice.record;

import dev.acord.audio.pcm.WavWriter;
import dev.acord.voice.receive.CallSpeech;
import java.io.IOException;
import java.nio.file.Path;

/** Blocks in a WAV file, 48,000 Hz stereo. Not thread safe. */
final class WavTrack implements MixTrack {
    private static final int RATE_HZ = 48_000;
    private static final int CHANNELS = 2;

    private final WavWriter writer;
    private final int earlier;

    /**
     * Creates the file.
     *
     * @param file which
     * @param earlier by how many frames the samples are late, and are written earlier therefore; at most a block
     * @throws IOException when it cannot be created
     */
    WavTrack(Path file, int earlier) throws IOException {
        this.writer = new WavWriter(file, RATE_HZ, CHANNELS);
        this.earlier = earlier;
    }

    @Override
    public void write(long block, short[] pcm) throws IOException {
        long at = block * CallSpeech.BLOCK_FRAMES - earlier;
        writer.writeSilence(Math.max(0, at - writer.frames()));
        // what would be before the beginning of the file is left out
        int skipped = (int) Math.max(0, writer.frames() - at);
        writer.write(pcm, CHANNELS * skipped, CallSpeech.BLOCK_FRAMES - skipped);
    }

    @Override
    public void finish(long frames) throws IOException {
        try (writer) {
            writer.writeSilence(Math.max(0, frames - writer.frames()));
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
