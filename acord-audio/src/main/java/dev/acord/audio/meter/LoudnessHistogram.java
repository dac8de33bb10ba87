package dev.acord.audio.meter;

import java.util.OptionalDouble;

/**
 * The loudness of all blocks of a stream, however many: counted in steps of 0.01 LU. Each step keeps the sum of its blocks' energies, so
 * that means are exact, and only blocks within 0.01 LU of a gate can fall on its wrong side.
 */
final class LoudnessHistogram {

    private static final double ABSOLUTE_GATE_LUFS = -70;
    private static final int STEPS_PER_LU = 100;

    /** Up to +10 LUFS; the loudest that 16 bits can hold lies near +7. */
    private static final int STEPS = 80 * STEPS_PER_LU;

    private final long[] counts = new long[STEPS];
    private final double[] energies = new double[STEPS];

    /** Adds a block, unless it is below the absolute gate. */
    void add(double energy) {
        double aboveGate = Loudness.lufs(energy) - ABSOLUTE_GATE_LUFS;
        if (aboveGate >= 0) {
            int step = (int) Math.min(aboveGate * STEPS_PER_LU, STEPS - 1);
            counts[step]++;
            energies[step] += energy;
        }
    }

    /** The mean of the blocks that are not {@code gateLu} or more below the mean of all; empty without blocks. */
    OptionalDouble gatedLufs(double gateLu) {
        int first = firstAbove(gateLu);
        return first == STEPS ? OptionalDouble.empty() : OptionalDouble.of(Loudness.lufs(mean(first)));
    }

    /** How far the given parts of the blocks above the gate lie apart, such as 0.1 and 0.95; empty without blocks. */
    OptionalDouble spreadLu(double gateLu, double low, double high) {
        int first = firstAbove(gateLu);
        if (first == STEPS) {
            return OptionalDouble.empty();
        }
        long blocks = count(first);
        return OptionalDouble.of(
                lufsOf(first, Math.round((blocks - 1) * high)) - lufsOf(first, Math.round((blocks - 1) * low)));
    }

    /** The first step above the gate that holds blocks, or {@link #STEPS}. */
    private int firstAbove(double gateLu) {
        double gate = mean(0) * Math.pow(10, -gateLu / 10);
        int step = 0;
        while (step < STEPS && (counts[step] == 0 || energies[step] / counts[step] < gate)) {
            step++;
        }
        return step;
    }

    private double mean(int first) {
        double sum = 0;
        for (int step = first; step < STEPS; step++) {
            sum += energies[step];
        }
        return sum / Math.max(1, count(first));
    }

    private long count(int first) {
        long sum = 0;
        for (int step = first; step < STEPS; step++) {
            sum += counts[step];
        }
        return sum;
    }

    /** The loudness of the block that has {@code rank} quieter ones, counted from step {@code first}. */
    private double lufsOf(int first, long rank) {
        int step = first;
        for (long below = counts[step]; below <= rank; below += counts[step]) {
            step++;
        }
        return Loudness.lufs(energies[step] / counts[step]);
    }
}
