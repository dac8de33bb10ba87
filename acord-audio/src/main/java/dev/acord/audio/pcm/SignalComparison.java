package dev.acord.audio.pcm;

import java.util.Locale;

/**
 * What became of a signal on its way: the result of comparing what was heard with what was sent. Both are 48,000 Hz, stereo, 16 bits,
 * interleaved.
 *
 * <p>All figures but the lengths are of the overlap: the frames {@code i} of what was sent for which frame {@code i + delayFrames} was
 * heard.
 *
 * @param delayFrames by how many sample frames what was heard lies behind what was sent; negative when its beginning is missing. 0 when
 *     either is silent
 * @param correlation similarity at that delay, of both channels together: 1 is the same signal at any loudness, 0 an unrelated one, -1 the
 *     same signal inverted. 0 when either is silent
 * @param gain the factor that, applied to what was sent, comes closest to what was heard
 * @param snrDb how far what was sent (after that gain) stands above the difference, in dB; positive infinity when nothing differs, negative
 *     infinity when either is silent
 * @param sentFrames length of what was sent
 * @param heardFrames length of what was heard
 * @param overlapFrames length of the part that was compared
 * @param sentSilent whether what was sent holds nothing but zeros
 * @param heardSilent whether what was heard holds nothing but zeros
 */
public record SignalComparison(
        int delayFrames,
        double correlation,
        double gain,
        double snrDb,
        int sentFrames,
        int heardFrames,
        int overlapFrames,
        boolean sentSilent,
        boolean heardSilent) {

    /**
     * Compares two signals. Ten minutes take about a second and 100 MB.
     *
     * @param sent what was sent: interleaved left and right
     * @param heard what was heard: interleaved left and right
     * @return the comparison
     * @throws IllegalArgumentException when an array has an odd length
     */
    public static SignalComparison of(short[] sent, short[] heard) {
        if (sent.length % 2 != 0 || heard.length % 2 != 0) {
            throw new IllegalArgumentException("stereo has an even number of samples, not " + sent.length + " sent and "
                    + heard.length + " heard");
        }
        int sentFrames = sent.length / 2;
        int heardFrames = heard.length / 2;
        boolean sentSilent = silent(sent);
        boolean heardSilent = silent(heard);
        int delay = sentSilent || heardSilent ? 0 : new DelaySearch(sent, heard).delayFrames();
        int from = Math.max(0, -delay);
        int to = (int) Math.max(from, Math.min(sentFrames, (long) heardFrames - delay));
        long sentEnergy = 0;
        long heardEnergy = 0;
        long product = 0;
        // at most 2^31 products of 2^30 each: no overflow
        for (int i = 2 * from, j = 2 * (from + delay); i < 2 * to; i++, j++) {
            sentEnergy += sent[i] * sent[i];
            heardEnergy += heard[j] * heard[j];
            product += sent[i] * heard[j];
        }
        if (sentEnergy == 0 || heardEnergy == 0) {
            return new SignalComparison(
                    delay, 0, 0, Double.NEGATIVE_INFINITY, sentFrames, heardFrames, to - from, sentSilent, heardSilent);
        }
        double correlation = product / (Math.sqrt((double) sentEnergy) * Math.sqrt((double) heardEnergy));
        double gain = (double) product / sentEnergy;
        double difference = 0;
        for (int i = 2 * from, j = 2 * (from + delay); i < 2 * to; i++, j++) {
            double error = heard[j] - gain * sent[i];
            difference += error * error;
        }
        double snrDb =
                difference == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(gain * gain * sentEnergy / difference);
        return new SignalComparison(
                delay,
                Math.max(-1, Math.min(1, correlation)),
                gain,
                snrDb,
                sentFrames,
                heardFrames,
                to - from,
                sentSilent,
                heardSilent);
    }

    /**
     * By how much what was heard is longer than what was sent.
     *
     * @return sample frames; negative when it is shorter
     */
    public int lengthDifferenceFrames() {
        return heardFrames - sentFrames;
    }

    /**
     * One line for a log or a report.
     *
     * @return the figures with their units
     */
    @Override
    public String toString() {
        if (sentSilent || heardSilent) {
            return (sentSilent ? "silence was sent" : "a signal was sent") + ", "
                    + (heardSilent ? "silence was heard" : "a signal was heard") + " (" + sentFrames + " and "
                    + heardFrames
                    + " frames)";
        }
        return String.format(
                Locale.ROOT,
                "delay %d frames, correlation %.4f, gain %.3f, SNR %.1f dB, length %+d frames (%d compared)",
                delayFrames,
                correlation,
                gain,
                snrDb,
                lengthDifferenceFrames(),
                overlapFrames);
    }

    private static boolean silent(short[] pcm) {
        for (short sample : pcm) {
            if (sample != 0) {
                return false;
            }
        }
        return true;
    }
}
