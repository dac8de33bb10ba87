package dev.acord.cli;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.ogg.OggOpusSource;
import dev.acord.audio.ogg.OggOpusWriter;
import dev.acord.audio.ogg.OpusHead;
import dev.acord.audio.ogg.OpusTags;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.pcm.WavWriter;
import dev.acord.audio.tone.TuneSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Makes audio files for tests, and reads packets back. */
public final class TestAudio {
    private TestAudio() {}

    /** An Ogg Opus file with the beginning of the tune. */
    public static Path ogg(Path file, int packets) throws IOException {
        try (AudioSource source = AudioSources.encode(new TuneSource(), OpusEncoderOptions.defaults());
                OggOpusWriter writer = new OggOpusWriter(
                        Files.newOutputStream(file),
                        OpusHead.of(2, 312),
                        new OpusTags("test", List.of("TITLE=Tune")),
                        7)) {
            byte[] packet = new byte[AudioSource.MAX_PACKET_BYTES];
            for (int i = 0; i < packets; i++) {
                writer.write(packet, 0, source.read(packet, 0));
            }
        }
        return file;
    }

    /** A WAV file with a chord that swells, so that every part of it is different. */
    public static Path wav(Path file, int rateHz, int channels, double seconds) throws IOException {
        try (WavWriter writer = new WavWriter(file, rateHz, channels)) {
            short[] frame = new short[channels];
            for (int i = 0; i < seconds * rateHz; i++) {
                double t = (double) i / rateHz;
                double value = Math.sin(2 * Math.PI * (300 + 200 * t) * t) + 0.5 * Math.sin(2 * Math.PI * 1_234 * t);
                Arrays.fill(frame, (short) (8_000 * value * (0.2 + 0.8 * Math.sin(t) * Math.sin(t))));
                writer.write(frame, 0, 1);
            }
        }
        return file;
    }

    /** A file's packets, in Base64. */
    public static List<String> packets(Path file) throws IOException {
        List<String> packets = new ArrayList<>();
        byte[] packet = new byte[AudioSource.MAX_PACKET_BYTES];
        try (OggOpusSource source = OggOpusSource.open(file)) {
            for (int n = source.read(packet, 0); n > 0; n = source.read(packet, 0)) {
                packets.add(Base64.getEncoder().encodeToString(Arrays.copyOf(packet, n)));
            }
        }
        return packets;
    }
}
