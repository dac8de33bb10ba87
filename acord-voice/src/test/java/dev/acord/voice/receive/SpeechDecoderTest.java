package dev.acord.voice.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.audio.pcm.SignalComparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpeechDecoderTest {

    private static final long FRAME_NS = 20_000_000;
    /** 20 s of voice, encoded once. */
    private static final byte[][] VOICE = SpokenSignal.packets(SpokenSignal.voice(20 * 48_000, 1));

    private static final JitterOptions STEADY = JitterOptions.DEFAULTS.withStretching(false);

    /** One packet each 20 ms, never late; those that {@code arrives} refuses are lost. */
    private static List<Sent> onTime(int count, IntPredicate arrives) {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (arrives.test(i)) {
                sent.add(new Sent(i, i * 960L, VOICE[i % VOICE.length], i * FRAME_NS));
            }
        }
        return sent;
    }

    private static Listener listen(JitterOptions options, List<Sent> sent, int ticks) {
        return new Listener(options, OpusDecoder.create(2), sent, ticks);
    }

    @Test
    void tenMinutesOverABadNetworkAreContinuousAndTenMinutesLong() {
        int ticks = 30_000;
        int cycle = 1_050;
        LossyNetwork network = new LossyNetwork(77)
                .losing(0.1)
                .reordering(0.05)
                .duplicating(0.02)
                .jitter(60);
        // 20 s of voice, five silence frames, 900 ms of nothing; the last 200 ms are not sent, to have an end
        List<Sent> carried =
                network.carry(ticks - 10, 0, 0, i -> i % cycle < 1_000 ? VOICE[i % cycle] : OpusPacket.silence());
        List<Sent> sent = new ArrayList<>();
        for (Sent packet : carried) {
            if (packet.index % cycle < 1_005) {
                long index = packet.index - packet.index / cycle * 45;
                sent.add(new Sent(index, packet.timestamp, packet.packet, packet.arrivalNs));
            }
        }
        long lost = network.lost.stream().filter(i -> i % cycle < 1_005).count();

        Listener listener = listen(JitterOptions.DEFAULTS, sent, ticks);
        Listener clean = listen(JitterOptions.DEFAULTS, onTime(1_000, i -> true), 1_010);

        ReceiveStats stats = listener.stats;
        int cleanStep = Listener.largestStep(clean.pcm, 0, clean.frames);
        int step = Listener.largestStep(listener.pcm, 0, listener.frames);
        System.out.printf(
                Locale.ROOT,
                ">> 10 minutes: %d frames, %d lost, %d recovered, %.0f ms made up, largest step %d (clean %d)%n>> %s%n",
                listener.frames,
                lost,
                stats.recoveredByFec(),
                stats.concealedMs(),
                step,
                cleanStep,
                stats);
        assertEquals(48_000 * 600, listener.frames, 960, "samples for ten minutes");
        assertEquals(lost, stats.packets().lost(), "every lost packet is counted once");
        assertEquals(0, stats.undecodable());
        assertTrue(stats.recoveredByFec() > lost / 2, "most losses are single ones");
        assertTrue(step <= 1.25 * cleanStep, "largest step " + step + ", without loss " + cleanStep);
        // what is said is still said at its time, at the beginning and at the end
        for (int second : new int[] {5, 21 * 20 + 5, 21 * 28 + 5}) {
            int lagMs = lagMs(clean.pcm, second % 21, listener.pcm, second);
            System.out.println(">> second " + second + ": " + lagMs + " ms later than without jitter");
            // 40 ms on the way, and up to 40 ms more playout delay
            assertTrue(lagMs >= 20 && lagMs <= 90, "second " + second + ": " + lagMs + " ms");
        }
    }

    @Test
    void errorCorrectionDoesBetterThanConcealment() {
        assertTrue(
                Arrays.stream(VOICE)
                                .filter(p -> OpusPacket.hasFec(p, 0, p.length))
                                .count()
                        > VOICE.length / 2,
                "the packets carry error correction data");
        Random random = new Random(9);
        boolean[] lost = new boolean[1_000];
        for (int i = 20; i < 980; i += 4 + random.nextInt(10)) {
            lost[i] = true;
        }
        List<Sent> lossy = onTime(1_000, i -> !lost[i]);
        Listener clean = listen(STEADY, onTime(1_000, i -> true), 1_010);
        Listener recovered = listen(STEADY, lossy, 1_010);
        Listener concealed = new Listener(STEADY, new WithoutFec(), lossy, 1_010);

        double withFec = snrAtLosses(clean.pcm, recovered.pcm, lost);
        double without = snrAtLosses(clean.pcm, concealed.pcm, lost);
        System.out.printf(
                Locale.ROOT,
                ">> lost frames: SNR %.1f dB with error correction, %.1f dB concealed%n",
                withFec,
                without);
        assertTrue(withFec > without + 3, withFec + " dB with error correction, " + without + " without");
        long recoverable = IntStream.range(0, 999)
                .filter(i -> lost[i] && OpusPacket.hasFec(VOICE[i + 1], 0, VOICE[i + 1].length))
                .count();
        long losses = IntStream.range(0, 1_000).filter(i -> lost[i]).count();
        assertEquals(recoverable, recovered.stats.recoveredByFec());
        assertEquals(20.0 * (losses - recoverable), recovered.stats.concealedMs() - 100, "and 100 ms behind the end");
    }

    /** By how much the loudness of two seconds from {@code heardSecond} on lags behind that from {@code saidSecond} on. */
    private static int lagMs(short[] said, int saidSecond, short[] heard, int heardSecond) {
        int best = 0;
        double highest = 0;
        for (int lag = -200; lag <= 200; lag += 5) {
            double product = 0;
            double energy = 0;
            for (int ms = 200; ms < 1_800; ms += 5) {
                double a = loudness(said, saidSecond * 1_000 + ms);
                double b = loudness(heard, heardSecond * 1_000 + ms + lag);
                product += a * b;
                energy += b * b;
            }
            if (product / Math.sqrt(energy) > highest) {
                highest = product / Math.sqrt(energy);
                best = lag;
            }
        }
        return best;
    }

    private static double loudness(short[] pcm, int ms) {
        double energy = 0;
        for (int i = ms * 96; i < (ms + 20) * 96; i += 2) {
            energy += (double) pcm[i] * pcm[i];
        }
        return Math.sqrt(energy / 960);
    }

    /** Over the frames that were lost; the first packet is played 60 ms after it was sent. */
    private static double snrAtLosses(short[] clean, short[] heard, boolean[] lost) {
        double signal = 0;
        double noise = 1e-9;
        for (int packet = 0; packet < lost.length; packet++) {
            int from = (packet * 960 + 60 * 48) * 2;
            for (int i = from; lost[packet] && i < from + 1_920; i++) {
                double error = clean[i] - heard[i];
                signal += (double) clean[i] * clean[i];
                noise += error * error;
            }
        }
        return 10 * Math.log10(signal / noise);
    }

    @Test
    void withoutLossTheSoundIsWhatTheDecoderMakes() throws OpusException {
        Listener listener = listen(STEADY, onTime(200, i -> true), 210);
        short[] expected = new short[1_920];
        try (OpusDecoder opus = OpusDecoder.create(2)) {
            for (int i = 0; i < 200; i++) {
                opus.decode(VOICE[i], 0, VOICE[i].length, expected, 0, 960);
                int from = (i * 960 + 60 * 48) * 2;
                if (i > 0) {
                    short[] heard = Arrays.copyOfRange(listener.pcm, from, from + 1_920);
                    assertEquals(-1, Arrays.mismatch(expected, heard), "packet " + i);
                }
            }
        }
    }

    @Test
    void lossesInAToneDoNotCrackle() {
        byte[][] tone = SpokenSignal.packets(SpokenSignal.tone(10 * 48_000, 440, 12_000));
        LossyNetwork network = new LossyNetwork(5).losing(0.1).reordering(0.05).jitter(60);
        List<Sent> sent = network.carry(tone.length, 0, 0, i -> tone[i]);
        Listener clean =
                listen(JitterOptions.DEFAULTS, new LossyNetwork(5).carry(tone.length, 0, 0, i -> tone[i]), tone.length);
        Listener lossy = listen(JitterOptions.DEFAULTS, sent, tone.length);

        int cleanStep = Listener.largestStep(clean.pcm, 0, clean.frames);
        int step = Listener.largestStep(lossy.pcm, 0, lossy.frames);
        System.out.println(">> tone: largest step " + step + " (clean " + cleanStep + "), " + lossy.stats);
        assertTrue(step <= 1.5 * cleanStep, "largest step " + step + ", without loss " + cleanStep);
    }

    @Test
    void aLongLossFadesToSilenceAndBackWithoutAClick() {
        Listener clean = listen(STEADY, onTime(150, i -> true), 160);
        Listener broken = listen(STEADY, onTime(150, i -> i < 50 || i >= 100), 160);

        int cleanStep = Listener.largestStep(clean.pcm, 0, clean.frames);
        assertTrue(Listener.largestStep(broken.pcm, 0, broken.frames) <= cleanStep * 1.1);
        int lossBegins = 50 * 960 + 60 * 48;
        for (int i = lossBegins + 130 * 48; i < lossBegins + 900 * 48; i++) {
            assertEquals(0, broken.pcm[2 * i], "silence after 130 ms");
        }
        assertEquals(clean.frames, broken.frames);
    }

    @Test
    void aPauseIsDigitalSilenceAndJoinsWithoutAClick() {
        List<Sent> sent = new ArrayList<>(onTime(50, i -> true));
        for (int i = 100; i < 150; i++) {
            sent.add(new Sent(i - 50, i * 960L, VOICE[i], i * FRAME_NS));
        }
        Listener listener = listen(STEADY, sent, 170);
        Listener clean = listen(STEADY, onTime(150, i -> true), 170);

        int cleanStep = Listener.largestStep(clean.pcm, 0, clean.frames);
        assertTrue(Listener.largestStep(listener.pcm, 0, listener.frames) <= cleanStep * 1.1);
        for (int i = (50 * 20 + 60 + 130) * 48; i < (100 * 20 + 20) * 48; i++) {
            assertEquals(0, listener.pcm[2 * i]);
        }
    }

    @Test
    void packetsThatAreNoOpusAreConcealedAndCounted() {
        List<Sent> sent = onTime(100, i -> true);
        byte[] broken = {(byte) 0xFF, 0};
        for (int i = 20; i < 80; i += 10) {
            Sent original = sent.get(i);
            sent.set(i, new Sent(original.index, original.timestamp, broken, original.arrivalNs));
        }
        Listener listener = listen(STEADY, sent, 110);

        assertEquals(6, listener.stats.undecodable());
        assertEquals(110 * 960, listener.frames);
    }

    @Test
    void playingSlowerOrFasterKeepsTheTone() {
        short[] tone = SpokenSignal.tone(960 * 50, 1_000, 10_000);
        short[] out = new short[1_930];
        for (int outFrames : new int[] {955, 960, 965}) {
            Stretcher stretcher = new Stretcher();
            short[] all = new short[outFrames * 50 * 2];
            for (int block = 0; block < 50; block++) {
                short[] in = Arrays.copyOfRange(tone, block * 1_920, (block + 1) * 1_920);
                stretcher.stretch(in, 960, out, outFrames);
                System.arraycopy(out, 0, all, block * outFrames * 2, outFrames * 2);
                stretcher.remember(in, 960);
            }
            double hz = 1_000 * 960.0 / outFrames;
            short[] expected = SpokenSignal.tone(outFrames * 50, hz, 10_000);
            SignalComparison comparison = SignalComparison.of(expected, all);
            assertTrue(comparison.snrDb() > 45, outFrames + ": " + comparison);
        }
    }

    @Test
    void aClosedDecoderSaysSo() {
        JitterBuffer buffer = new JitterBuffer(STEADY, 0);
        assertThrows(IllegalArgumentException.class, () -> new SpeechDecoder(buffer, OpusDecoder.create(1)));
        SpeechDecoder decoder = new SpeechDecoder(buffer);
        buffer.put(0, 0, VOICE[0], 0, VOICE[0].length, 0);
        decoder.close();
        assertThrows(IllegalStateException.class, () -> decoder.read(500_000_000, new short[48_000], 0, 24_000));
    }

    /** Makes up what it could recover. */
    private static final class WithoutFec extends OpusDecoder {
        private final OpusDecoder opus = OpusDecoder.create(2);

        WithoutFec() {
            super(2);
        }

        @Override
        public int finalRange() {
            return opus.finalRange();
        }

        @Override
        protected int decodePacket(byte[] packet, int offset, int length, short[] pcm, int pcmOffset, int frames)
                throws OpusException {
            return opus.decode(packet, offset, length, pcm, pcmOffset, frames);
        }

        @Override
        protected void decodeFecPacket(byte[] packet, int offset, int length, short[] pcm, int pcmOffset, int frames) {
            opus.conceal(pcm, pcmOffset, frames);
        }

        @Override
        protected void concealFrames(short[] pcm, int pcmOffset, int frames) {
            opus.conceal(pcm, pcmOffset, frames);
        }

        @Override
        protected void applyGain(int gainQ8) {
            opus.setGainQ8(gainQ8);
        }

        @Override
        protected void resetState() {
            opus.reset();
        }

        @Override
        protected void release() {
            opus.close();
        }
    }
}
