package dev.acord.voice.receive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpeechMixerTest {

    @Test
    void theMixerLeavesOneTalkerAlone() {
        short[] in = SpokenSignal.voice(48_000, 2);
        in[5_000] = Short.MAX_VALUE;
        short[] out = mix(in);
        assertArrayEquals(
                Arrays.copyOf(in, in.length - 2 * SpeechMixer.DELAY_FRAMES),
                Arrays.copyOfRange(out, 2 * SpeechMixer.DELAY_FRAMES, out.length));
    }

    @Test
    void talkersWhoFitAreAddedExactly() {
        short[] a = SpokenSignal.tone(48_000, 440, 10_000);
        short[] b = SpokenSignal.tone(48_000, 620, 12_000);
        short[] out = mix(a, b);
        for (int i = 0; i < a.length - 2 * SpeechMixer.DELAY_FRAMES; i++) {
            assertEquals(a[i] + b[i], out[i + 2 * SpeechMixer.DELAY_FRAMES]);
        }
    }

    @Test
    void twoTalkersAtFullScaleNeitherWrapNorClip() {
        short[] a = SpokenSignal.tone(96_000, 440, 32_767);
        short[] b = SpokenSignal.tone(96_000, 620, 32_767);
        short[] out = mix(a, b);

        int atLimit = 0;
        double product = 0;
        double sumEnergy = 0;
        double outEnergy = 0;
        for (int i = 48_000; i < a.length; i++) {
            double sum = a[i - 2 * SpeechMixer.DELAY_FRAMES] + b[i - 2 * SpeechMixer.DELAY_FRAMES];
            assertTrue(sum * out[i] >= 0, "the sign never turns");
            product += sum * out[i];
            sumEnergy += sum * sum;
            outEnergy += (double) out[i] * out[i];
            atLimit += Math.abs(out[i]) >= 32_767 ? 1 : 0;
        }
        double correlation = product / Math.sqrt(sumEnergy * outEnergy);
        assertTrue(correlation > 0.999, "the shape stays: " + correlation);
        assertTrue(atLimit < a.length / 500, "samples at full scale: " + atLimit);
        assertTrue(Listener.largestStep(out, 0, 96_000) <= 32_767 * 2 * Math.PI * 620 / 48_000 * 1.1);
    }

    @Test
    void aHundredTalkersAtFullScaleDoNotWrapEither() {
        short[][] talkers = new short[100][];
        Arrays.fill(talkers, SpokenSignal.tone(48_000, 440, 32_767));
        short[] out = mix(talkers);
        for (int i = 0; i < out.length - 2 * SpeechMixer.DELAY_FRAMES; i++) {
            assertEquals(talkers[0][i], out[i + 2 * SpeechMixer.DELAY_FRAMES], 330, "turned down to one of them");
        }
    }

    @Test
    void theLoudnessComesBackAfterAPeak() {
        short[] a = SpokenSignal.tone(48_000, 440, 32_767);
        short[] b = SpokenSignal.tone(48_000, 440, 32_767);
        Arrays.fill(b, 20_000, b.length, (short) 0);
        short[] out = mix(a, b);
        for (int i = 20_000 + 2 * 4_800 * 2; i < out.length; i++) {
            assertEquals(a[i - 2 * SpeechMixer.DELAY_FRAMES], out[i], 1, "200 ms later");
        }
    }

    @Test
    void blocksOfOddLengthsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SpeechMixer(100));
        assertThrows(IllegalArgumentException.class, () -> new SpeechMixer(0));
        assertThrows(IndexOutOfBoundsException.class, () -> new SpeechMixer(960).add(new short[1_919], 0));
    }

    private static short[] mix(short[]... talkers) {
        SpeechMixer mixer = new SpeechMixer(960);
        short[] out = new short[talkers[0].length];
        for (int at = 0; at < out.length; at += 1_920) {
            for (short[] talker : talkers) {
                mixer.add(talker, at);
            }
            mixer.mix(out, at);
        }
        return out;
    }
}
