package dev.acord.audio.meter;

import java.util.Arrays;
import java.util.Random;

/** Builds test signals of 48,000 Hz stereo, piece by piece. */
final class Signal {
    private short[] pcm = new short[1 << 16];
    private int length;

    /** A sine of both channels in phase; its level is that of its peaks. The phase goes on from piece to piece. */
    Signal sine(double hz, double peakDbfs, double seconds) {
        return sine(hz, 0, amplitude(peakDbfs), seconds);
    }

    /** The standard's usual tone. */
    Signal tone(double peakDbfs, double seconds) {
        return sine(1_000, peakDbfs, seconds);
    }

    /** A sine that begins at a phase, whose amplitude may exceed 1 where its samples do not. */
    Signal sine(double hz, double phaseDegrees, double amplitude, double seconds) {
        double phase = Math.toRadians(phaseDegrees);
        for (long end = length / 2 + Math.round(seconds * 48_000); length / 2 < end; ) {
            double value = amplitude * Math.sin(2 * Math.PI * hz / 48_000 * (length / 2.0) + phase);
            frame(value, value);
        }
        return this;
    }

    Signal silence(double seconds) {
        return constant(0, 0, (int) Math.round(seconds * 48_000));
    }

    /** Frames that are all the same, in steps of 16 bits. */
    Signal constant(int left, int right, int frames) {
        for (int i = 0; i < frames; i++) {
            raw(left, right);
        }
        return this;
    }

    /** Different noise on either channel, that swells and fades. */
    Signal swellingNoise(long seed, double seconds, double periodSeconds) {
        Random random = new Random(seed);
        for (int i = 0; i < seconds * 48_000; i++) {
            double swell = 0.02 + 0.4 * Math.pow(Math.sin(Math.PI * i / 48_000 / periodSeconds), 4);
            frame(swell * random.nextGaussian() / 3, swell * random.nextGaussian() / 5);
        }
        return this;
    }

    /** From low to high, each octave in the same time. */
    Signal sweep(double fromHz, double toHz, double amplitude, double seconds) {
        double phase = 0;
        long frames = Math.round(seconds * 48_000);
        for (long i = 0; i < frames; i++) {
            phase += 2 * Math.PI / 48_000 * fromHz * Math.pow(toHz / fromHz, (double) i / frames);
            frame(amplitude * Math.sin(phase), amplitude * Math.cos(phase));
        }
        return this;
    }

    /** Loud music at its worst: tones and noise, driven far beyond full scale and cut off. */
    Signal clipped(long seed, double seconds) {
        Random random = new Random(seed);
        for (int i = 0; i < seconds * 48_000; i++) {
            double t = i / 48_000.0;
            double beat = Math.exp(-6 * (t % 0.5)) * Math.sin(2 * Math.PI * 60 * t) * 1.5;
            double chord = 0.5 * Math.sin(2 * Math.PI * 440 * t) + 0.5 * Math.sin(2 * Math.PI * 659 * t);
            frame(beat + chord + 0.1 * random.nextGaussian(), beat + 0.7 * chord + 0.2 * random.nextGaussian());
        }
        return this;
    }

    /** Fades all of it in at the beginning and out at the end. */
    Signal faded(int frames) {
        for (int i = 0; i < 2 * frames; i++) {
            int frame = i / 2;
            double gain = (double) frame / frames;
            pcm[i] = (short) Math.round(pcm[i] * gain);
            pcm[length - 1 - i] = (short) Math.round(pcm[length - 1 - i] * gain);
        }
        return this;
    }

    private void frame(double left, double right) {
        raw(Math.round(left * 32_768), Math.round(right * 32_768));
    }

    private void raw(long left, long right) {
        if (length == pcm.length) {
            pcm = Arrays.copyOf(pcm, 2 * length);
        }
        pcm[length++] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, left));
        pcm[length++] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, right));
    }

    static double amplitude(double dbfs) {
        return Math.pow(10, dbfs / 20);
    }

    short[] pcm() {
        return Arrays.copyOf(pcm, length);
    }

    LoudnessMeter measured() {
        LoudnessMeter meter = new LoudnessMeter();
        meter.add(pcm, 0, length / 2);
        return meter;
    }

    LevelMeter levels() {
        LevelMeter meter = new LevelMeter();
        meter.add(pcm, 0, length / 2);
        return meter;
    }
}
