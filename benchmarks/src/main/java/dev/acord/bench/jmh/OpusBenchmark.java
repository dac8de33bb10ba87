package dev.acord.bench.jmh;

import dev.acord.audio.opus.ConcentusProvider;
import dev.acord.audio.opus.OpusApplication;
import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusProvider;
import dev.acord.audio.opus.OpusSignal;
import dev.acord.audio.opus.libopus.LibopusProvider;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Encoding and decoding a stereo frame of 20 ms, in plain Java and native: frame after frame of four seconds of audio. Run it with JMH's own
 * {@code org.openjdk.jmh.Main OpusBenchmark -prof gc}; {@code gc.alloc.rate.norm} are the bytes allocated for each frame.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class OpusBenchmark {
    private static final int FRAME = 960;
    private static final int FRAMES = 200;
    private static final int MAX_BYTES = 1_275;

    /** Who encodes and decodes. */
    @Param({"concentus", "libopus"})
    public String provider;

    /** What is heard: music at 128 kbit/s, speech at 64 kbit/s. */
    @Param({"music", "speech"})
    public String signal;

    /** How hard the encoder tries. */
    @Param({"5", "10"})
    public int complexity;

    private final byte[][] packets = new byte[FRAMES][MAX_BYTES];
    private final int[] lengths = new int[FRAMES];
    private final byte[] packet = new byte[MAX_BYTES];
    private final short[] decoded = new short[FRAME * 2];
    private short[] pcm;
    private OpusEncoder encoder;
    private OpusDecoder decoder;
    private int frame;

    /** Makes the codec, the audio and its packets. */
    @Setup
    public void setUp() {
        boolean music = signal.equals("music");
        OpusProvider codec = provider.equals("libopus") ? new LibopusProvider() : new ConcentusProvider();
        OpusEncoderOptions options = OpusEncoderOptions.builder()
                .application(music ? OpusApplication.AUDIO : OpusApplication.VOIP)
                .signal(music ? OpusSignal.MUSIC : OpusSignal.VOICE)
                .bitrateBps(music ? 128_000 : 64_000)
                .complexity(complexity)
                .build();
        encoder = codec.encoder(options);
        decoder = codec.decoder(2);
        pcm = music ? music() : speech();
        for (int i = 0; i < FRAMES; i++) {
            lengths[i] = encoder.encode(pcm, i * FRAME * 2, FRAME, packets[i], 0, MAX_BYTES);
        }
    }

    /** Frees the codec. */
    @TearDown
    public void tearDown() {
        encoder.close();
        decoder.close();
    }

    /**
     * One frame.
     *
     * @return bytes of the packet
     */
    @Benchmark
    public int encode() {
        frame = (frame + 1) % FRAMES;
        return encoder.encode(pcm, frame * FRAME * 2, FRAME, packet, 0, MAX_BYTES);
    }

    /**
     * One packet.
     *
     * @return samples decoded
     * @throws OpusException never
     */
    @Benchmark
    public int decode() throws OpusException {
        frame = (frame + 1) % FRAMES;
        return decoder.decode(packets[frame], 0, lengths[frame], decoded, 0, FRAME);
    }

    /** Decaying chords, a little detuned between the channels, and noise on the beat. */
    private static short[] music() {
        Random random = new Random(1);
        short[] pcm = new short[FRAMES * FRAME * 2];
        for (int i = 0; i < pcm.length; i++) {
            int position = i / 2;
            double seconds = position / 48_000.0;
            double hz = 110 * (1 + 0.003 * (i % 2));
            double sample = 0;
            for (int k = 1; k < 24; k += 2) {
                sample += Math.sin(2 * Math.PI * hz * k * seconds) / k;
            }
            sample *= Math.exp(-3 * (seconds * 2 % 1)) * 8_000;
            sample += Math.exp(-40 * (seconds * 4 % 1)) * 3_000 * random.nextGaussian();
            pcm[i] = limited(sample);
        }
        return pcm;
    }

    /** A buzz at a gliding pitch through two resonances, in syllables, with a hiss between them. */
    private static short[] speech() {
        Random random = new Random(2);
        short[] pcm = new short[FRAMES * FRAME * 2];
        double phase = 0;
        double[] state = new double[4];
        for (int i = 0; i < FRAMES * FRAME; i++) {
            double seconds = i / 48_000.0;
            phase += (120 + 30 * Math.sin(2 * Math.PI * 0.7 * seconds)) / 48_000;
            double excitation = (phase >= 1 ? 1 : 0) + 0.003 * random.nextGaussian();
            phase -= Math.floor(phase);
            double vowel = resonate(state, 0, excitation, 600, 80) + 0.5 * resonate(state, 2, excitation, 1_700, 120);
            double beat = Math.sin(4 * Math.PI * seconds);
            double sample =
                    9_000 * Math.sqrt(Math.max(0, beat)) * vowel + 900 * Math.max(0, -beat) * random.nextGaussian();
            pcm[2 * i] = limited(sample);
            pcm[2 * i + 1] = limited(0.8 * sample);
        }
        return pcm;
    }

    private static double resonate(double[] state, int at, double in, double hz, double widthHz) {
        double radius = Math.exp(-Math.PI * widthHz / 48_000);
        double out =
                in + 2 * radius * Math.cos(2 * Math.PI * hz / 48_000) * state[at] - radius * radius * state[at + 1];
        state[at + 1] = state[at];
        state[at] = out;
        return out / 8;
    }

    private static short limited(double sample) {
        return (short) Math.max(-32_000, Math.min(32_000, sample));
    }
}
