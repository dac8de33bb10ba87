package dev.acord.audio.meter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LevelMeterTest {

    @Test
    void aSquareWaveOfHalfScaleHasPeakAndRmsOfMinus6Decibels() {
        Signal signal = new Signal();
        for (int i = 0; i < 1_000; i++) {
            signal.constant(16_384, -16_384, 24).constant(-16_384, 16_384, 24);
        }
        LevelMeter meter = signal.levels();
        assertEquals(-6.0206, meter.samplePeakDbfs(), 0.0001);
        assertEquals(-6.0206, meter.rmsDbfs(), 0.0001);
        assertEquals(0, meter.leftDcOffset());
        assertEquals(0, meter.rightDcOffset());
        assertEquals(48_000, meter.frames());
    }

    @Test
    void aSineOfFullScaleHasAnRmsOfMinus3Decibels() {
        assertEquals(-3.0103, new Signal().sine(1_000, 0, 1).levels().rmsDbfs(), 0.001);
    }

    @Test
    void eachChannelHasItsOwnOffset() {
        LevelMeter meter = new Signal().constant(3_276, -8_192, 1_000).levels();
        assertEquals(0.09998, meter.leftDcOffset(), 0.00001);
        assertEquals(-0.25, meter.rightDcOffset());
    }

    @Test
    void threeSamplesInARowAtTheSameEndAreClippedAndFewerAreNot() {
        LevelMeter meter = new Signal()
                .constant(32_767, 0, 2) // two: just reached
                .constant(100, 0, 1)
                .constant(32_767, 0, 5) // five: clipped
                .constant(-32_768, 0, 2) // two at the other end: not the same run
                .constant(100, -32_768, 3) // three of the other channel: clipped
                .constant(32_766, -32_767, 9) // not at the end of the range
                .levels();
        assertEquals(2 + 5 + 2 + 3, meter.fullScaleSamples());
        assertEquals(5 + 3, meter.clippedSamples());
        assertEquals(0, meter.samplePeakDbfs());
    }

    @Test
    void silenceIsQuietOnBothChannelsForATenthOfASecond() {
        LevelMeter meter = new Signal()
                .constant(32, -32, 1_000) // quiet, at the beginning, short
                .constant(33, 0, 1) // above -60 dBFS
                .constant(0, 0, 4_800) // just long enough
                .constant(0, -33, 1)
                .constant(0, 0, 4_799) // just too short
                .constant(500, 500, 10)
                .constant(0, 0, 9_600)
                .levels();
        assertEquals(4_800 + 9_600, meter.silentFrames());
        assertEquals(1_000, meter.leadingSilentFrames());
        assertEquals(9_600, meter.trailingSilentFrames());
    }

    @Test
    void whatIsSilentFromBeginningToEndIsAllOfIt() {
        LevelMeter meter = new Signal().constant(0, 1, 6_000).levels();
        assertEquals(6_000, meter.silentFrames());
        assertEquals(6_000, meter.leadingSilentFrames());
        assertEquals(6_000, meter.trailingSilentFrames());
        assertEquals(-90.309, meter.samplePeakDbfs(), 0.001);
        assertEquals(Double.NEGATIVE_INFINITY, new Signal().silence(1).levels().rmsDbfs());
        assertEquals(Double.NEGATIVE_INFINITY, new LevelMeter().rmsDbfs());
        assertEquals(0, new LevelMeter().leadingSilentFrames());
    }

    @Test
    void runsGoOnFromOnePieceToTheNext() {
        long seed = 11;
        Random random = new Random(seed);
        Signal signal = new Signal().silence(0.3).clipped(seed, 1).silence(0.4).clipped(seed, 0.2);
        short[] pcm = signal.pcm();
        LevelMeter pieces = new LevelMeter();
        for (int at = 0; at < pcm.length / 2; ) {
            int frames = Math.min(pcm.length / 2 - at, random.nextInt(50));
            pieces.add(pcm, 2 * at, frames);
            at += frames;
        }
        assertArrayEquals(figures(signal.levels()), figures(pieces), "seed " + seed);
        assertEquals(33_600, pieces.silentFrames());
    }

    private static double[] figures(LevelMeter meter) {
        return new double[] {
            meter.samplePeakDbfs(),
            meter.rmsDbfs(),
            meter.leftDcOffset(),
            meter.rightDcOffset(),
            (double) meter.fullScaleSamples(),
            (double) meter.clippedSamples(),
            meter.silentFrames(),
            meter.leadingSilentFrames(),
            meter.trailingSilentFrames(),
            meter.frames()
        };
    }

    @Test
    void aSourceIsMeasuredToItsEnd() throws IOException {
        short[] pcm = new Signal().tone(-23, 10).pcm();
        PcmSource source = new PcmSource() {
            private int at;

            @Override
            public int read(short[] into, int offset, int frames) {
                int count = Math.min(Math.min(frames, 777), (pcm.length - at) / 2);
                System.arraycopy(pcm, at, into, offset, 2 * count);
                at += 2 * count;
                return count == 0 ? AudioSource.END : count;
            }

            @Override
            public void close() {
                throw new AssertionError("the source belongs to the caller");
            }
        };
        AudioLevels levels = AudioLevels.of(source);
        assertEquals(480_000, levels.frames());
        assertEquals(-23, levels.integratedLufs().orElseThrow(), 0.1);
        assertEquals(OptionalDouble.of(0), levels.rangeLu());
        assertEquals(-23, levels.truePeakDbtp(), 0.2);
        assertEquals(-26.01, levels.rmsDbfs(), 0.01);
        assertEquals(0, levels.clippedSamples());
    }
}
