package dev.acord.examples;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.PcmSource;
import dev.acord.audio.pcm.WavWriter;
import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.discord.Heard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** Files with tones, and what is in files. */
final class Sounds {
    private static final int BLOCK_FRAMES = 4_800;

    private Sounds() {}

    /** A WAV file with one tone after the other. */
    static Path wav(Path file, double amplitude, Duration each, double... hz) throws IOException {
        short[] pcm = new short[PcmSource.CHANNELS * BLOCK_FRAMES];
        try (WavWriter writer = new WavWriter(file, PcmSource.SAMPLE_RATE_HZ, PcmSource.CHANNELS)) {
            for (double tone : hz) {
                PcmSource source = new ToneSource(tone, amplitude, each);
                for (int n = source.read(pcm, 0, BLOCK_FRAMES); n > 0; n = source.read(pcm, 0, BLOCK_FRAMES)) {
                    writer.write(pcm, 0, n);
                }
            }
        }
        return file;
    }

    /** What a file sounds like. */
    static Heard of(Path file) throws IOException {
        short[] pcm = new short[PcmSource.CHANNELS * PcmSource.SAMPLE_RATE_HZ * 60];
        int at = 0;
        try (PcmSource source = AudioSources.decode(AudioSources.open(file))) {
            int n = 0;
            while (n != AudioSource.END && at < pcm.length) {
                n = source.read(pcm, at, (pcm.length - at) / PcmSource.CHANNELS);
                at += PcmSource.CHANNELS * Math.max(0, n);
            }
        }
        return Heard.of(Arrays.copyOf(pcm, at));
    }

    /** How strong a frequency is in the left channel of a span: the amplitude of the sine, 1 is full scale. */
    static double amplitude(short[] stereo, int fromFrame, int frames, double hz) {
        double sine = 0;
        double cosine = 0;
        for (int i = 0; i < frames; i++) {
            double angle = 2 * Math.PI * hz * i / PcmSource.SAMPLE_RATE_HZ;
            double value = stereo[2 * (fromFrame + i)] / 32_768.0;
            sine += value * Math.sin(angle);
            cosine += value * Math.cos(angle);
        }
        return 2 * Math.hypot(sine, cosine) / frames;
    }
}
