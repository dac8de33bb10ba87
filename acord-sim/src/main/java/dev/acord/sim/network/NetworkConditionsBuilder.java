package dev.acord.sim.network;

import java.time.Duration;
import java.util.List;

/** Makes {@link NetworkConditions}. Every method returns the builder. Not thread safe. */
public final class NetworkConditionsBuilder {
    private double loss;
    private double burstEnter;
    private double burstLeave;
    private double burstLoss;
    private double duplication;
    private double reordering;
    private long reorderDelayNs;
    private double corruption;
    private long delayNs;
    private long jitterNs;
    private long rateBitsPerSecond;
    private long queueNs;
    private long partitionFromNs;
    private long partitionUntilNs;

    NetworkConditionsBuilder(NetworkConditions from) {
        loss = from.loss();
        burstEnter = from.burstEnter();
        burstLeave = from.burstLeave();
        burstLoss = from.burstLoss();
        duplication = from.duplication();
        reordering = from.reordering();
        reorderDelayNs = from.reorderDelayNs();
        corruption = from.corruption();
        delayNs = from.delayNs();
        jitterNs = from.jitterNs();
        rateBitsPerSecond = from.rateBitsPerSecond();
        queueNs = from.queueNs();
        partitionFromNs = from.partitionFromNs();
        partitionUntilNs = from.partitionUntilNs();
    }

    /**
     * Loses datagrams, each independently of the others.
     *
     * @param probability 0 to 1
     * @return this
     */
    public NetworkConditionsBuilder loss(double probability) {
        loss = probability;
        return this;
    }

    /**
     * Loses datagrams in bursts.
     *
     * @param enter the probability, at each datagram, that a burst begins, 0 to 1
     * @param leave the probability, at each datagram, that it ends, more than 0 to 1; 1 / {@code leave} is its mean length in datagrams
     * @param lossWithin the probability that a datagram of the burst is lost, 0 to 1
     * @return this
     */
    public NetworkConditionsBuilder burstLoss(double enter, double leave, double lossWithin) {
        burstEnter = enter;
        burstLeave = leave;
        burstLoss = lossWithin;
        return this;
    }

    /**
     * Delivers datagrams twice.
     *
     * @param probability 0 to 1
     * @return this
     */
    public NetworkConditionsBuilder duplication(double probability) {
        duplication = probability;
        return this;
    }

    /**
     * Holds datagrams back so that later ones overtake them.
     *
     * @param probability 0 to 1
     * @param by for how long they are held back, up to a minute; to matter, longer than the distance of two datagrams
     * @return this
     */
    public NetworkConditionsBuilder reordering(double probability, Duration by) {
        reordering = probability;
        reorderDelayNs = by.toNanos();
        return this;
    }

    /**
     * Flips 1 to 8 bits of datagrams, or cuts their ends off.
     *
     * @param probability 0 to 1
     * @return this
     */
    public NetworkConditionsBuilder corruption(double probability) {
        corruption = probability;
        return this;
    }

    /**
     * Delays everything.
     *
     * @param delay up to a minute
     * @return this
     */
    public NetworkConditionsBuilder delay(Duration delay) {
        delayNs = delay.toNanos();
        return this;
    }

    /**
     * Delays everything for differently long, in order.
     *
     * @param most the most that is added to the delay, up to a minute
     * @return this
     */
    public NetworkConditionsBuilder jitter(Duration most) {
        jitterNs = most.toNanos();
        return this;
    }

    /**
     * Limits the rate.
     *
     * @param bitsPerSecond the rate in bits a second, or 0 for no limit
     * @param queue how long something waits for its turn at most; what would wait for longer is dropped
     * @return this
     */
    public NetworkConditionsBuilder rate(long bitsPerSecond, Duration queue) {
        rateBitsPerSecond = bitsPerSecond;
        queueNs = queue.toNanos();
        return this;
    }

    /**
     * Lets nothing pass for a time.
     *
     * @param from the beginning, from when the conditions begin
     * @param until the end, from when the conditions begin
     * @return this
     */
    public NetworkConditionsBuilder partition(Duration from, Duration until) {
        partitionFromNs = from.toNanos();
        partitionUntilNs = until.toNanos();
        return this;
    }

    /**
     * Lets nothing pass any more.
     *
     * @return this
     */
    public NetworkConditionsBuilder partitionForEver() {
        partitionFromNs = 0;
        partitionUntilNs = Long.MAX_VALUE;
        return this;
    }

    /**
     * Makes the conditions.
     *
     * @return the conditions
     * @throws IllegalArgumentException when a value is out of its range; the message names it
     */
    public NetworkConditions build() {
        return new NetworkConditions(
                loss,
                burstEnter,
                burstLeave,
                burstLoss,
                duplication,
                reordering,
                reorderDelayNs,
                corruption,
                delayNs,
                jitterNs,
                rateBitsPerSecond,
                queueNs,
                partitionFromNs,
                partitionUntilNs);
    }

    /** Takes a part of a text; false when its key is no network condition. */
    boolean take(ConditionText.Entry entry) {
        switch (entry.key) {
            case "loss" -> loss = entry.probability();
            case "burst" -> burst(entry);
            case "dup" -> duplication = entry.probability();
            case "reorder" -> reordering = entry.probability();
            case "reorder-by" -> reorderDelayNs = delay(entry);
            case "corrupt" -> corruption = entry.probability();
            case "delay" -> delayNs = delay(entry);
            case "jitter" -> jitterNs = delay(entry);
            case "rate" -> rateBitsPerSecond = entry.bitsPerSecond();
            case "queue" -> queueNs = delay(entry);
            case "partition" -> partition(entry);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void burst(ConditionText.Entry entry) {
        List<ConditionText.Entry> parts = entry.parts(2, 3, "ENTER/LEAVE or ENTER/LEAVE/LOSS such as 0.01/0.25");
        burstEnter = parts.get(0).probability();
        burstLeave = parts.get(1).probability();
        burstLoss = parts.size() == 3 ? parts.get(2).probability() : 1;
        if (burstLeave == 0) {
            throw parts.get(1).problem("a burst that is left with probability 0 never ends; use partition");
        }
    }

    private void partition(ConditionText.Entry entry) {
        if (entry.is("on")) {
            partitionForEver();
            return;
        }
        List<ConditionText.Entry> ends = entry.span("FROM-UNTIL such as 5s-7s, or on");
        partitionFromNs = ends.get(0).durationNs();
        partitionUntilNs = ends.get(1).isEmpty() ? Long.MAX_VALUE : ends.get(1).durationNs();
        if (partitionUntilNs <= partitionFromNs) {
            throw ends.get(1).problem("the partition ends before it begins");
        }
    }

    private static long delay(ConditionText.Entry entry) {
        long ns = entry.durationNs();
        if (ns > NetworkConditions.MAX_DELAY_NS) {
            throw entry.problem(entry.key + " is at most 60s");
        }
        return ns;
    }
}
