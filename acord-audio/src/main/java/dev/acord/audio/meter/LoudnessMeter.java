package dev.acord.audio.meter;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Measures loudness and true peak of a stream after ITU-R BS.1770-4, EBU R 128, EBU Tech 3341 and EBU Tech 3342. The stream is 48,000 Hz,
 * two channels, signed 16 bit, interleaved left and right; mono on both channels is measured as it is heard, on both, which is 3.01 LU more
 * than on one.
 *
 * <ul>
 *   <li><b>Momentary</b> and <b>short-term</b> loudness are the means of the last 400 ms and 3 s, renewed every 10 ms.
 *   <li><b>Integrated</b> loudness is the mean of blocks of 400 ms that begin every 100 ms, of those that lie above -70 LUFS and not more
 *       than 10 LU below the mean of these. A block that the end of the stream cuts off does not count.
 *   <li>The <b>loudness range</b> is how far the loudest 5 % and the quietest 10 % of the short-term loudness lie apart, taken every 100
 *       ms, again above -70 LUFS and not more than 20 LU below the mean.
 *   <li>The <b>true peak</b> is the highest level of the four times oversampled signal.
 * </ul>
 *
 * <p>Results may be asked for at any time, and are the same however the stream is cut into calls. The memory is the same for any length:
 * about 260 KB. Integrated loudness and range come from counts in steps of 0.01 LU, which is as exact as they are ever shown. Not thread
 * safe.
 */
public final class LoudnessMeter {

    private static final int STEP_FRAMES = 480;
    private static final int STEPS_PER_BLOCK = 10;
    private static final int MOMENTARY_STEPS = 40;
    private static final int SHORT_TERM_STEPS = 300;
    private static final double INTEGRATED_GATE_LU = 10;
    private static final double RANGE_GATE_LU = 20;

    private final KWeighting leftWeighting = new KWeighting();
    private final KWeighting rightWeighting = new KWeighting();
    private final TruePeak leftPeak = new TruePeak();
    private final TruePeak rightPeak = new TruePeak();
    private final LoudnessHistogram momentary = new LoudnessHistogram();
    private final LoudnessHistogram shortTerm = new LoudnessHistogram();

    /** Energies of the last 3 s in steps of 10 ms; step {@code n} is at {@code n % 300}. */
    private final double[] energies = new double[SHORT_TERM_STEPS];

    private long frames;
    private long steps;
    private double stepEnergy;
    private double maxMomentary;
    private double maxShortTerm;

    /** A meter at the beginning of a stream. */
    public LoudnessMeter() {}

    /**
     * Measures the next part of the stream.
     *
     * @param pcm interleaved left and right samples
     * @param offset index of the first sample in {@code pcm}
     * @param frames how many sample frames (one sample for each channel), 0 or more
     * @throws IndexOutOfBoundsException if {@code pcm} does not hold that many
     */
    public void add(short[] pcm, int offset, int frames) {
        Objects.checkFromIndexSize(offset, Math.multiplyExact(2, frames), pcm.length);
        int done = 0;
        while (done < frames) {
            int left = STEP_FRAMES - (int) (this.frames % STEP_FRAMES);
            int count = Math.min(left, frames - done);
            int at = offset + 2 * done;
            stepEnergy += leftWeighting.energy(pcm, at, 2, count);
            stepEnergy += rightWeighting.energy(pcm, at + 1, 2, count);
            done += count;
            this.frames += count;
            if (count == left) {
                endStep();
            }
        }
        leftPeak.add(pcm, offset, 2, frames);
        rightPeak.add(pcm, offset + 1, 2, frames);
    }

    private void endStep() {
        energies[(int) (steps % SHORT_TERM_STEPS)] = stepEnergy;
        stepEnergy = 0;
        steps++;
        if (steps >= MOMENTARY_STEPS) {
            double energy = mean(MOMENTARY_STEPS);
            maxMomentary = Math.max(maxMomentary, energy);
            if (steps % STEPS_PER_BLOCK == 0) {
                momentary.add(energy);
            }
        }
        if (steps >= SHORT_TERM_STEPS) {
            double energy = mean(SHORT_TERM_STEPS);
            maxShortTerm = Math.max(maxShortTerm, energy);
            if (steps % STEPS_PER_BLOCK == 0) {
                shortTerm.add(energy);
            }
        }
    }

    /** The mean square of the last steps. Added up anew each time: a running sum would keep the rounding of loud parts for ever. */
    private double mean(int count) {
        double sum = 0;
        int at = (int) (steps % SHORT_TERM_STEPS);
        for (int i = 0; i < count; i++) {
            at = at == 0 ? SHORT_TERM_STEPS - 1 : at - 1;
            sum += energies[at];
        }
        return sum / ((long) count * STEP_FRAMES);
    }

    /**
     * The loudness of the last 400 ms.
     *
     * @return LUFS, negative infinity for digital silence; empty before the first 400 ms
     */
    public OptionalDouble momentaryLufs() {
        return level(MOMENTARY_STEPS, mean(MOMENTARY_STEPS));
    }

    /**
     * The loudness of the last 3 s.
     *
     * @return LUFS, negative infinity for digital silence; empty before the first 3 s
     */
    public OptionalDouble shortTermLufs() {
        return level(SHORT_TERM_STEPS, mean(SHORT_TERM_STEPS));
    }

    /**
     * The highest momentary loudness so far.
     *
     * @return LUFS, negative infinity for digital silence; empty before the first 400 ms
     */
    public OptionalDouble maxMomentaryLufs() {
        return level(MOMENTARY_STEPS, maxMomentary);
    }

    /**
     * The highest short-term loudness so far.
     *
     * @return LUFS, negative infinity for digital silence; empty before the first 3 s
     */
    public OptionalDouble maxShortTermLufs() {
        return level(SHORT_TERM_STEPS, maxShortTerm);
    }

    private OptionalDouble level(int neededSteps, double energy) {
        return steps < neededSteps ? OptionalDouble.empty() : OptionalDouble.of(Loudness.lufs(energy));
    }

    /**
     * The loudness of the whole stream so far.
     *
     * @return LUFS; empty before the first 400 ms, and while nothing was as loud as -70 LUFS
     */
    public OptionalDouble integratedLufs() {
        return momentary.gatedLufs(INTEGRATED_GATE_LU);
    }

    /**
     * The loudness range of the stream so far. It means little for less than a minute.
     *
     * @return LU, 0 or more; empty before the first 3 s, and while nothing was as loud as -70 LUFS
     */
    public OptionalDouble rangeLu() {
        return shortTerm.spreadLu(RANGE_GATE_LU, 0.10, 0.95);
    }

    /**
     * The highest level of either channel so far, between the samples too.
     *
     * @return dBTP, above 0 where a converter would clip; negative infinity for digital silence
     */
    public double truePeakDbtp() {
        return Loudness.decibels(Math.max(leftPeak.peak(), rightPeak.peak()));
    }

    /**
     * How much was measured.
     *
     * @return sample frames at 48,000 Hz
     */
    public long frames() {
        return frames;
    }
}
