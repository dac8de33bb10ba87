package dev.acord.cli.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where a time axis has its ticks, and what is written there. */
public final class TimeAxis {
    private static final double[] MINUTES_AND_MORE = {
        10, 15, 20, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200
    };

    private final double seconds;
    private final double step;

    /**
     * An axis that begins at 0.
     *
     * @param seconds its length, more than 0
     * @param maxTicks how many ticks there is room for
     */
    public TimeAxis(double seconds, int maxTicks) {
        this.seconds = seconds;
        step = step(seconds / Math.max(2, maxTicks));
    }

    private static double step(double atLeast) {
        for (double power = 1e-5; power < 5; power *= 10) {
            for (int factor : new int[] {1, 2, 5}) {
                if (power * factor >= atLeast * (1 - 1e-9)) {
                    return power * factor;
                }
            }
        }
        for (double each : MINUTES_AND_MORE) {
            if (each >= atLeast) {
                return each;
            }
        }
        return 86_400 * Math.ceil(atLeast / 86_400);
    }

    /**
     * Where ticks are.
     *
     * @return seconds, from 0 on
     */
    public List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= seconds * (1 + 1e-9); i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /**
     * What is written at a tick.
     *
     * @param at seconds
     * @return the time in this axis's unit
     */
    public String label(double at) {
        if (seconds < 1) {
            return decimals(at * 1_000, step * 1_000);
        }
        if (seconds < 60) {
            return decimals(at, step);
        }
        long whole = Math.round(at);
        return seconds < 3_600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3_600, whole / 60 % 60, whole % 60);
    }

    /** As many decimals as the step has. */
    private static String decimals(double value, double step) {
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /**
     * What labels are in.
     *
     * @return the unit
     */
    public String unit() {
        if (seconds < 1) {
            return "ms";
        }
        if (seconds < 60) {
            return "s";
        }
        return seconds < 3_600 ? "min:s" : "h:min:s";
    }
}
