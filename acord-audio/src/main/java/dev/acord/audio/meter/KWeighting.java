package dev.acord.audio.meter;

/**
 * The K weighting of one channel (ITU-R BS.1770-4 annex 1): a shelf that stands for the head, then a high-pass. The coefficients are the
 * ones that the recommendation prints for 48,000 Hz.
 */
final class KWeighting {

    private static final double SHELF_B0 = 1.53512485958697;
    private static final double SHELF_B1 = -2.69169618940638;
    private static final double SHELF_B2 = 1.19839281085285;
    private static final double SHELF_A1 = -1.69065929318241;
    private static final double SHELF_A2 = 0.73248077421585;
    private static final double PASS_A1 = -1.99004745483398;
    private static final double PASS_A2 = 0.99007225036621;

    /** What is left in a filter long after the sound has ended; numbers still smaller would be slow to calculate with. */
    private static final double NOTHING = 1e-30;

    private double shelf1;
    private double shelf2;
    private double pass1;
    private double pass2;

    /**
     * Filters samples, and adds up what comes out.
     *
     * @param pcm 16-bit samples
     * @param first index of the first one
     * @param step from one sample of the channel to the next
     * @param count how many
     * @return the sum of the squares of the weighted samples, full scale being 1
     */
    double energy(short[] pcm, int first, int step, int count) {
        double s1 = shelf1;
        double s2 = shelf2;
        double p1 = pass1;
        double p2 = pass2;
        double sum = 0;
        for (int i = 0, at = first; i < count; i++, at += step) {
            double x = pcm[at] / 32768.0;
            double y = SHELF_B0 * x + s1;
            s1 = SHELF_B1 * x - SHELF_A1 * y + s2;
            s2 = SHELF_B2 * x - SHELF_A2 * y;
            double z = y + p1;
            p1 = -2 * y - PASS_A1 * z + p2;
            p2 = y - PASS_A2 * z;
            sum += z * z;
        }
        shelf1 = flush(s1);
        shelf2 = flush(s2);
        pass1 = flush(p1);
        pass2 = flush(p2);
        return sum;
    }

    private static double flush(double state) {
        return Math.abs(state) < NOTHING ? 0 : state;
    }
}
