package dev.acord.audio.pcm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds by how many sample frames one stereo signal lies behind another.
 *
 * <p>Both channels are one complex signal, so that left and right count alike and opposite sides do not cancel. Short signals are
 * correlated whole. For longer ones the envelopes (level of every 5 ms) give the likeliest delays, and the stretch with the most energy
 * decides between them to the sample.
 */
final class DelaySearch {

    /** Two signals up to this together, 11 s each, are correlated whole: a transform of 2^20 numbers. */
    private static final int WHOLE_FRAMES = 1 << 20;

    private static final int ENVELOPE_FRAMES = 240;
    private static final int CANDIDATES = 6;

    /** Length of the deciding stretch, and how far around a candidate it is searched. */
    private static final int STRETCH_FRAMES = 1 << 16;

    private static final int AROUND_FRAMES = 2 * ENVELOPE_FRAMES;

    /** Candidates whose stretch matches nearly as well as the best are decided by the whole signals. */
    private static final double AS_GOOD = 0.98;

    /** An inverted signal is believed only when it fits clearly better: otherwise half a period off would do for a tone. */
    private static final double INVERSION_ADVANTAGE = 1.1;

    /** Among delays that fit alike, those under which both signals begin together win. */
    private static final double ONSET_ADVANTAGE = 1.001;

    private final short[] sent;
    private final short[] heard;
    private final int onsetDelay;

    DelaySearch(short[] sent, short[] heard) {
        this.sent = sent;
        this.heard = heard;
        onsetDelay = ENVELOPE_FRAMES * (onset(heard) - onset(sent));
    }

    /** The delay of {@code heard}, in frames; negative when its beginning is missing. */
    int delayFrames() {
        int sentFrames = sent.length / 2;
        int heardFrames = heard.length / 2;
        if (sentFrames + heardFrames <= WHOLE_FRAMES) {
            return refine(0, sentFrames, -sentFrames + 1, heardFrames - 1).delay;
        }
        List<Match> matches = new ArrayList<>();
        double strongest = 0;
        for (int candidate : candidates()) {
            int delay = candidate * ENVELOPE_FRAMES;
            int from = Math.max(0, -delay);
            int to = Math.min(sentFrames, heardFrames - delay);
            int start = loudestStretch(from, to);
            Match match =
                    refine(start, Math.min(start + STRETCH_FRAMES, to), delay - AROUND_FRAMES, delay + AROUND_FRAMES);
            strongest = Math.max(strongest, match.strength);
            matches.add(match);
        }
        return decide(matches, strongest * AS_GOOD);
    }

    /** Of the matches that are strong enough, the one under which the whole signals agree best: a tone matches itself at every period. */
    private int decide(List<Match> matches, double leastStrength) {
        int[] delays = matches.stream()
                .filter(match -> match.strength >= leastStrength)
                .mapToInt(match -> match.delay)
                .distinct()
                .toArray();
        if (delays.length < 2) {
            return delays.length == 0 ? 0 : delays[0];
        }
        int best = 0;
        double most = -1;
        for (int delay : delays) {
            double agreement = agreement(delay);
            if (agreement > most) {
                most = agreement;
                best = delay;
            }
        }
        return best;
    }

    /** Product of the overlap times its correlation: large when much of both signals overlaps, and all of the overlap fits. */
    private double agreement(int delay) {
        long product = 0;
        long sentEnergy = 0;
        long heardEnergy = 0;
        int to = 2 * Math.min(sent.length / 2, heard.length / 2 - delay);
        for (int i = 2 * Math.max(0, -delay), j = i + 2 * delay; i < to; i++, j++) {
            product += sent[i] * heard[j];
            sentEnergy += sent[i] * sent[i];
            heardEnergy += heard[j] * heard[j];
        }
        double energy = Math.sqrt((double) sentEnergy) * Math.sqrt((double) heardEnergy);
        return energy == 0 ? 0 : (double) product * product / energy;
    }

    private record Match(int delay, double strength) {}

    /** Where {@code sent[from, to)} is found best in {@code heard}, at delays of {@code minDelay} to {@code maxDelay}. */
    private Match refine(int from, int to, int minDelay, int maxDelay) {
        int heardFrom = Math.max(0, from + minDelay);
        int heardTo = (int) Math.min(heard.length / 2, (long) to + maxDelay);
        if (to <= from || heardTo <= heardFrom) {
            return new Match(0, -1);
        }
        int size = powerOfTwo((to - from) + (heardTo - heardFrom));
        double[] a = new double[size];
        double[] ai = new double[size];
        double[] b = new double[size];
        double[] bi = new double[size];
        double energySent = load(sent, from, to, a, ai);
        double energyHeard = load(heard, heardFrom, heardTo, b, bi);
        correlate(a, ai, b, bi);
        int best = 0;
        double strength = 0;
        for (int delay = minDelay; delay <= maxDelay; delay++) {
            // index = position in the stretch of heard that meets the first frame of the stretch of sent
            int index = from + delay - heardFrom;
            if (index <= from - to || index >= heardTo - heardFrom) {
                continue; // no overlap
            }
            double value = b[index & (size - 1)];
            double score = value >= 0 ? value : -value / INVERSION_ADVANTAGE;
            if (Math.abs(delay - onsetDelay) <= AROUND_FRAMES) {
                score *= ONSET_ADVANTAGE;
            }
            if (score > strength) {
                strength = score;
                best = delay;
            }
        }
        double energy = Math.sqrt(energySent * energyHeard);
        return new Match(best, energy == 0 ? -1 : strength / size / energy);
    }

    /** Delays, in envelope blocks, at which the envelopes agree best. */
    private List<Integer> candidates() {
        double[] a = envelope(sent);
        double[] b = envelope(heard);
        int blocksSent = a.length;
        int blocksHeard = b.length;
        int size = powerOfTwo(blocksSent + blocksHeard);
        double[] re = Arrays.copyOf(b, size);
        correlate(Arrays.copyOf(a, size), new double[size], re, new double[size]);
        List<Integer> found = new ArrayList<>();
        found.add(0);
        // the beginnings, for signals without any ups and downs
        found.add(onsetDelay / ENVELOPE_FRAMES);
        for (int i = 0; i < CANDIDATES; i++) {
            int best = 0;
            double strength = Double.NEGATIVE_INFINITY;
            for (int delay = -blocksSent + 1; delay < blocksHeard; delay++) {
                double value = re[delay & (size - 1)];
                if (value > strength) {
                    strength = value;
                    best = delay;
                }
            }
            found.add(best);
            // its neighbours are searched with it
            re[(best - 1) & (size - 1)] = Double.NEGATIVE_INFINITY;
            re[best & (size - 1)] = Double.NEGATIVE_INFINITY;
            re[(best + 1) & (size - 1)] = Double.NEGATIVE_INFINITY;
        }
        return found;
    }

    /** Leaves the correlation in {@code re}, {@code im}, times the size: element {@code d} is the sum of {@code b[i + d] x conj(a[i])}. */
    private static void correlate(double[] a, double[] ai, double[] re, double[] im) {
        Fourier fourier = new Fourier(a.length);
        fourier.transform(a, ai);
        fourier.transform(re, im);
        for (int i = 0; i < a.length; i++) {
            double r = re[i] * a[i] + im[i] * ai[i];
            double m = im[i] * a[i] - re[i] * ai[i];
            re[i] = r;
            im[i] = m;
        }
        fourier.transform(im, re);
    }

    private static double load(short[] pcm, int from, int to, double[] left, double[] right) {
        double energy = 0;
        for (int i = from; i < to; i++) {
            left[i - from] = pcm[2 * i];
            right[i - from] = pcm[2 * i + 1];
            energy += (double) pcm[2 * i] * pcm[2 * i] + (double) pcm[2 * i + 1] * pcm[2 * i + 1];
        }
        return energy;
    }

    /** The level of each block, less the average level. */
    private static double[] envelope(short[] pcm) {
        double[] levels = new double[pcm.length / 2 / ENVELOPE_FRAMES];
        double mean = 0;
        for (int block = 0; block < levels.length; block++) {
            levels[block] = Math.sqrt((double) energy(pcm, block));
            mean += levels[block] / levels.length;
        }
        for (int block = 0; block < levels.length; block++) {
            levels[block] -= mean;
        }
        return levels;
    }

    /** The first block that is not much weaker than the strongest. */
    private static int onset(short[] pcm) {
        int blocks = pcm.length / 2 / ENVELOPE_FRAMES;
        long most = 0;
        for (int block = 0; block < blocks; block++) {
            most = Math.max(most, energy(pcm, block));
        }
        int first = 0;
        while (first < blocks - 1 && energy(pcm, first) < most / 100) {
            first++;
        }
        return first;
    }

    private static long energy(short[] pcm, int block) {
        long energy = 0;
        int end = 2 * (block + 1) * ENVELOPE_FRAMES;
        for (int i = 2 * block * ENVELOPE_FRAMES; i < end; i++) {
            energy += (long) pcm[i] * pcm[i];
        }
        return energy;
    }

    /** Start of the stretch of {@code sent} within {@code [from, to)} that has the most energy. */
    private int loudestStretch(int from, int to) {
        int blocksInStretch = STRETCH_FRAMES / ENVELOPE_FRAMES;
        int firstBlock = (from + ENVELOPE_FRAMES - 1) / ENVELOPE_FRAMES;
        int endBlock = to / ENVELOPE_FRAMES;
        long window = 0;
        long most = -1;
        int start = from;
        for (int block = firstBlock; block < endBlock; block++) {
            window += energy(sent, block);
            if (block >= firstBlock + blocksInStretch) {
                window -= energy(sent, block - blocksInStretch);
            }
            if (window > most) {
                most = window;
                start = Math.max(from, (block + 1 - blocksInStretch) * ENVELOPE_FRAMES);
            }
        }
        return start;
    }

    private static int powerOfTwo(int atLeast) {
        return atLeast <= 1 ? 1 : Integer.highestOneBit(atLeast - 1) << 1;
    }
}
