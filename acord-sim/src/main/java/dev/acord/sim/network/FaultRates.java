package dev.acord.sim.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How often each kind of fault happens: its mean interval over the whole server, whatever the number of members, and how long it lasts.
 * Immutable.
 */
public final class FaultRates {
    /** No faults. */
    public static final FaultRates NONE = new FaultRates(new EnumMap<>(Fault.Kind.class));

    /** The shortest mean interval, in nanoseconds: a millisecond. */
    public static final long MIN_INTERVAL_NS = 1_000_000L;

    private static final long USUAL_DURATION_NS = 2_000_000_000L;

    static final String KEYS =
            Arrays.stream(Fault.Kind.values()).map(Fault.Kind::key).collect(Collectors.joining(", "));

    private final Map<Fault.Kind, Rate> rates;

    private record Rate(long meanNs, long durationNs) {}

    private FaultRates(Map<Fault.Kind, Rate> rates) {
        this.rates = rates;
    }

    /**
     * Reads rates such as {@code kill=10s,crash=60s,move=45s,close=20s,ack-delay=30s/5s}: a kind of {@link Fault.Kind}, its mean interval
     * and, for those that last, after a slash for how long (2 s where it is not given).
     *
     * @param text the rates; empty for {@link #NONE}
     * @return the rates
     * @throws MalformedConditionsException when the text is wrong
     */
    public static FaultRates parse(String text) {
        FaultRates rates = NONE;
        for (ConditionText.Entry entry : ConditionText.entries(text)) {
            FaultRates more = rates.take(entry);
            if (more == rates) {
                throw entry.unknown(KEYS);
            }
            rates = more;
        }
        return rates;
    }

    /** These rates and one from a text; these themselves when the key is no fault. */
    FaultRates take(ConditionText.Entry entry) {
        for (Fault.Kind kind : Fault.Kind.values()) {
            if (kind.key().equals(entry.key)) {
                boolean lasts = kind.hasDuration();
                String form = lasts ? "INTERVAL or INTERVAL/DURATION such as 30s/2s" : "one time such as 10s";
                List<ConditionText.Entry> parts = entry.parts(1, lasts ? 2 : 1, form);
                long meanNs = parts.get(0).durationNs();
                if (meanNs < MIN_INTERVAL_NS) {
                    throw parts.get(0).problem(entry.key + " is at least 1ms: it is the mean interval of the faults");
                }
                long durationNs = lasts ? USUAL_DURATION_NS : 0;
                if (parts.size() == 2) {
                    durationNs = parts.get(1).durationNs();
                    if (durationNs == 0) {
                        throw parts.get(1).problem(entry.key + " must last for more than 0");
                    }
                }
                return with(kind, meanNs, durationNs);
            }
        }
        return this;
    }

    /**
     * These rates and another one.
     *
     * @param kind what happens
     * @param meanInterval the mean interval, from a millisecond to a day
     * @param duration how long it lasts, more than 0 to a day; does not count for faults of a moment
     * @return the rates
     * @throws IllegalArgumentException when a time is out of its range
     */
    public FaultRates with(Fault.Kind kind, Duration meanInterval, Duration duration) {
        long meanNs = meanInterval.toNanos();
        long durationNs = duration.toNanos();
        if (meanNs < MIN_INTERVAL_NS || meanNs > ConditionText.MAX_NS) {
            throw new IllegalArgumentException("the mean interval is " + meanInterval + ", must be 1 ms to a day");
        }
        if (kind.hasDuration() && (durationNs <= 0 || durationNs > ConditionText.MAX_NS)) {
            throw new IllegalArgumentException("the duration is " + duration + ", must be more than 0 to a day");
        }
        return with(kind, meanNs, kind.hasDuration() ? durationNs : 0);
    }

    private FaultRates with(Fault.Kind kind, long meanNs, long durationNs) {
        Map<Fault.Kind, Rate> more = new EnumMap<>(Fault.Kind.class);
        more.putAll(rates);
        more.put(kind, new Rate(meanNs, durationNs));
        return new FaultRates(more);
    }

    /**
     * How often a kind happens.
     *
     * @param kind the kind
     * @return the mean interval in nanoseconds, or 0 for never
     */
    public long meanIntervalNs(Fault.Kind kind) {
        Rate rate = rates.get(kind);
        return rate == null ? 0 : rate.meanNs;
    }

    /**
     * How long a kind lasts.
     *
     * @param kind the kind
     * @return nanoseconds; 0 for faults of a moment and those that never happen
     */
    public long durationNs(Fault.Kind kind) {
        Rate rate = rates.get(kind);
        return rate == null ? 0 : rate.durationNs;
    }

    /**
     * Whether nothing ever happens.
     *
     * @return whether there is no rate
     */
    public boolean isEmpty() {
        return rates.isEmpty();
    }

    /**
     * The rates as {@link #parse} reads them.
     *
     * @return the text
     */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        rates.forEach((kind, rate) -> parts.add(kind.key() + "=" + ConditionText.duration(rate.meanNs)
                + (rate.durationNs == 0 ? "" : "/" + ConditionText.duration(rate.durationNs))));
        return String.join(",", parts);
    }
}
