package dev.acord.voice.receive;

import dev.acord.audio.opus.OpusApplication;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusSignal;
import java.util.Arrays;
import java.util.Random;

/** Something like a voice at 48,000 Hz, stereo, and its Opus packets of 20 ms (one channel, as telephony has it) with error correction data. */
final class SpokenSignal {

    private SpokenSignal() {}

    /** A buzz at a gliding pitch through two resonances, with syllables. */
    static short[] voice(int frames, long seed) {
        Random random = new Random(seed);
        short[] pcm = new short[frames * 2];
        double phase = 0;
        double[] low = new double[2];
        double[] high = new double[2];
        for (int i = 0; i < frames; i++) {
            double seconds = i / 48_000.0;
            phase += (130 + 25 * Math.sin(2 * Math.PI * 0.6 * seconds)) / 48_000;
            double excitation = (phase >= 1 ? 1 : 0) + 0.002 * random.nextGaussian();
            phase -= Math.floor(phase);
            double sound = resonate(low, excitation, 550, 90) + 0.4 * resonate(high, excitation, 1_600, 140);
            double syllable = 0.3 + 0.7 * Math.pow(Math.sin(2 * Math.PI * 1.7 * seconds), 2);
            short sample = (short) Math.max(-30_000, Math.min(30_000, 1_000 * syllable * sound));
            pcm[2 * i] = sample;
            pcm[2 * i + 1] = sample;
        }
        return pcm;
    }

    static short[] tone(int frames, double hz, double amplitude) {
        short[] pcm = new short[frames * 2];
        for (int i = 0; i < pcm.length; i++) {
            int frame = i / 2;
            pcm[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hz * frame / 48_000));
        }
        return pcm;
    }

    /** The left channel, encoded. */
    static byte[][] packets(short[] pcm) {
        OpusEncoderOptions options = OpusEncoderOptions.builder()
                .channels(1)
                .application(OpusApplication.VOIP)
                .signal(OpusSignal.VOICE)
                .bitrateBps(32_000)
                .inbandFec(true)
                .packetLossPercent(10)
                .build();
        byte[][] packets = new byte[pcm.length / 1_920][];
        byte[] room = new byte[4_000];
        short[] mono = new short[960];
        try (OpusEncoder encoder = OpusEncoder.create(options)) {
            for (int i = 0; i < packets.length; i++) {
                for (int frame = 0; frame < 960; frame++) {
                    mono[frame] = pcm[(i * 960 + frame) * 2];
                }
                int bytes = encoder.encode(mono, 0, 960, room, 0, room.length);
                packets[i] = Arrays.copyOf(room, bytes);
            }
        }
        return packets;
    }

    private static double resonate(double[] state, double in, double hz, double widthHz) {
        double radius = Math.exp(-Math.PI * widthHz / 48_000);
        double out = in + 2 * radius * Math.cos(2 * Math.PI * hz / 48_000) * state[0] - radius * radius * state[1];
        state[1] = state[0];
        state[0] = out;
        return out;
    }
}
