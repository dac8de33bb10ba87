package dev.acord.voice.receive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechConverterTest {

    private static short[] convert(SpeechFormat format, short[] in, int block) {
        SpeechConverter converter = new SpeechConverter(format);
        short[] out = new short[in.length + SpeechConverter.MAX_REST_FRAMES * 2];
        int frames = 0;
        for (int at = 0; at < in.length / 2; at += block) {
            int some = Math.min(block, in.length / 2 - at);
            int written = converter.convert(in, at * 2, some, out, frames * format.channels());
            assertTrue(written <= converter.roomFrames(some), "no more than promised");
            frames += written;
        }
        frames += converter.finish(out, frames * format.channels());
        return Arrays.copyOf(out, frames * format.channels());
    }

    @ParameterizedTest
    @ValueSource(ints = {960, 480, 7, 5_000})
    void aToneOf1000HzIsTheSameToneAt16Khz(int block) {
        short[] mono = convert(SpeechFormat.MONO_16K, SpokenSignal.tone(48_000, 1_000, 12_000), block);

        assertEquals(16_000, mono.length, "a second");
        double worst = 0;
        for (int i = 200; i < 15_800; i++) {
            double expected = 12_000 * Math.sin(2 * Math.PI * 1_000 * i / 16_000);
            worst = Math.max(worst, Math.abs(mono[i] - expected));
        }
        assertTrue(worst <= 2, "at the same time and level, off by " + worst);
    }

    @Test
    void whatSpeechRecognitionCannotHearDoesNotComeBackAsSomethingElse() {
        short[] mono = convert(SpeechFormat.MONO_16K, SpokenSignal.tone(48_000, 9_000, 12_000), 960);
        for (int i = 200; i < 15_800; i++) {
            assertTrue(Math.abs(mono[i]) <= 2, "9 kHz left " + mono[i]);
        }
    }

    @Test
    void monoIsTheMeanAndDoesNotClip() {
        short[] in = new short[96_000];
        for (int i = 0; i < in.length; i += 2) {
            in[i] = Short.MAX_VALUE;
            in[i + 1] = i < 48_000 ? Short.MAX_VALUE : 0;
        }
        short[] mono = convert(SpeechFormat.MONO_16K, in, 960);
        assertEquals(Short.MAX_VALUE, mono[4_000], 1);
        assertEquals(Short.MAX_VALUE / 2f, mono[12_000], 1);
    }

    @Test
    void theDelayIsWhatTheDocumentationSays() {
        SpeechConverter converter = new SpeechConverter(SpeechFormat.MONO_16K);
        short[] out = new short[400];
        int first = converter.convert(new short[1_920], 0, 960, out, 0);
        assertEquals((960 - 216 + 2) / 3, first);
        assertEquals(320, converter.convert(new short[1_920], 0, 960, out, 0));
        assertEquals(640 - first - 320, converter.finish(out, 0));
    }

    @Test
    void stereoStaysAsItIs() {
        short[] in = SpokenSignal.voice(5_000, 1);
        assertArrayEquals(in, convert(SpeechFormat.STEREO_48K, in, 960));
    }

    @Test
    void bytesComeLowerOneFirst() {
        byte[] out = new byte[6];
        SpeechConverter.toLittleEndian(new short[] {9, 0x1234, -2}, 1, 2, out, 1);
        assertArrayEquals(new byte[] {0, 0x34, 0x12, (byte) 0xFE, (byte) 0xFF, 0}, out);
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> SpeechConverter.toLittleEndian(new short[2], 0, 2, new byte[3], 0));
    }
}
