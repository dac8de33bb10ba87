package dev.acord.sim.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one direction of a network does to what goes through it. Made by {@link #parse}, by {@link #builder} or from {@link #NONE}.
 *
 * <p>Losses come one by one ({@code loss}) or in bursts: a Gilbert-Elliott model with a good and a bad state, which is left and entered
 * with a probability at each datagram. A rate limit has a queue before it; what would wait in it for longer than the queue is long is
 * dropped. Jitter keeps the order, as a queue on the way does; only reordering lets later datagrams overtake. A websocket knows no loss:
 * there a loss is a delay (see {@link StreamLink}); duplication, reordering and corruption do not concern it.
 *
 * @param loss the probability that a datagram is lost, 0 to 1
 * @param burstEnter the probability, at each datagram, that the bad state begins, 0 to 1; 0 for no bursts
 * @param burstLeave the probability, at each datagram, that the bad state ends, more than 0 to 1; 1 / {@code burstLeave} is its mean length
 * @param burstLoss the probability of loss in the bad state, 0 to 1
 * @param duplication the probability that a datagram comes twice, 0 to 1
 * @param reordering the probability that a datagram is held back so that later ones overtake it, 0 to 1
 * @param reorderDelayNs by how much such a datagram is held back, in nanoseconds, 0 to {@link #MAX_DELAY_NS}
 * @param corruption the probability that 1 to 8 bits of a datagram are flipped, or that its end is missing, 0 to 1
 * @param delayNs the delay of everything, in nanoseconds, 0 to {@link #MAX_DELAY_NS}
 * @param jitterNs the most that is added to the delay at random, in nanoseconds, 0 to {@link #MAX_DELAY_NS}
 * @param rateBitsPerSecond how much passes a second, in bits with {@link DatagramLink#HEADER_BYTES} for the headers of each datagram; 0 for
 *     no limit
 * @param queueNs how long the queue before the rate limit is, in nanoseconds of that rate, 0 to {@link #MAX_DELAY_NS}
 * @param partitionFromNs from when on nothing passes, in nanoseconds since the conditions began
 * @param partitionUntilNs until when nothing passes, in nanoseconds since the conditions began; {@link Long#MAX_VALUE} for ever; not more
 *     than {@code partitionFromNs} for no partition
 */
public record NetworkConditions(
        double loss,
        double burstEnter,
        double burstLeave,
        double burstLoss,
        double duplication,
        double reordering,
        long reorderDelayNs,
        double corruption,
        long delayNs,
        long jitterNs,
        long rateBitsPerSecond,
        long queueNs,
        long partitionFromNs,
        long partitionUntilNs) {

    /** The longest delay, jitter and queue: a minute. */
    public static final long MAX_DELAY_NS = 60_000_000_000L;
    /** The highest rate limit, in bits a second. */
    public static final long MAX_RATE = 10_000_000_000L;

    /** A network that does nothing to what passes. */
    public static final NetworkConditions NONE =
            new NetworkConditions(0, 0, 1, 1, 0, 0, 50_000_000L, 0, 0, 0, 0, 200_000_000L, 0, 0);

    static final String KEYS = "loss, burst, dup, reorder, reorder-by, corrupt, delay, jitter, rate, queue, partition";

    /**
     * Checks the ranges.
     *
     * @param loss as described for the record
     * @param burstEnter as described for the record
     * @param burstLeave as described for the record
     * @param burstLoss as described for the record
     * @param duplication as described for the record
     * @param reordering as described for the record
     * @param reorderDelayNs as described for the record
     * @param corruption as described for the record
     * @param delayNs as described for the record
     * @param jitterNs as described for the record
     * @param rateBitsPerSecond as described for the record
     * @param queueNs as described for the record
     * @param partitionFromNs as described for the record
     * @param partitionUntilNs as described for the record
     * @throws IllegalArgumentException when a value is out of its range; the message names it
     */
    public NetworkConditions {
        checkProbability("loss", loss);
        checkProbability("burst enter", burstEnter);
        checkProbability("burst leave", burstLeave);
        checkProbability("burst loss", burstLoss);
        checkProbability("duplication", duplication);
        checkProbability("reordering", reordering);
        checkProbability("corruption", corruption);
        if (burstLeave == 0) {
            throw new IllegalArgumentException("burst leave is 0: the bad state would never end; use a partition");
        }
        check("reorder delay", reorderDelayNs, MAX_DELAY_NS);
        check("delay", delayNs, MAX_DELAY_NS);
        check("jitter", jitterNs, MAX_DELAY_NS);
        check("rate", rateBitsPerSecond, MAX_RATE);
        check("queue", queueNs, MAX_DELAY_NS);
        check("partition from", partitionFromNs, Long.MAX_VALUE);
        check("partition until", partitionUntilNs, Long.MAX_VALUE);
    }

    private static void checkProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is " + value + ", must be from 0 to 1");
        }
    }

    private static void check(String name, long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", must be from 0 to " + max);
        }
    }

    /**
     * Reads conditions such as {@code loss=0.2,dup=0.02,reorder=0.05,corrupt=0.001,delay=40ms,jitter=60ms,rate=64kbit,queue=200ms}. The keys,
     * each at most once and in any order:
     *
     * <ul>
     *   <li>{@code loss}, {@code dup}, {@code reorder}, {@code corrupt}: a probability, {@code 0.2} or {@code 20%}
     *   <li>{@code burst=ENTER/LEAVE} or {@code burst=ENTER/LEAVE/LOSS}: probabilities of burst loss
     *   <li>{@code delay}, {@code jitter}, {@code queue}, {@code reorder-by}: a time in {@code us}, {@code ms}, {@code s} or {@code min}
     *   <li>{@code rate}: in {@code bit}, {@code kbit} or {@code mbit} a second
     *   <li>{@code partition=5s-7s}: nothing passes from 5 s to 7 s after the beginning; {@code 5s-} never again; {@code on} never
     * </ul>
     *
     * @param text the conditions; empty for {@link #NONE}
     * @return the conditions
     * @throws MalformedConditionsException when the text is wrong
     */
    public static NetworkConditions parse(String text) {
        NetworkConditionsBuilder builder = builder();
        for (ConditionText.Entry entry : ConditionText.entries(text)) {
            if (!builder.take(entry)) {
                throw entry.unknown(KEYS);
            }
        }
        return builder.build();
    }

    /**
     * Begins with a network that does nothing.
     *
     * @return a builder
     */
    public static NetworkConditionsBuilder builder() {
        return NONE.toBuilder();
    }

    /**
     * Begins with these conditions, to change some.
     *
     * @return a builder
     */
    public NetworkConditionsBuilder toBuilder() {
        return new NetworkConditionsBuilder(this);
    }

    /**
     * These conditions with a partition that begins at once.
     *
     * @param length for how long nothing passes, positive
     * @return the conditions
     */
    public NetworkConditions partitionedFor(Duration length) {
        return toBuilder().partition(Duration.ZERO, length).build();
    }

    /**
     * Whether everything passes at once and unchanged.
     *
     * @return whether it does
     */
    public boolean isPerfect() {
        return loss == 0
                && burstEnter * burstLoss == 0
                && duplication == 0
                && reordering == 0
                && corruption == 0
                && delayNs == 0
                && jitterNs == 0
                && rateBitsPerSecond == 0
                && partitionUntilNs <= partitionFromNs;
    }

    /** When something that would arrive at a time can pass: then, or at the end of the partition; Long.MAX_VALUE for never. */
    long passableFromNs(long atNs, long beganNs) {
        long since = atNs - beganNs;
        if (since < partitionFromNs || since >= partitionUntilNs) {
            return atNs;
        }
        return partitionUntilNs > Long.MAX_VALUE - beganNs ? Long.MAX_VALUE : beganNs + partitionUntilNs;
    }

    /**
     * The conditions as {@link #parse} reads them, without what is as in {@link #NONE}.
     *
     * @return the text
     */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        addProbability(parts, "loss", loss);
        if (burstEnter > 0) {
            String ends = burstLoss == 1 ? "" : "/" + ConditionText.decimal(burstLoss);
            parts.add("burst=" + ConditionText.decimal(burstEnter) + "/" + ConditionText.decimal(burstLeave) + ends);
        }
        addProbability(parts, "dup", duplication);
        addProbability(parts, "reorder", reordering);
        addTime(parts, "reorder-by", reorderDelayNs, NONE.reorderDelayNs);
        addProbability(parts, "corrupt", corruption);
        addTime(parts, "delay", delayNs, 0);
        addTime(parts, "jitter", jitterNs, 0);
        if (rateBitsPerSecond > 0) {
            parts.add("rate=" + rateBitsPerSecond + "bit");
        }
        addTime(parts, "queue", queueNs, NONE.queueNs);
        if (partitionUntilNs > partitionFromNs) {
            String until = partitionUntilNs == Long.MAX_VALUE ? "" : ConditionText.duration(partitionUntilNs);
            parts.add("partition=" + ConditionText.duration(partitionFromNs) + "-" + until);
        }
        return String.join(",", parts);
    }

    private static void addProbability(List<String> parts, String key, double value) {
        if (value > 0) {
            parts.add(key + "=" + ConditionText.decimal(value));
        }
    }

    private static void addTime(List<String> parts, String key, long ns, long usualNs) {
        if (ns != usualNs) {
            parts.add(key + "=" + ConditionText.duration(ns));
        }
    }
}
