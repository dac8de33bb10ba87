package dev.acord.audio.opus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every Opus provider must do: the tests of a provider extend this class. */
public abstract class OpusCodecContract {

    private static final int FRAME = 960;
    private static final int MAX = 4_000;

    /** For the tests of a provider. */
    protected OpusCodecContract() {}

    /** The provider under test. */
    protected abstract OpusProvider provider();

    @Test
    void passesItsSelfTest() {
        assertEquals(Optional.empty(), OpusProviders.selfTest(provider()));
    }

    @ParameterizedTest(name = "{0} channels, frames of {1} samples")
    @CsvSource({
        "1, 120", "1, 240", "1, 480", "1, 960", "1, 1920", "1, 2880", //
        "2, 120", "2, 240", "2, 480", "2, 960", "2, 1920", "2, 2880"
    })
    void aToneComesOutAsItWentIn(int channels, int frame) throws OpusException {
        int frames = 48_000 / 2880 * 2880;
        short[] in = TestSignals.tones(channels, frames, 10_000);
        short[] out = new short[in.length];
        OpusEncoderOptions options = OpusEncoderOptions.builder()
                .channels(channels)
                .bitrateBps(256_000)
                .build();
        try (OpusEncoder encoder = provider().encoder(options);
                OpusDecoder decoder = provider().decoder(channels)) {
            byte[] packet = new byte[MAX];
            for (int i = 0; i < frames; i += frame) {
                int length = encoder.encode(in, i * channels, frame, packet, 0, MAX);
                assertEquals(frame, OpusPacket.samples(packet, 0, length));
                assertEquals(frame, decoder.decode(packet, 0, length, out, i * channels, frame));
                assertEquals(encoder.finalRange(), decoder.finalRange(), "final range at sample " + i);
            }
            int lag = encoder.lookaheadSamples();
            double snrDb = TestSignals.snrDb(in, out, channels, lag, 4_800, frames - 4_800);
            System.out.printf("%s, %d channels, %.1f ms: %.1f dB%n", provider().name(), channels, frame / 48.0, snrDb);
            assertTrue(snrDb > 25, "signal to noise is " + snrDb + " dB");
        }
    }

    @Test
    void aStereoPacketDecodesInMonoAndAMonoPacketInStereo() throws OpusException {
        short[] stereo = encodeDecode(OpusEncoderOptions.builder().channels(1).build(), 2, 50);
        double left = TestSignals.rms(stereo, 20 * FRAME, 40 * FRAME);
        for (int i = 20 * FRAME; i < 40 * FRAME; i++) {
            assertEquals(stereo[2 * i], stereo[2 * i + 1], 2, "channels differ at sample " + i);
        }
        assertEquals(7_071, left, 300, "a sine of amplitude 10,000");
        short[] mono = encodeDecode(OpusEncoderOptions.defaults(), 1, 50);
        assertEquals(
                5_000, TestSignals.rms(mono, 20 * FRAME, 40 * FRAME), 300, "the mean of two sines of amplitude 10,000");
    }

    @Test
    void readsAndWritesAtOffsetsAndNowhereElse() throws OpusException {
        short[] in = TestSignals.tones(2, 10 * FRAME, 8_000);
        short[] shifted = new short[in.length + 14];
        Arrays.fill(shifted, (short) 31_000);
        System.arraycopy(in, 0, shifted, 7, in.length);
        try (OpusEncoder plain = provider().encoder(OpusEncoderOptions.defaults());
                OpusEncoder moved = provider().encoder(OpusEncoderOptions.defaults());
                OpusDecoder decoder = provider().decoder(2)) {
            for (int i = 0; i < 10; i++) {
                byte[] a = new byte[MAX];
                byte[] b = new byte[MAX + 20];
                int length = plain.encode(in, i * FRAME * 2, FRAME, a, 0, MAX);
                assertEquals(length, moved.encode(shifted, 7 + i * FRAME * 2, FRAME, b, 11, MAX));
                assertArrayEquals(Arrays.copyOf(a, length), Arrays.copyOfRange(b, 11, 11 + length));
                assertArrayEquals(new byte[11], Arrays.copyOf(b, 11), "bytes before the packet");
                short[] pcm = new short[FRAME * 2 + 10];
                Arrays.fill(pcm, (short) 77);
                assertEquals(FRAME, decoder.decode(b, 11, length, pcm, 5, FRAME));
                assertEquals(77, pcm[4]);
                assertEquals(77, pcm[pcm.length - 5]);
            }
        }
    }

    @Test
    void changesOfModeSoundTheSameAtAnyOffset() throws OpusException {
        OpusEncoderOptions options =
                OpusEncoderOptions.builder().application(OpusApplication.VOIP).build();
        Set<OpusMode> modes = EnumSet.noneOf(OpusMode.class);
        try (OpusEncoder encoder = provider().encoder(options);
                OpusDecoder first = provider().decoder(2);
                OpusDecoder second = provider().decoder(2)) {
            short[] in = TestSignals.voice(2, 120 * FRAME, 11);
            short[] far = new short[in.length];
            byte[] packet = new byte[MAX];
            for (int i = 0; i < 120; i++) {
                encoder.setBitrateBps(new int[] {10_000, 128_000, 28_000}[i / 10 % 3]);
                encoder.setSignal(i / 10 % 3 == 1 ? OpusSignal.MUSIC : OpusSignal.VOICE);
                int length = encoder.encode(in, i * FRAME * 2, FRAME, packet, 0, MAX);
                if (i % 10 == 0) {
                    continue; // with the first packets of a mode lost, the decoder cross-fades by itself
                }
                modes.add(OpusPacket.mode(packet[0]));
                short[] near = new short[FRAME * 2];
                first.decode(packet, 0, length, near, 0, FRAME);
                second.decode(packet, 0, length, far, i * FRAME * 2, FRAME);
                assertArrayEquals(near, Arrays.copyOfRange(far, i * FRAME * 2, (i + 1) * FRAME * 2), "packet " + i);
            }
        }
        assertTrue(modes.size() >= 2, "modes " + modes);
    }

    @Test
    void garbageIsRefusedClearlyAndTheDecoderWorksOn() throws OpusException {
        long seed = 7;
        Random random = new Random(seed);
        int refused = 0;
        try (OpusDecoder decoder = provider().decoder(2)) {
            short[] pcm = new short[OpusPacket.MAX_SAMPLES * 2];
            for (int i = 0; i < 3_000; i++) {
                byte[] garbage = new byte[random.nextInt(200)];
                random.nextBytes(garbage);
                try {
                    int decoded = decoder.decode(garbage, 0, garbage.length, pcm, 0, OpusPacket.MAX_SAMPLES);
                    assertEquals(
                            OpusPacket.samples(garbage, 0, garbage.length), decoded, "seed " + seed + ", packet " + i);
                } catch (OpusException e) {
                    assertNotNull(e.getMessage());
                    refused++;
                }
            }
            assertTrue(refused > 100, "refused " + refused);
            decoder.reset();
            short[] in = TestSignals.tones(2, 20 * FRAME, 8_000);
            short[] out = new short[in.length];
            try (OpusEncoder encoder = provider().encoder(OpusEncoderOptions.defaults())) {
                code(encoder, decoder, in, out);
                double snrDb = TestSignals.snrDb(in, out, 2, encoder.lookaheadSamples(), 4 * FRAME, 18 * FRAME);
                assertTrue(snrDb > 20, "after garbage the signal to noise is " + snrDb + " dB");
            }
        }
    }

    @Test
    void damagedPacketsOfARealStreamAreRefusedOrGiveAudioOfTheirLength() throws OpusException {
        long seed = 8;
        Random random = new Random(seed);
        short[] in = TestSignals.voice(2, 100 * FRAME, seed);
        OpusEncoderOptions options = OpusEncoderOptions.builder()
                .application(OpusApplication.VOIP)
                .bitrateBps(24_000)
                .inbandFec(true)
                .packetLossPercent(20)
                .build();
        try (OpusEncoder encoder = provider().encoder(options);
                OpusDecoder decoder = provider().decoder(2)) {
            byte[] packet = new byte[MAX];
            short[] pcm = new short[OpusPacket.MAX_SAMPLES * 2];
            for (int i = 0; i < 100; i++) {
                encoder.setBitrateBps(i % 20 < 10 ? 24_000 : 64_000);
                int length = encoder.encode(in, i * FRAME * 2, FRAME, packet, 0, MAX);
                for (int flips = 0; flips < 5; flips++) {
                    byte[] damaged = Arrays.copyOf(packet, Math.max(1, length - random.nextInt(4)));
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                    int samples = OpusPacket.samples(damaged, 0, damaged.length);
                    try {
                        assertEquals(
                                samples, decoder.decode(damaged, 0, damaged.length, pcm, 0, OpusPacket.MAX_SAMPLES));
                        assertEquals(FRAME, decoder.decodeFec(damaged, 0, damaged.length, pcm, 0, FRAME));
                    } catch (OpusException e) {
                        assertNotNull(e.getMessage());
                    }
                }
            }
        }
    }

    @Test
    void concealmentContinuesTheSoundAndFades() throws OpusException {
        try (OpusEncoder encoder = provider().encoder(OpusEncoderOptions.defaults());
                OpusDecoder decoder = provider().decoder(2)) {
            short[] in = TestSignals.tones(2, 20 * FRAME, 10_000);
            short[] out = new short[in.length];
            code(encoder, decoder, in, out);
            short[] lost = new short[FRAME * 2];
            assertEquals(FRAME, decoder.conceal(lost, 0, FRAME));
            double first = TestSignals.rms(lost, 0, lost.length);
            assertTrue(first > 2_000 && first < 10_000, "the first lost frame has an RMS of " + first);
            for (int i = 0; i < 50; i++) {
                decoder.conceal(lost, 0, FRAME);
                for (short sample : lost) {
                    assertTrue(Math.abs(sample) < 20_000, "concealment grew to " + sample);
                }
            }
            assertTrue(TestSignals.rms(lost, 0, lost.length) < first / 4, "after a second it should have faded");
            for (int frames : new int[] {120, 360, 960, 2_880, 5_760}) {
                assertEquals(frames, decoder.conceal(new short[OpusPacket.MAX_SAMPLES * 2], 0, frames));
            }
        }
    }

    @Test
    void aDecoderThatHasHeardNothingConcealsWithSilence() {
        try (OpusDecoder decoder = provider().decoder(1)) {
            short[] pcm = new short[FRAME];
            decoder.conceal(pcm, 0, FRAME);
            assertArrayEquals(new short[FRAME], pcm);
        }
    }

    @Test
    void errorCorrectionRestoresALostSpeechPacketBetterThanConcealment() throws OpusException {
        short[] in = TestSignals.voice(1, 200 * FRAME, 3);
        OpusEncoderOptions options = OpusEncoderOptions.builder()
                .channels(1)
                .application(OpusApplication.VOIP)
                .signal(OpusSignal.VOICE)
                .bitrateBps(32_000)
                .inbandFec(true)
                .packetLossPercent(25)
                .build();
        double errorWithFec = 0;
        double errorWithConcealment = 0;
        int restored = 0;
        try (OpusEncoder encoder = provider().encoder(options);
                OpusDecoder whole = provider().decoder(1);
                OpusDecoder fec = provider().decoder(1);
                OpusDecoder plain = provider().decoder(1)) {
            byte[] packet = new byte[MAX];
            short[][] pcm = new short[3][FRAME];
            short[] original = new short[FRAME];
            for (int i = 0; i < 200; i++) {
                int length = encoder.encode(in, i * FRAME, FRAME, packet, 0, MAX);
                short[] previous = original.clone();
                whole.decode(packet, 0, length, original, 0, FRAME);
                if (i % 5 == 3) {
                    continue; // this one is lost
                }
                if (i % 5 == 4) {
                    restored += OpusPacket.hasFec(packet, 0, length) ? 1 : 0;
                    assertEquals(FRAME, fec.decodeFec(packet, 0, length, pcm[1], 0, FRAME));
                    plain.conceal(pcm[2], 0, FRAME);
                    errorWithFec += squareError(previous, pcm[1]);
                    errorWithConcealment += squareError(previous, pcm[2]);
                }
                fec.decode(packet, 0, length, pcm[0], 0, FRAME);
                plain.decode(packet, 0, length, pcm[0], 0, FRAME);
            }
        }
        double gainDb = 10 * Math.log10(errorWithConcealment / errorWithFec);
        System.out.printf(
                "%s: error correction in %d of 40 losses, %.1f dB better%n",
                provider().name(), restored, gainDb);
        assertTrue(restored >= 15, "error correction data after only " + restored + " of 40 losses");
        assertTrue(gainDb > 3, "error correction is " + gainDb + " dB better than concealment");
    }

    @Test
    void theBitrateSetsThePacketSizeAtAnyMoment() {
        try (OpusEncoder encoder = provider().encoder(OpusEncoderOptions.defaults())) {
            for (int bitrate : new int[] {128_000, 32_000, 256_000, 64_000}) {
                encoder.setBitrateBps(bitrate);
                assertEquals(bitrate, encoder.bitrateBps());
                int average = averageBytes(encoder, TestSignals.voice(2, 100 * FRAME, 4));
                assertTrue(average < bitrate / 400.0 * 1.15, bitrate + " bit/s gave packets of " + average + " bytes");
                assertTrue(average > bitrate / 400.0 * 0.4, bitrate + " bit/s gave packets of " + average + " bytes");
            }
        }
    }

    @Test
    void aConstantBitrateGivesPacketsOfOneSize() {
        try (OpusEncoder encoder = provider()
                .encoder(OpusEncoderOptions.builder()
                        .vbr(false)
                        .bitrateBps(96_000)
                        .build())) {
            short[] in = TestSignals.voice(2, 30 * FRAME, 5);
            for (int i = 0; i < 30; i++) {
                assertEquals(240, encoder.encode(in, i * FRAME * 2, FRAME, new byte[MAX], 0, MAX));
            }
            encoder.setVbr(true);
            encoder.setConstrainedVbr(false);
            assertTrue(encoder.vbr() && !encoder.constrainedVbr());
            byte[] packet = new byte[MAX];
            assertTrue(encoder.encode(new short[FRAME * 2], 0, FRAME, packet, 0, MAX) != 240);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 40, 100})
    void aPacketNeverExceedsTheGivenRoom(int room) throws OpusException {
        short[] in = TestSignals.voice(2, 20 * 2_880, 6);
        for (int frame : new int[] {120, 960, 2_880}) {
            try (OpusEncoder encoder = provider().encoder(OpusEncoderOptions.defaults());
                    OpusDecoder decoder = provider().decoder(2)) {
                for (int i = 0; i < 20; i++) {
                    byte[] out = new byte[room + 8];
                    int length = encoder.encode(in, i * frame * 2, frame, out, 0, room);
                    assertTrue(length >= 1 && length <= room, "length " + length);
                    assertArrayEquals(new byte[8], Arrays.copyOfRange(out, room, room + 8));
                    assertEquals(frame, decoder.decode(out, 0, length, new short[frame * 2], 0, frame));
                }
            }
        }
    }

    @Test
    void theBandwidthShowsInThePacket() {
        for (OpusBandwidth bandwidth : OpusBandwidth.values()) {
            if (bandwidth == OpusBandwidth.AUTO || bandwidth == OpusBandwidth.MEDIUMBAND) {
                continue; // the transform coder has no medium band
            }
            try (OpusEncoder encoder = provider().encoder(OpusEncoderOptions.defaults())) {
                encoder.setBandwidth(bandwidth);
                assertEquals(bandwidth, OpusPacket.bandwidth(lastToc(encoder)));
                encoder.setBandwidth(OpusBandwidth.AUTO);
                encoder.setMaxBandwidth(bandwidth);
                assertTrue(OpusPacket.bandwidth(lastToc(encoder)).compareTo(bandwidth) <= 0);
            }
        }
    }

    @Test
    void applicationAndSignalChooseTheMode() {
        OpusEncoderOptions speech = OpusEncoderOptions.builder()
                .application(OpusApplication.VOIP)
                .signal(OpusSignal.VOICE)
                .bitrateBps(16_000)
                .maxBandwidth(OpusBandwidth.WIDEBAND)
                .channels(1)
                .build();
        try (OpusEncoder encoder = provider().encoder(speech)) {
            assertEquals(OpusMode.SILK, OpusPacket.mode(lastToc(encoder)));
            assertThrows(
                    IllegalStateException.class, () -> encoder.setApplication(OpusApplication.RESTRICTED_LOW_DELAY));
            assertEquals(OpusApplication.VOIP, encoder.application());
            encoder.reset();
            encoder.setApplication(OpusApplication.RESTRICTED_LOW_DELAY);
            assertEquals(OpusMode.CELT, OpusPacket.mode(lastToc(encoder)));
        }
        try (OpusEncoder encoder = provider().encoder(OpusEncoderOptions.defaults())) {
            encoder.setSignal(OpusSignal.MUSIC);
            assertEquals(OpusMode.CELT, OpusPacket.mode(lastToc(encoder)));
        }
    }

    @Test
    void forcedChannelsShowInThePacket() {
        try (OpusEncoder encoder = provider().encoder(OpusEncoderOptions.defaults())) {
            assertEquals(0, encoder.forcedChannels());
            assertTrue(OpusPacket.isStereo(lastToc(encoder)));
            encoder.setForcedChannels(1);
            assertTrue(!OpusPacket.isStereo(lastToc(encoder)));
            encoder.setForcedChannels(2);
            assertTrue(OpusPacket.isStereo(lastToc(encoder)));
        }
    }

    @Test
    void discontinuousTransmissionMakesSilenceTiny() {
        OpusEncoderOptions speech = OpusEncoderOptions.builder()
                .application(OpusApplication.VOIP)
                .signal(OpusSignal.VOICE)
                .bitrateBps(20_000)
                .channels(1)
                .build();
        try (OpusEncoder encoder = provider().encoder(speech)) {
            int without = shortPackets(encoder);
            encoder.reset();
            encoder.setDtx(true);
            int with = shortPackets(encoder);
            assertTrue(
                    without < 5 && with > 60,
                    "packets of up to 2 bytes in 2 s of silence: " + without + " without, " + with + " with");
        }
    }

    @Test
    void theOtherControlsKeepTheirValuesAndTheAudio() throws OpusException {
        try (OpusEncoder encoder = provider().encoder(OpusEncoderOptions.defaults());
                OpusDecoder decoder = provider().decoder(2)) {
            for (int complexity = 0; complexity <= 10; complexity++) {
                encoder.setComplexity(complexity);
                encoder.setLsbDepth(8 + complexity);
                encoder.setPacketLossPercent(complexity * 10);
                encoder.setInbandFec(complexity % 2 == 0);
                encoder.setPredictionDisabled(complexity % 2 == 1);
                assertEquals(complexity, encoder.complexity());
                assertEquals(8 + complexity, encoder.lsbDepth());
                assertEquals(complexity * 10, encoder.packetLossPercent());
                assertEquals(complexity % 2 == 0, encoder.inbandFec());
                assertEquals(complexity % 2 == 1, encoder.predictionDisabled());
                encoder.setInbandFec(
                        false); // with it the speech coder is chosen, which does not keep the waveform of a tone
                encoder.reset();
                decoder.reset();
                short[] in = TestSignals.tones(2, 20 * FRAME, 10_000);
                short[] out = new short[in.length];
                code(encoder, decoder, in, out);
                double snrDb = TestSignals.snrDb(in, out, 2, encoder.lookaheadSamples(), 4 * FRAME, 18 * FRAME);
                assertTrue(snrDb > 18, "complexity " + complexity + ": " + snrDb + " dB");
            }
        }
    }

    @Test
    void aResetForgetsAllAudioAndKeepsTheSettings() throws OpusException {
        try (OpusEncoder encoder = provider().encoder(OpusEncoderOptions.defaults());
                OpusDecoder decoder = provider().decoder(2)) {
            encoder.setBitrateBps(96_000);
            short[] in = TestSignals.tones(2, 10 * FRAME, 10_000);
            short[] first = new short[in.length];
            code(encoder, decoder, in, first);
            encoder.reset();
            decoder.reset();
            assertEquals(96_000, encoder.bitrateBps());
            short[] second = new short[in.length];
            code(encoder, decoder, in, second);
            assertArrayEquals(first, second);
        }
    }

    @Test
    void theGainActsOnTheDecoder() throws OpusException {
        try (OpusEncoder encoder = provider().encoder(OpusEncoderOptions.defaults());
                OpusDecoder decoder = provider().decoder(2)) {
            decoder.setGainQ8(-6 * 256);
            short[] in = TestSignals.tones(2, 20 * FRAME, 10_000);
            short[] out = new short[in.length];
            code(encoder, decoder, in, out);
            assertEquals(7_071 * Math.pow(10, -6 / 20.0), TestSignals.rms(out, in.length / 2, in.length), 100);
        }
    }

    @Test
    void argumentsOutOfRangeAreNamed() {
        OpusEncoderOptions.Builder builder = OpusEncoderOptions.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.channels(3));
        assertThrows(IllegalArgumentException.class, () -> builder.frameSamples(1_000));
        assertThrows(IllegalArgumentException.class, () -> builder.bitrateBps(5_999));
        assertThrows(IllegalArgumentException.class, () -> builder.complexity(11));
        assertThrows(IllegalArgumentException.class, () -> builder.maxBandwidth(OpusBandwidth.AUTO));
        assertThrows(IllegalArgumentException.class, () -> provider().decoder(0));
        OpusEncoder encoder = provider().encoder(OpusEncoderOptions.defaults());
        short[] pcm = new short[FRAME * 2];
        byte[] out = new byte[MAX];
        for (int frames : new int[] {-960, 0, 119, 360, 720, 961, 1_440, 3_840, 5_760}) {
            assertThrows(
                    IllegalArgumentException.class, () -> encoder.encode(new short[20_000], 0, frames, out, 0, MAX));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> encoder.encode(pcm, 1, FRAME, out, 0, MAX));
        assertThrows(IndexOutOfBoundsException.class, () -> encoder.encode(pcm, 0, FRAME, out, 1, MAX));
        assertThrows(IllegalArgumentException.class, () -> encoder.encode(pcm, 0, FRAME, out, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> encoder.setBitrateBps(510_001));
        assertThrows(IllegalArgumentException.class, () -> encoder.setComplexity(-1));
        assertThrows(IllegalArgumentException.class, () -> encoder.setPacketLossPercent(101));
        assertThrows(IllegalArgumentException.class, () -> encoder.setLsbDepth(7));
        assertThrows(IllegalArgumentException.class, () -> encoder.setForcedChannels(3));
        encoder.close();
        encoder.close();
        assertThrows(IllegalStateException.class, () -> encoder.encode(pcm, 0, FRAME, out, 0, MAX));
        OpusDecoder decoder = provider().decoder(2);
        byte[] silence = OpusPacket.silence();
        assertThrows(IllegalArgumentException.class, () -> decoder.decode(silence, 0, 3, pcm, 0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> decoder.decode(silence, 1, 3, pcm, 0, FRAME));
        assertThrows(IndexOutOfBoundsException.class, () -> decoder.decode(silence, 0, 3, pcm, 2, FRAME));
        assertThrows(OpusException.class, () -> decoder.decode(silence, 0, 3, pcm, 0, FRAME - 1));
        assertThrows(IllegalArgumentException.class, () -> decoder.conceal(pcm, 0, 100));
        assertThrows(IllegalArgumentException.class, () -> decoder.decodeFec(silence, 0, 3, pcm, 0, 5_880));
        assertThrows(IllegalArgumentException.class, () -> decoder.setGainQ8(40_000));
        decoder.close();
        decoder.close();
        assertThrows(IllegalStateException.class, () -> decoder.conceal(pcm, 0, FRAME));
    }

    private short[] encodeDecode(OpusEncoderOptions options, int decodedChannels, int frames) throws OpusException {
        short[] in = TestSignals.tones(options.channels(), frames * FRAME, 10_000);
        short[] out = new short[frames * FRAME * decodedChannels];
        try (OpusEncoder encoder = provider().encoder(options);
                OpusDecoder decoder = provider().decoder(decodedChannels)) {
            code(encoder, decoder, in, out);
        }
        return out;
    }

    private static void code(OpusEncoder encoder, OpusDecoder decoder, short[] in, short[] out) throws OpusException {
        byte[] packet = new byte[MAX];
        for (int i = 0; i < in.length / encoder.channels(); i += FRAME) {
            int length = encoder.encode(in, i * encoder.channels(), FRAME, packet, 0, MAX);
            decoder.decode(packet, 0, length, out, i * decoder.channels(), FRAME);
        }
    }

    private static int averageBytes(OpusEncoder encoder, short[] in) {
        int bytes = 0;
        int frames = in.length / encoder.channels() / FRAME;
        for (int i = 0; i < frames; i++) {
            bytes += encoder.encode(in, i * FRAME * encoder.channels(), FRAME, new byte[MAX], 0, MAX);
        }
        return bytes / frames;
    }

    /** The first byte of the last packet of a second of voice; the first packets may still be on their way to a setting. */
    private static byte lastToc(OpusEncoder encoder) {
        short[] in = TestSignals.voice(encoder.channels(), 50 * FRAME, 9);
        byte[] packet = new byte[MAX];
        for (int i = 0; i < 50; i++) {
            encoder.encode(in, i * FRAME * encoder.channels(), FRAME, packet, 0, MAX);
        }
        return packet[0];
    }

    /** Packets of at most 2 bytes in 2 s of silence after half a second of voice. */
    private static int shortPackets(OpusEncoder encoder) {
        short[] in = Arrays.copyOf(TestSignals.voice(1, 25 * FRAME, 10), 125 * FRAME);
        int count = 0;
        for (int i = 0; i < 125; i++) {
            count += encoder.encode(in, i * FRAME, FRAME, new byte[MAX], 0, MAX) <= 2 ? 1 : 0;
        }
        return count;
    }

    private static double squareError(short[] a, short[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }
}
