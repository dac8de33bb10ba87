package dev.acord.examples;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.PcmSource;
import dev.acord.audio.tone.GeneratedSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A short sound in memory, which any number of players may play at once. */
final class Clip {
    private final short[] pcm;

    /** 48,000 Hz, two channels, interleaved; not copied. */
    Clip(short[] pcm) {
        this.pcm = pcm;
    }

    /** Reads a file, up to a length in sample frames. */
    static Clip load(Path file, int maxFrames) throws IOException {
        short[] pcm = new short[PcmSource.CHANNELS * maxFrames];
        int frames = 0;
        try (PcmSource source = AudioSources.decode(AudioSources.open(file))) {
            int read = 0;
            while (frames < maxFrames && read != AudioSource.END) {
                read = source.read(pcm, PcmSource.CHANNELS * frames, maxFrames - frames);
                frames += Math.max(0, read);
            }
        }
        return new Clip(Arrays.copyOf(pcm, PcmSource.CHANNELS * frames));
    }

    /** The sound from its beginning. */
    PcmSource open() {
        return new GeneratedSource((out, frames, position) -> {
            int from = (int) Math.min(pcm.length, PcmSource.CHANNELS * position);
            int samples = Math.min(PcmSource.CHANNELS * frames, pcm.length - from);
            for (int i = 0; i < samples; i++) {
                out[i] = pcm[from + i] / 32_768f;
            }
            return samples == 0 ? AudioSource.END : samples / PcmSource.CHANNELS;
        });
    }
}
