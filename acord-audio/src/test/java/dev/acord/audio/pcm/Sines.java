package dev.acord.audio.pcm;

/** Sines, and how well what came out fits one. */
final class Sines {

    private Sines() {}

    /** Half scale, rounded to 16 bits as a file would hold it, as interleaved stereo of full scale 1. */
    static float[] stereo(double hz, int rateHz, int frames) {
        float[] pcm = new float[2 * frames];
        for (int i = 0; i < frames; i++) {
            float value = Math.round(16384 * Math.sin(2 * Math.PI * hz * i / rateHz)) / 32768f;
            pcm[2 * i] = value;
            pcm[2 * i + 1] = -value;
        }
        return pcm;
    }

    /** The sine of the given frequency that fits best (least squares): its level against half scale, its delay, and the rest. */
    record Fit(double levelDb, double delayFrames, double snrDb) {}

    /** Fits the left channel, leaving out {@code margin} frames at each end. */
    static Fit fit(short[] stereo, double hz, int rateHz, int margin) {
        double ss = 0;
        double cc = 0;
        double sc = 0;
        double sy = 0;
        double cy = 0;
        int from = margin;
        int to = stereo.length / 2 - margin;
        for (int i = from; i < to; i++) {
            double s = Math.sin(2 * Math.PI * hz * i / rateHz);
            double c = Math.cos(2 * Math.PI * hz * i / rateHz);
            double y = stereo[2 * i];
            ss += s * s;
            cc += c * c;
            sc += s * c;
            sy += s * y;
            cy += c * y;
        }
        double determinant = ss * cc - sc * sc;
        double a = (sy * cc - cy * sc) / determinant;
        double b = (cy * ss - sy * sc) / determinant;
        double error = 0;
        for (int i = from; i < to; i++) {
            double s = Math.sin(2 * Math.PI * hz * i / rateHz);
            double c = Math.cos(2 * Math.PI * hz * i / rateHz);
            double difference = stereo[2 * i] - a * s - b * c;
            error += difference * difference;
        }
        double amplitude = Math.hypot(a, b);
        double power = amplitude * amplitude / 2 * (to - from);
        double delay = -Math.atan2(b, a) / (2 * Math.PI * hz) * rateHz;
        return new Fit(20 * Math.log10(amplitude / 16384), delay, 10 * Math.log10(power / error));
    }

    /** The level of everything, against a sine of half scale. */
    static double levelDb(short[] stereo, int margin) {
        double power = 0;
        for (int i = margin; i < stereo.length / 2 - margin; i++) {
            power += (double) stereo[2 * i] * stereo[2 * i];
        }
        power /= stereo.length / 2.0 - 2 * margin;
        return 10 * Math.log10(power / (16384.0 * 16384 / 2) + 1e-30);
    }

    /** The level at one frequency against a sine of half scale, under a Hann window, so that louder ones elsewhere do not leak in. */
    static double levelAtDb(short[] stereo, double hz, int rateHz, int margin) {
        double re = 0;
        double im = 0;
        double sum = 0;
        int count = stereo.length / 2 - 2 * margin;
        for (int i = 0; i < count; i++) {
            double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / count);
            re += window * stereo[2 * (i + margin)] * Math.cos(2 * Math.PI * hz * i / rateHz);
            im += window * stereo[2 * (i + margin)] * Math.sin(2 * Math.PI * hz * i / rateHz);
            sum += window;
        }
        return 20 * Math.log10(2 * Math.hypot(re, im) / sum / 16384 + 1e-30);
    }
}
