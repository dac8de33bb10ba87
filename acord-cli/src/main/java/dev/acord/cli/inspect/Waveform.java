package dev.acord.cli.inspect;

/**
 * The shape of a stream of any length: lowest and highest sample and energy of equal parts. When there are too many parts, each two become
 * one, so the memory is bounded and no part is much longer than a column of a picture.
 */
final class Waveform implements PcmListener {
    /** Four for each column of the widest picture, and two after they were joined. */
    static final int MAX_PARTS = 1 << 15;

    private static final int CHANNELS = 2;

    private final short[][] lowest = new short[CHANNELS][MAX_PARTS];
    private final short[][] highest = new short[CHANNELS][MAX_PARTS];
    private final double[][] squares = new double[CHANNELS][MAX_PARTS];
    private long partFrames = 1;
    private int parts;
    private long inPart;
    private long frames;
    private boolean stereo;

    /**
     * What a column of a picture shows of one channel; full scale is 1.
     *
     * @param lowest the lowest sample
     * @param highest the highest sample
     * @param rms the root mean square
     */
    record Column(double lowest, double highest, double rms) {
        /** Whether a sample is at the upper end of the range. */
        boolean reachesTop() {
            return highest >= 32_767 / 32_768.0;
        }

        /** Whether a sample is at the lower end of the range. */
        boolean reachesBottom() {
            return lowest <= -1;
        }
    }

    @Override
    public void add(short[] pcm, int count) {
        for (int i = 0; i < count; i++) {
            if (inPart == 0 || inPart == partFrames) {
                beginPart();
            }
            add(0, pcm[2 * i]);
            add(1, pcm[2 * i + 1]);
            stereo |= pcm[2 * i] != pcm[2 * i + 1];
            inPart++;
        }
        frames += count;
    }

    private void beginPart() {
        if (parts == MAX_PARTS) {
            join();
        }
        for (int channel = 0; channel < CHANNELS; channel++) {
            lowest[channel][parts] = Short.MAX_VALUE;
            highest[channel][parts] = Short.MIN_VALUE;
            squares[channel][parts] = 0;
        }
        parts++;
        inPart = 0;
    }

    private void add(int channel, short sample) {
        int part = parts - 1;
        if (sample < lowest[channel][part]) {
            lowest[channel][part] = sample;
        }
        if (sample > highest[channel][part]) {
            highest[channel][part] = sample;
        }
        squares[channel][part] += sample * sample;
    }

    private void join() {
        parts /= 2;
        partFrames *= 2;
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int part = 0; part < parts; part++) {
                lowest[channel][part] = (short) Math.min(lowest[channel][2 * part], lowest[channel][2 * part + 1]);
                highest[channel][part] = (short) Math.max(highest[channel][2 * part], highest[channel][2 * part + 1]);
                squares[channel][part] = squares[channel][2 * part] + squares[channel][2 * part + 1];
            }
        }
    }

    /** What one of a number of equal columns shows. There must be audio. */
    Column column(int channel, int index, int columns) {
        double from = (double) frames * index / columns;
        double to = (double) frames * (index + 1) / columns;
        int first = (int) (from / partFrames);
        int last = Math.max(first, Math.min(parts, (int) Math.ceil(to / partFrames)) - 1);
        int low = Short.MAX_VALUE;
        int high = Short.MIN_VALUE;
        double sum = 0;
        long count = 0;
        for (int part = first; part <= last; part++) {
            low = Math.min(low, lowest[channel][part]);
            high = Math.max(high, highest[channel][part]);
            sum += squares[channel][part];
            count += part == parts - 1 ? inPart : partFrames;
        }
        return new Column(low / 32_768.0, high / 32_768.0, Math.sqrt(sum / count) / 32_768);
    }

    /** Whether the channels differ anywhere. */
    boolean isStereo() {
        return stereo;
    }

    double seconds() {
        return frames / 48_000.0;
    }
}
