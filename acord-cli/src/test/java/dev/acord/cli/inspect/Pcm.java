package dev.acord.cli.inspect;

import dev.acord.audio.pcm.WavWriter;
import java.io.IOException;
import java.nio.file.Path;

/** Stereo signals of 48,000 Hz for tests. */
final class Pcm {
    private Pcm() {}

    /** Sines; an amplitude is of full scale. */
    static short[] sines(double hz, double leftAmplitude, double rightAmplitude, int frames) {
        short[] pcm = new short[2 * frames];
        for (int i = 0; i < frames; i++) {
            double value = Math.sin(2 * Math.PI * hz * i / 48_000);
            pcm[2 * i] = sample(leftAmplitude * value);
            pcm[2 * i + 1] = sample(rightAmplitude * value);
        }
        return pcm;
    }

    /** A tone of 1 kHz on both channels; the level is that of its peaks. */
    static short[] tone(double dbfs, int frames) {
        double amplitude = Math.pow(10, dbfs / 20);
        return sines(1_000, amplitude, amplitude, frames);
    }

    private static short sample(double value) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(value * 32_768)));
    }

    static Path wav(Path file, short[]... pieces) throws IOException {
        try (WavWriter writer = new WavWriter(file, 48_000, 2)) {
            for (short[] piece : pieces) {
                writer.write(piece, 0, piece.length / 2);
            }
        }
        return file;
    }
}
