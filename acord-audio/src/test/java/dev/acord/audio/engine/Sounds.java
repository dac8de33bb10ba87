package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.PcmSource;
import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Known sounds as samples and packets, and measurements of them. All interleaved stereo at 48,000 Hz. */
final class Sounds {

    private Sounds() {}

    static short[] tone(double hz, double amplitude, int frames) {
        short[] pcm = new short[2 * frames];
        for (int i = 0; i < frames; i++) {
            pcm[2 * i] = (short) Math.round(32_767 * amplitude * Math.sin(2 * Math.PI * hz * i / 48_000));
            pcm[2 * i + 1] = pcm[2 * i];
        }
        return pcm;
    }

    static short[] noise(long seed, double rms, int frames) {
        Random random = new Random(seed);
        short[] pcm = new short[2 * frames];
        for (int i = 0; i < pcm.length; i++) {
            double value = 32_768 * rms * random.nextGaussian();
            pcm[i] = (short) Math.max(-32_768, Math.min(32_767, Math.round(value)));
        }
        return pcm;
    }

    static List<byte[]> encode(short[] pcm) throws IOException {
        try (AudioSource source = AudioSources.encode(new ArraySource(pcm), OpusEncoderOptions.defaults())) {
            return readAll(source);
        }
    }

    static List<byte[]> readAll(AudioSource source) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        byte[] packet;
        while ((packet = read(source)) != null) {
            packets.add(packet);
        }
        return packets;
    }

    /** One packet; {@code null} at the end and when starved. */
    static byte @Nullable [] read(AudioSource source) throws IOException {
        byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
        int length = source.read(buffer, 0);
        return length <= 0 ? null : Arrays.copyOf(buffer, length);
    }

    /** What a listener hears: one decoder for all packets. */
    static short[] decode(List<byte[]> packets) throws IOException {
        try (OpusDecoder decoder = OpusDecoder.create(2)) {
            short[] all = new short[2 * 5_760 * packets.size()];
            int at = 0;
            for (byte[] packet : packets) {
                at += 2 * decoder.decode(packet, 0, packet.length, all, at, 5_760);
            }
            return Arrays.copyOf(all, at);
        }
    }

    static short[] readAll(PcmSource source, Random random) throws IOException {
        short[] all = new short[1 << 16];
        int length = 0;
        while (true) {
            int frames = 1 + random.nextInt(3_000);
            if (all.length < length + 2 * frames) {
                all = Arrays.copyOf(all, 2 * all.length + 2 * frames);
            }
            int read = source.read(all, length, frames);
            if (read == AudioSource.END) {
                return Arrays.copyOf(all, length);
            }
            length += 2 * read;
        }
    }

    static short[] readAll(PcmSource source) throws IOException {
        return readAll(source, new Random(1));
    }

    /** The largest step from one sample of a channel to the next. */
    static int largestStep(short[] pcm, int fromFrame, int toFrame) {
        int largest = 0;
        for (int i = 2 * Math.max(1, fromFrame); i < 2 * toFrame; i++) {
            largest = Math.max(largest, Math.abs(pcm[i] - pcm[i - 2]));
        }
        return largest;
    }

    static double rms(short[] pcm, int fromFrame, int toFrame) {
        double sum = 0;
        for (int i = 2 * fromFrame; i < 2 * toFrame; i++) {
            sum += (double) pcm[i] * pcm[i];
        }
        return Math.sqrt(sum / (2.0 * (toFrame - fromFrame)));
    }

    /** The amplitude of a frequency in the left channel (Goertzel's algorithm), full scale being 1. Best over whole periods. */
    static double amplitude(short[] pcm, double hz, int fromFrame, int toFrame) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hz / 48_000);
        double before = 0;
        double beforeThat = 0;
        for (int i = fromFrame; i < toFrame; i++) {
            double now = pcm[2 * i] / 32_768.0 + coefficient * before - beforeThat;
            beforeThat = before;
            before = now;
        }
        double power = before * before + beforeThat * beforeThat - coefficient * before * beforeThat;
        return 2 * Math.sqrt(Math.max(0, power)) / (toFrame - fromFrame);
    }

    static double db(double ratio) {
        return 20 * Math.log10(ratio);
    }

    static short[] joined(short[]... parts) {
        int length = 0;
        for (short[] part : parts) {
            length += part.length;
        }
        short[] all = new short[length];
        int at = 0;
        for (short[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
