package dev.acord.audio.opus.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.opus.OpusApplication;
import dev.acord.audio.opus.OpusBandwidth;
import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusMode;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.audio.opus.OpusProvider;
import dev.acord.audio.opus.OpusSignal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every setting of every Opus provider must do: the tests of a provider extend this class. */
public abstract class OpusControlsContract {

    private static final int FRAME = 960;
    private static final int MAX = 4_000;

    /** For the tests of a provider. */
    protected OpusControlsContract() {}

    /** The provider under test. */
    protected abstract OpusProvider provider();

    @Test
    void theBitrateSetsThePacketSizeAtAnyMoment() {
        try (OpusEncoder encoder = provider().encoder(OpusEncoderOptions.defaults())) {
            for (int bitrate : new int[] {128_000, 32_000, 256_000, 64_000}) {
                encoder.setBitrateBps(bitrate);
                assertEquals(bitrate, encoder.bitrateBps());
                int average = averageBytes(encoder, CodecSignals.voice(2, 100 * FRAME, 4));
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
            short[] in = CodecSignals.voice(2, 30 * FRAME, 5);
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
        short[] in = CodecSignals.voice(2, 20 * 2_880, 6);
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
            encoder.setPaddingMultipleBytes(40); // padding leaves these packets alone
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
                short[] in = CodecSignals.tones(2, 20 * FRAME, 10_000);
                short[] out = new short[in.length];
                code(encoder, decoder, in, out);
                double snrDb = CodecSignals.snrDb(in, out, 2, encoder.lookaheadSamples(), 4 * FRAME, 18 * FRAME);
                assertTrue(snrDb > 18, "complexity " + complexity + ": " + snrDb + " dB");
            }
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
        assertThrows(IllegalArgumentException.class, () -> encoder.setPaddingMultipleBytes(0));
        assertThrows(IllegalArgumentException.class, () -> builder.paddingMultipleBytes(1_276));
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

    @Test
    void paddingMakesEveryPacketAMultipleAndChangesNoSample() throws OpusException {
        OpusEncoderOptions options =
                OpusEncoderOptions.builder().paddingMultipleBytes(50).build();
        try (OpusEncoder plain = provider().encoder(OpusEncoderOptions.defaults());
                OpusEncoder padding = provider().encoder(options);
                OpusDecoder plainDecoder = provider().decoder(2);
                OpusDecoder paddedDecoder = provider().decoder(2)) {
            assertEquals(50, padding.paddingMultipleBytes());
            short[] in = CodecSignals.voice(2, 60 * FRAME, 13);
            for (int i = 0; i < 60; i++) {
                byte[] a = new byte[MAX];
                byte[] b = new byte[MAX];
                int length = plain.encode(in, i * FRAME * 2, FRAME, a, 0, MAX);
                int padded = padding.encode(in, i * FRAME * 2, FRAME, b, 0, MAX);
                assertEquals((length + 49) / 50 * 50, padded);
                short[] first = new short[FRAME * 2];
                short[] second = new short[FRAME * 2];
                plainDecoder.decode(a, 0, length, first, 0, FRAME);
                paddedDecoder.decode(b, 0, padded, second, 0, FRAME);
                assertArrayEquals(first, second);
            }
            padding.setPaddingMultipleBytes(1_000);
            assertEquals(400, padding.encode(in, 0, FRAME, new byte[MAX], 0, 400), "never beyond the room");
            padding.setPaddingMultipleBytes(1);
            assertTrue(padding.encode(in, 0, FRAME, new byte[MAX], 0, MAX) < 1_000);
        }
    }

    @Test
    void aControlThatIsNotSupportedIsRefusedAloudAndStaysAsItWas() {
        try (OpusEncoder encoder = provider().encoder(OpusEncoderOptions.defaults())) {
            boolean refused = false;
            try {
                encoder.setPhaseInversionDisabled(true);
            } catch (UnsupportedOperationException e) {
                assertNotNull(e.getMessage());
                refused = true;
            }
            assertEquals(!refused, encoder.phaseInversionDisabled());
            encoder.setPhaseInversionDisabled(false); // the default is never refused
            assertEquals(FRAME, OpusPacket.frameSamples(lastToc(encoder)));
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
        short[] in = CodecSignals.voice(encoder.channels(), 50 * FRAME, 9);
        byte[] packet = new byte[MAX];
        for (int i = 0; i < 50; i++) {
            encoder.encode(in, i * FRAME * encoder.channels(), FRAME, packet, 0, MAX);
        }
        return packet[0];
    }

    /** Packets of at most 2 bytes in 2 s of silence after half a second of voice. */
    private static int shortPackets(OpusEncoder encoder) {
        short[] in = Arrays.copyOf(CodecSignals.voice(1, 25 * FRAME, 10), 125 * FRAME);
        int count = 0;
        for (int i = 0; i < 125; i++) {
            count += encoder.encode(in, i * FRAME, FRAME, new byte[MAX], 0, MAX) <= 2 ? 1 : 0;
        }
        return count;
    }

    private static void code(OpusEncoder encoder, OpusDecoder decoder, short[] in, short[] out) throws OpusException {
        byte[] packet = new byte[MAX];
        for (int i = 0; i < in.length / encoder.channels(); i += FRAME) {
            int length = encoder.encode(in, i * encoder.channels(), FRAME, packet, 0, MAX);
            decoder.decode(packet, 0, length, out, i * decoder.channels(), FRAME);
        }
    }
}
