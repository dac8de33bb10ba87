package dev.acord.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.cli.inspect.Waveform.Column;
import org.junit.jupiter.api.Test;

class WaveformTest {

    @Test
    void eachColumnHasTheExtremesAndTheRmsOfItsFrames() {
        Waveform waveform = new Waveform();
        waveform.add(new short[] {16_384, 0, -8_192, 0, 0, 100, 0, -32_768}, 4);
        assertEquals(new Column(-0.25, 0.5, Math.sqrt((0.25 + 0.0625) / 2)), waveform.column(0, 0, 2));
        assertEquals(new Column(0, 0, 0), waveform.column(0, 1, 2));
        Column right = waveform.column(1, 1, 2);
        assertEquals(-1, right.lowest());
        assertTrue(right.reachesBottom());
        assertFalse(right.reachesTop());
        assertTrue(waveform.isStereo());
    }

    @Test
    void moreColumnsThanFramesRepeatThem() {
        Waveform waveform = new Waveform();
        waveform.add(new short[] {16_384, 16_384, -16_384, -16_384}, 2);
        for (int column = 0; column < 10; column++) {
            double expected = column < 5 ? 0.5 : -0.5;
            assertEquals(new Column(expected, expected, 0.5), waveform.column(0, column, 10));
        }
        assertFalse(waveform.isStereo());
    }

    /** A ramp over so many frames that parts were joined several times, the last part not being full. */
    @Test
    void aLongStreamKeepsItsShape() {
        Waveform waveform = new Waveform();
        int frames = 20 * Waveform.MAX_PARTS + 12_345;
        for (int i = 0; i < frames; i++) {
            short value = (short) Math.round(32_000.0 * i / frames);
            waveform.add(new short[] {value, value}, 1);
        }
        assertEquals(frames / 48_000.0, waveform.seconds());
        double partOfColumn = 1_000.0 * 32 / frames; // parts hold 32 frames by then
        for (int i = 0; i < 1_000; i++) {
            Column column = waveform.column(1, i, 1_000);
            double low = 32_000 / 32_768.0 * i / 1_000;
            double high = 32_000 / 32_768.0 * (i + 1) / 1_000;
            assertEquals(low, column.lowest(), 0.001 * partOfColumn + 0.00002, "column " + i);
            assertEquals(high, column.highest(), 0.001 * partOfColumn + 0.00002, "column " + i);
            assertEquals((low + high) / 2, column.rms(), 0.0004, "column " + i);
        }
    }

    @Test
    void fullScaleShowsHoweverShortItIs() {
        Waveform waveform = new Waveform();
        waveform.add(new short[2 * 500_000], 500_000);
        waveform.add(new short[] {0, Short.MAX_VALUE}, 1);
        waveform.add(new short[2 * 500_000], 500_000);
        int found = 0;
        for (int i = 0; i < 700; i++) {
            assertFalse(waveform.column(0, i, 700).reachesTop());
            found += waveform.column(1, i, 700).reachesTop() ? 1 : 0;
        }
        assertTrue(found == 1 || found == 2, found + " columns"); // 2 where it lies on their border
    }
}
