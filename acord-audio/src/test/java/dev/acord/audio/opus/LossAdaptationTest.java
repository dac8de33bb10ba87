package dev.acord.audio.opus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.opus.contract.CodecSignals;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossAdaptationTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void withoutLossNothingIsEverChanged() {
        LossAdaptation adaptation = LossAdaptation.forSpeech();
        for (int i = 0; i < 100; i++) {
            assertFalse(adaptation.report(0, 5 * SECOND * i));
            assertFalse(adaptation.elapse(5 * SECOND * i + SECOND));
        }
        assertEquals(0, adaptation.expectedLossPercent());
        assertFalse(adaptation.inbandFec());
    }

    @Test
    void aBurstOfLossIsAnsweredWithItsFirstReportAndKnownAfterThree() {
        LossAdaptation adaptation = LossAdaptation.forSpeech();
        assertTrue(adaptation.report(0.20, 0));
        assertEquals(10, adaptation.expectedLossPercent());
        assertTrue(adaptation.inbandFec());
        adaptation.report(0.20, SECOND);
        adaptation.report(0.20, 2 * SECOND);
        assertEquals(18, adaptation.expectedLossPercent(), 1);
    }

    @Test
    void theEndOfLossIsBelievedSlowlyAndThenWholly() {
        LossAdaptation adaptation = lossOf(0.20);
        assertFalse(adaptation.report(0, 20 * SECOND) && !adaptation.inbandFec());
        assertTrue(adaptation.inbandFec(), "one clean report does not end error correction");
        long now = 20 * SECOND;
        while (adaptation.inbandFec()) {
            now += SECOND;
            adaptation.report(0, now);
            assertTrue(now < 120 * SECOND, "error correction never ended");
        }
        assertTrue(now > 40 * SECOND, "error correction ended after " + now / SECOND + " s");
        for (int i = 0; i < 30; i++) {
            adaptation.report(0, now += SECOND);
        }
        assertEquals(0, adaptation.expectedLossPercent());
    }

    @Test
    void lossThatWaversAroundTheThresholdDoesNotToggleErrorCorrection() {
        long seed = 41;
        Random random = new Random(seed);
        LossAdaptation adaptation = LossAdaptation.forSpeech();
        int changes = 0;
        boolean before = false;
        for (int i = 0; i < 600; i++) {
            adaptation.report(0.02 + 0.02 * random.nextDouble(), i * SECOND);
            changes += adaptation.inbandFec() == before ? 0 : 1;
            before = adaptation.inbandFec();
        }
        assertTrue(changes <= 1, changes + " switches in 600 reports of 2 to 4 %, seed " + seed);
    }

    @Test
    void smallChangesAreNotPassedOn() {
        LossAdaptation adaptation = lossOf(0.10);
        int before = adaptation.expectedLossPercent();
        for (int i = 21; i < 60; i++) {
            assertFalse(adaptation.report(i % 2 == 0 ? 0.105 : 0.10, i * SECOND));
        }
        assertEquals(before, adaptation.expectedLossPercent());
    }

    @Test
    void whenReportsStopTheEstimateHoldsForAWhileAndThenFades() {
        LossAdaptation adaptation = lossOf(0.20);
        int before = adaptation.expectedLossPercent();
        long last = 19 * SECOND;
        assertFalse(adaptation.elapse(last + 14 * SECOND));
        assertEquals(before, adaptation.expectedLossPercent());
        assertFalse(adaptation.elapse(last + 15 * SECOND), "the silence counts from now on");
        for (int i = 16; i < 90; i++) {
            adaptation.elapse(last + i * SECOND);
        }
        assertEquals(0, adaptation.expectedLossPercent());
        assertFalse(adaptation.inbandFec());
    }

    @Test
    void aLongSilenceSeenAtOnceFadesAsMuchAsOneSeenInSteps() {
        LossAdaptation steps = lossOf(0.30);
        LossAdaptation jump = lossOf(0.30);
        for (int i = 0; i <= 25; i++) {
            steps.elapse((19 + i) * SECOND);
        }
        jump.elapse((19 + 25) * SECOND);
        assertEquals(steps.expectedLossPercent(), jump.expectedLossPercent(), 2);
        assertTrue(jump.expectedLossPercent() > 5 && jump.expectedLossPercent() < 15);
    }

    @Test
    void musicIsToldTheLossButNeverAsksForErrorCorrection() {
        LossAdaptation adaptation = LossAdaptation.forMusic();
        adaptation.report(0.5, 0);
        adaptation.report(0.5, SECOND);
        assertTrue(adaptation.expectedLossPercent() >= 20);
        assertFalse(adaptation.inbandFec());
        try (OpusEncoder encoder = new ConcentusProvider().encoder(OpusEncoderOptions.defaults())) {
            encoder.setInbandFec(true); // the user's own wish
            adaptation.applyTo(encoder);
            assertTrue(encoder.inbandFec());
            assertEquals(adaptation.expectedLossPercent(), encoder.packetLossPercent());
        }
    }

    @Test
    void theByteOfAReceiverReportIsUnsigned() {
        LossAdaptation whole = LossAdaptation.forSpeech();
        for (int i = 0; i < 20; i++) {
            whole.reportByte((byte) 255, i * SECOND);
        }
        assertEquals(LossAdaptation.MAX_PERCENT, whole.expectedLossPercent(), 1);
        LossAdaptation tenth = LossAdaptation.forSpeech();
        for (int i = 0; i < 20; i++) {
            tenth.reportByte((byte) 26, i * SECOND);
        }
        assertEquals(10, tenth.expectedLossPercent(), 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
    void aFractionOutOfRangeIsRefused(double fraction) {
        assertThrows(
                IllegalArgumentException.class, () -> LossAdaptation.forSpeech().report(fraction, 0));
    }

    @Test
    void theClockMayBeginAnywhereAndEvenWrap() {
        LossAdaptation adaptation = LossAdaptation.forSpeech();
        long start = Long.MAX_VALUE - 10 * SECOND;
        for (int i = 0; i < 20; i++) {
            adaptation.report(0.20, start + i * SECOND);
        }
        assertEquals(20, adaptation.expectedLossPercent(), 2);
        for (int i = 20; i < 120; i++) {
            adaptation.elapse(start + i * SECOND);
        }
        assertEquals(0, adaptation.expectedLossPercent());
    }

    @Test
    void anEncoderThatFollowsSendsErrorCorrectionOnlyWhileItHelps() {
        OpusEncoderOptions speech = OpusEncoderOptions.builder()
                .channels(1)
                .application(OpusApplication.VOIP)
                .signal(OpusSignal.VOICE)
                .bitrateBps(32_000)
                .build();
        LossAdaptation adaptation = LossAdaptation.forSpeech();
        try (OpusEncoder encoder = new ConcentusProvider().encoder(speech)) {
            assertEquals(0, packetsWithFec(encoder));
            for (int i = 0; i < 5; i++) {
                adaptation.report(0.25, i * SECOND);
            }
            adaptation.applyTo(encoder);
            assertTrue(packetsWithFec(encoder) > 25);
            for (int i = 5; i < 100; i++) {
                adaptation.report(0, i * SECOND);
            }
            adaptation.applyTo(encoder);
            assertTrue(packetsWithFec(encoder) <= 1, "the first packet may still repeat the one before");
        }
    }

    private static int packetsWithFec(OpusEncoder encoder) {
        short[] voice = CodecSignals.voice(1, 50 * 960, 12);
        byte[] packet = new byte[1_500];
        int count = 0;
        for (int i = 0; i < 50; i++) {
            int length = encoder.encode(voice, i * 960, 960, packet, 0, packet.length);
            count += OpusPacket.hasFec(packet, 0, length) ? 1 : 0;
        }
        return count;
    }

    /** After 20 reports, one a second, the last at 19 s. */
    private static LossAdaptation lossOf(double fraction) {
        LossAdaptation adaptation = LossAdaptation.forSpeech();
        for (int i = 0; i < 20; i++) {
            adaptation.report(fraction, i * SECOND);
        }
        return adaptation;
    }
}
