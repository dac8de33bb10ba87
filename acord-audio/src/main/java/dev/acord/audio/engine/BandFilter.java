package dev.acord.audio.engine;

import dev.acord.audio.PcmSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The filter of one band, for two channels.
 *
 * <p>The response is that of R. Bristow-Johnson's "Cookbook formulae for audio EQ biquad filter coefficients". The structure is not a
 * direct form but a state-variable filter with trapezoidal integrators, which has the same response: with {@code g = tan(pi hz / 48000)}
 * and {@code k = 1 / q} it computes a band-pass {@code v1} and a low-pass {@code v2}, and the output is {@code m0 v0 + m1 v1 + m2 v2}. It is
 * stable for every {@code g > 0} and {@code k > 0} even while these change, where a direct form may ring or thump, and {@code m1 = m2 = 0}
 * leaves the input exactly as it is. So a change of a band moves the five numbers in a straight line.
 */
final class BandFilter {

    private static final int RAMP_FRAMES = PcmSource.SAMPLE_RATE_HZ * 30 / 1000;

    private final Ramp g = new Ramp(1);
    private final Ramp k = new Ramp(1);
    private final Ramp m0 = new Ramp(1);
    private final Ramp m1 = new Ramp(0);
    private final Ramp m2 = new Ramp(0);
    private @Nullable EqualizerBand band;

    // the integrators' states
    private double left1;
    private double left2;
    private double right1;
    private double right2;

    /** Moves on to a band; {@code null} is none. A band that is set for the first time is faded in. */
    void aim(@Nullable EqualizerBand next) {
        if (Objects.equals(next, band)) {
            return;
        }
        boolean idle = isNeutral();
        band = next;
        if (next == null || next.isFlat()) {
            mix(1, 0, 0);
            return;
        }
        double tan = Math.tan(Math.PI * next.hz() / PcmSource.SAMPLE_RATE_HZ);
        double a = Math.pow(10, next.gainDb() / 40);
        double damping = 1 / next.q();
        switch (next.shape()) {
            case PEAK -> {
                tune(idle, tan, damping / a);
                mix(1, damping / a * (a * a - 1), 0);
            }
            case LOW_SHELF -> {
                tune(idle, tan / Math.sqrt(a), damping);
                mix(1, damping * (a - 1), a * a - 1);
            }
            case HIGH_SHELF -> {
                tune(idle, tan * Math.sqrt(a), damping);
                mix(a * a, damping * (1 - a) * a, 1 - a * a);
            }
            case LOW_PASS -> {
                tune(idle, tan, damping);
                mix(0, 0, 1);
            }
            case HIGH_PASS -> {
                tune(idle, tan, damping);
                mix(1, -damping, -1);
            }
            case NOTCH -> {
                tune(idle, tan, damping);
                mix(1, -damping, 0);
            }
        }
    }

    private void tune(boolean idle, double nextG, double nextK) {
        if (idle) {
            // nobody hears the states now
            g.jump(nextG);
            k.jump(nextK);
            left1 = 0;
            left2 = 0;
            right1 = 0;
            right2 = 0;
        } else {
            g.aim(nextG, RAMP_FRAMES);
            k.aim(nextK, RAMP_FRAMES);
        }
    }

    private void mix(double next0, double next1, double next2) {
        m0.aim(next0, RAMP_FRAMES);
        m1.aim(next1, RAMP_FRAMES);
        m2.aim(next2, RAMP_FRAMES);
    }

    boolean isNeutral() {
        return m0.restsAt(1) && m1.restsAt(0) && m2.restsAt(0);
    }

    void process(float[] pcm, int offset, int frames) {
        int done = 0;
        while (done < frames && moving()) {
            step(pcm, offset + PcmSource.CHANNELS * done, 1, g.next(), k.next(), m0.next(), m1.next(), m2.next());
            done++;
        }
        if (done < frames && !isNeutral()) {
            int from = offset + PcmSource.CHANNELS * done;
            step(pcm, from, frames - done, g.value(), k.value(), m0.value(), m1.value(), m2.value());
        }
    }

    private boolean moving() {
        return m0.moving() || m1.moving() || m2.moving() || g.moving() || k.moving();
    }

    private void step(
            float[] pcm, int offset, int frames, double tan, double damping, double c0, double c1, double c2) {
        double a1 = 1 / (1 + tan * (tan + damping));
        double a2 = tan * a1;
        double a3 = tan * a2;
        int end = offset + PcmSource.CHANNELS * frames;
        for (int i = offset; i < end; i += 2) {
            double v0 = pcm[i];
            double v3 = v0 - left2;
            double v1 = a1 * left1 + a2 * v3;
            double v2 = left2 + a2 * left1 + a3 * v3;
            left1 = 2 * v1 - left1;
            left2 = 2 * v2 - left2;
            pcm[i] = (float) (c0 * v0 + c1 * v1 + c2 * v2);
            v0 = pcm[i + 1];
            v3 = v0 - right2;
            v1 = a1 * right1 + a2 * v3;
            v2 = right2 + a2 * right1 + a3 * v3;
            right1 = 2 * v1 - right1;
            right2 = 2 * v2 - right2;
            pcm[i + 1] = (float) (c0 * v0 + c1 * v1 + c2 * v2);
        }
    }
}
