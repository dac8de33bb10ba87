package dev.acord.audio.engine;

import dev.acord.audio.PcmSource;
import java.util.Arrays;

/**
 * Keeps samples within full scale by turning the volume down, not by cutting off peaks. It looks 5 ms ahead, so that the volume is down
 * when the peak comes; it stays down for 20 ms after it, longer than half a period of any tone, and then recovers in a fraction of a second.
 * What stays within full scale goes through bit for bit. The output is the input of {@value #LATENCY_FRAMES} frames before.
 *
 * <p>The volume needed for each frame goes through a sliding minimum (as long as look-ahead and hold), a slow rise, and an average over the
 * look-ahead. Each value that enters the average for a frame is at most what the frame needs, and so is the average. Gains are integers, so
 * that the running sum is exact for ever, and the average of ones is one.
 */
final class Limiter {

    static final int LATENCY_FRAMES = PcmSource.SAMPLE_RATE_HZ * 5 / 1000;

    private static final int WINDOW = LATENCY_FRAMES + 1 + PcmSource.SAMPLE_RATE_HZ * 20 / 1000;
    private static final long ONE = 1L << 30;
    private static final double UNITY = LATENCY_FRAMES * (double) ONE;

    /** Where limited peaks come to: -0.09 dB, so that rounding and an encoder's error are not at the rails. */
    private static final double CEILING = 0.99;

    private final float[] delay = new float[PcmSource.CHANNELS * LATENCY_FRAMES];
    private final long[] average = new long[LATENCY_FRAMES];
    private int at;
    private long sum;
    private long held;

    // the sliding minimum: gains under one, ascending, with the frame that needs each
    private final long[] gains = new long[WINDOW];
    private final long[] frames = new long[WINDOW];
    private int first;
    private int count;
    private long now;

    Limiter() {
        reset();
    }

    /** Silence has gone before. */
    void reset() {
        Arrays.fill(delay, 0);
        Arrays.fill(average, ONE);
        sum = LATENCY_FRAMES * ONE;
        held = ONE;
        count = 0;
    }

    /** Whether nothing that went in before is limited now or will be. */
    boolean isIdle() {
        return count == 0 && held == ONE && sum == LATENCY_FRAMES * ONE;
    }

    /** Replaces frames by those of {@link #LATENCY_FRAMES} before. */
    void process(float[] pcm, int offset, int frameCount) {
        int end = offset + PcmSource.CHANNELS * frameCount;
        for (int i = offset; i < end; i += 2) {
            float left = pcm[i];
            float right = pcm[i + 1];
            gain(Math.max(Math.abs(left), Math.abs(right)));
            float gain = (float) (sum / UNITY);
            pcm[i] = delay[2 * at] * gain;
            pcm[i + 1] = delay[2 * at + 1] * gain;
            delay[2 * at] = left;
            delay[2 * at + 1] = right;
            at = at + 1 == LATENCY_FRAMES ? 0 : at + 1;
        }
    }

    private void gain(float peak) {
        if (count > 0 && frames[first] <= now - WINDOW) {
            first = first + 1 == WINDOW ? 0 : first + 1;
            count--;
        }
        if (peak > 1) {
            push((long) (CEILING / peak * ONE));
        }
        now++;
        long wanted = count > 0 ? gains[first] : ONE;
        if (wanted < held) {
            held = wanted;
        } else if (held < wanted) {
            // a time constant of 170 ms, and a little more so that it arrives
            held = Math.min(wanted, held + ((ONE - held) >> 13) + (1 << 12));
        }
        sum += held - average[at];
        average[at] = held;
    }

    private void push(long gain) {
        int last = Math.floorMod(first + count - 1, WINDOW);
        while (count > 0 && gains[last] >= gain) {
            count--;
            last = last == 0 ? WINDOW - 1 : last - 1;
        }
        int next = (first + count) % WINDOW;
        gains[next] = gain;
        frames[next] = now;
        count++;
    }
}
