package dev.acord.audio.tone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ToneTest {

    @Test
    void aToneHasItsFrequencyLevelAndLength() throws IOException {
        short[] pcm = readAll(new ToneSource(440, 0.5, Duration.ofMillis(1500)), 777);
        assertEquals(2 * 72_000, pcm.length);
        int crossings = 0;
        int peak = 0;
        for (int i = 1; i < 72_000; i++) {
            assertEquals(pcm[2 * i], pcm[2 * i + 1]);
            crossings += pcm[2 * i - 2] < 0 && pcm[2 * i] >= 0 ? 1 : 0;
            peak = Math.max(peak, Math.abs(pcm[2 * i]));
        }
        assertEquals(440 * 1.5, crossings, 1);
        assertEquals(0.5 * 32767, peak, 1);
    }

    @Test
    void aToneDoesNotClickAtItsEnds() throws IOException {
        short[] pcm = readAll(new ToneSource(1000, 1, Duration.ofMillis(100)), 960);
        assertTrue(Math.abs(pcm[2]) < 20 && Math.abs(pcm[pcm.length - 1]) < 20, pcm[2] + " and " + pcm[pcm.length - 1]);
    }

    @Test
    void impossibleTonesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ToneSource(0, 1, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new ToneSource(24_000, 1, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new ToneSource(Double.NaN, 1, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new ToneSource(440, 1.1, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new ToneSource(440, 1, Duration.ofSeconds(-1)));
    }

    @Test
    void theTuneIsTheSameInEveryRunHoweverItIsRead() throws IOException {
        assertArrayEquals(readAll(new TuneSource(), 960), readAll(new TuneSource(), 12_345));
    }

    @Test
    void theTuneLastsAboutTenSecondsAndStaysUnderMinus3Db() throws IOException {
        TuneSource tune = new TuneSource();
        short[] pcm = readAll(tune, 960);
        assertEquals(2 * tune.durationFrames(), pcm.length);
        assertEquals(10, pcm.length / 96_000.0, 1);
        int peak = 0;
        for (short sample : pcm) {
            peak = Math.max(peak, Math.abs(sample));
        }
        double peakDb = 20 * Math.log10(peak / 32768.0);
        assertTrue(peakDb < -3 && peakDb > -9, "peak " + peakDb + " dB");
    }

    @Test
    void theTuneHasNoClicksAndNoGapsAndBothSidesSoundDifferent() throws IOException {
        short[] pcm = readAll(new TuneSource(), 960);
        double left = 0;
        double right = 0;
        double difference = 0;
        int steepest = 0;
        for (int i = 2; i < pcm.length; i += 2) {
            left += (double) pcm[i] * pcm[i];
            right += (double) pcm[i + 1] * pcm[i + 1];
            difference += Math.pow(pcm[i] - pcm[i + 1], 2);
            // second difference: what a jump has and a smooth wave of under 3 kHz does not
            if (i >= 4) {
                steepest = Math.max(steepest, Math.abs(pcm[i] - 2 * pcm[i - 2] + pcm[i - 4]));
            }
        }
        assertTrue(steepest < 1500, "a jump of " + steepest);
        assertTrue(difference > 0.05 * (left + right), "stereo");
        assertTrue(left > 0.3 * right && right > 0.3 * left, "balanced");
        assertEquals(0, pcm[0]);
        assertTrue(Math.abs(pcm[pcm.length - 1]) < 3);
        // every quarter of a second but the dying end has sound
        for (int at = 0; at + 24_000 < pcm.length - 48_000; at += 24_000) {
            double level = 0;
            for (int i = at; i < at + 24_000; i++) {
                level += Math.abs(pcm[i]) / 24_000.0;
            }
            assertTrue(level > 300, "quiet at sample " + at);
        }
    }

    @Test
    void aClosedSourceSaysSo() {
        TuneSource tune = new TuneSource();
        tune.close();
        assertThrows(IOException.class, () -> tune.read(new short[2], 0, 1));
    }

    private static short[] readAll(PcmSource source, int frames) throws IOException {
        short[] all = new short[2 * 48_000 * 20];
        int length = 0;
        for (int read; (read = source.read(all, length, frames)) != AudioSource.END; ) {
            length += 2 * read;
        }
        assertEquals(AudioSource.END, source.read(all, 0, 1));
        return Arrays.copyOf(all, length);
    }
}
