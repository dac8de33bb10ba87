package dev.acord.sim.discord;

import dev.acord.audio.PcmSource;
import dev.acord.audio.meter.LoudnessMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What was heard of somebody, as a listener's loudspeaker would have played it: 48,000 Hz, two channels, signed 16 bit, interleaved left and
 * right. It begins with the first packet; pauses are silence, and packets that are missing are silence too, listed in {@link #gaps()}.
 * Immutable.
 */
public final class Heard {
    /** Peaks below -60 dBFS are silence. */
    private static final int SILENT_PEAK = 33;

    private static final int BLOCK_FRAMES = 480;
    private static final Duration SHORTEST_SILENCE = Duration.ofMillis(100);

    private final short[] pcm;
    private final List<Span> gaps;
    private final long packets;

    Heard(short[] pcm, List<Span> gaps, long packets) {
        this.pcm = pcm;
        this.gaps = List.copyOf(gaps);
        this.packets = packets;
    }

    /**
     * Looks at samples of one's own, such as those that a bot received.
     *
     * @param pcm 48,000 Hz, two channels, interleaved left and right; copied
     * @return what they are
     * @throws IllegalArgumentException when the number of samples is odd
     */
    public static Heard of(short[] pcm) {
        if (pcm.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "stereo samples come in pairs, not " + pcm.length + ": is the sound mono?");
        }
        return new Heard(pcm.clone(), List.of(), 0);
    }

    /**
     * The samples.
     *
     * @return a copy: interleaved left and right, 48,000 Hz
     */
    public short[] pcm() {
        return pcm.clone();
    }

    /**
     * How long it is, pauses and gaps included.
     *
     * @return zero or more
     */
    public Duration duration() {
        return PcmSource.timeOf(pcm.length / 2);
    }

    /**
     * How many packets it was made from.
     *
     * @return the number; 0 for samples of one's own
     */
    public long packets() {
        return packets;
    }

    /**
     * How loud it is: integrated loudness after EBU R 128, which leaves pauses out.
     *
     * @return LUFS; negative infinity for less than 400 ms, and where nothing is as loud as -70 LUFS
     */
    public double loudness() {
        LoudnessMeter meter = new LoudnessMeter();
        meter.add(pcm, 0, pcm.length / 2);
        return meter.integratedLufs().orElse(Double.NEGATIVE_INFINITY);
    }

    /**
     * The strongest frequency of the parts that are louder than about -50 dBFS. Of a sound with overtones it may be one of them.
     *
     * @return Hz, 30 to 12,000; 0 where nothing is loud enough
     */
    public double pitchHz() {
        return Spectrum.dominantHz(pcm);
    }

    /**
     * Where it is silent: below -60 dBFS for at least 100 ms.
     *
     * @return the spans in their order
     */
    public List<Span> silence() {
        return silence(SHORTEST_SILENCE);
    }

    /**
     * Where it is silent: below -60 dBFS.
     *
     * @param shortest the shortest silence that counts; it is measured in steps of 10 ms
     * @return the spans in their order
     */
    public List<Span> silence(Duration shortest) {
        List<Span> spans = new ArrayList<>();
        long shortestFrames = Math.max(1, PcmSource.framesOf(shortest));
        int frames = pcm.length / 2;
        int begin = 0;
        for (int at = 0; at < frames; at += BLOCK_FRAMES) {
            int end = Math.min(frames, at + BLOCK_FRAMES);
            boolean silent = silent(at, end);
            int silentEnd = silent ? end : at;
            if ((!silent || end == frames) && silentEnd - begin >= shortestFrames) {
                spans.add(new Span(PcmSource.timeOf(begin), PcmSource.timeOf(silentEnd - begin)));
            }
            if (!silent) {
                begin = end;
            }
        }
        return List.copyOf(spans);
    }

    private boolean silent(int from, int to) {
        for (int i = 2 * from; i < 2 * to; i++) {
            if (Math.abs(pcm[i]) > SILENT_PEAK) {
                return false;
            }
        }
        return true;
    }

    /**
     * Where packets are missing.
     *
     * @return the spans in their order
     */
    public List<Span> gaps() {
        return gaps;
    }

    /**
     * The same without the silence at its beginning and its end.
     *
     * @return what is left; empty when all is silence
     */
    public Heard trimmed() {
        int frames = pcm.length / 2;
        int from = 0;
        while (from < frames && silent(from, from + 1)) {
            from++;
        }
        int to = frames;
        while (to > from && silent(to - 1, to)) {
            to--;
        }
        Duration shift = PcmSource.timeOf(from);
        Duration end = PcmSource.timeOf(to);
        List<Span> kept = gaps.stream()
                .filter(each ->
                        each.start().compareTo(shift) >= 0 && each.start().compareTo(end) < 0)
                .map(each -> new Span(each.start().minus(shift), each.length()))
                .toList();
        return new Heard(java.util.Arrays.copyOfRange(pcm, 2 * from, 2 * to), kept, packets);
    }

    /**
     * Fails unless the strongest frequency is near one.
     *
     * @param hz the frequency
     * @param toleranceHz how far it may be away
     * @return this
     * @throws AssertionError when it is elsewhere
     */
    public Heard assertPitch(double hz, double toleranceHz) {
        double heard = pitchHz();
        if (Math.abs(heard - hz) > toleranceHz) {
            throw new AssertionError("expected a pitch of " + hz + " Hz +- " + toleranceHz + ", heard "
                    + (heard == 0 ? "no tone" : "%.1f Hz".formatted(heard)) + " in " + this);
        }
        return this;
    }

    /**
     * Fails unless it is louder than a limit.
     *
     * @param lufs the limit
     * @return this
     * @throws AssertionError when it is not
     */
    public Heard assertLouderThan(double lufs) {
        if (!(loudness() > lufs)) {
            throw new AssertionError("expected more than " + lufs + " LUFS, heard " + this);
        }
        return this;
    }

    /**
     * Fails unless it is quieter than a limit.
     *
     * @param lufs the limit
     * @return this
     * @throws AssertionError when it is not
     */
    public Heard assertQuieterThan(double lufs) {
        if (!(loudness() < lufs)) {
            throw new AssertionError("expected less than " + lufs + " LUFS, heard " + this);
        }
        return this;
    }

    /**
     * Fails when packets are missing for longer than a time in one piece.
     *
     * @param longest the longest gap that is let pass
     * @return this
     * @throws AssertionError when there is a longer one
     */
    public Heard assertNoGaps(Duration longest) {
        List<Span> tooLong = gaps.stream()
                .filter(each -> each.length().compareTo(longest) > 0)
                .toList();
        if (!tooLong.isEmpty()) {
            throw new AssertionError("expected no gap of over " + longest.toMillis()
                    + " ms, but packets are missing for " + tooLong + " in " + this);
        }
        return this;
    }

    /**
     * Fails unless all of it is silence, or nothing was heard at all.
     *
     * @return this
     * @throws AssertionError when there is sound
     */
    public Heard assertSilent() {
        if (!silent(0, pcm.length / 2)) {
            throw new AssertionError("expected silence, heard " + this);
        }
        return this;
    }

    /**
     * Fails unless it is at least so long.
     *
     * @param shortest the least duration
     * @return this
     * @throws AssertionError when it is shorter
     */
    public Heard assertLongerThan(Duration shortest) {
        if (duration().compareTo(shortest) < 0) {
            throw new AssertionError("expected at least " + shortest.toMillis() + " ms, heard " + this);
        }
        return this;
    }

    /**
     * The figures for a message.
     *
     * @return one line
     */
    @Override
    public String toString() {
        return duration().toMillis() + " ms from " + packets + " packets, "
                + "%.1f LUFS, ".formatted(loudness())
                + "%.1f Hz, ".formatted(pitchHz())
                + gaps.size() + " gaps, silent " + silence();
    }
}
