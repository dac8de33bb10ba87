package dev.acord.voice.receive;

import static dev.acord.voice.receive.Tape.MS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * A seeded network: every packet takes 40 ms and up to {@code jitterMs} more, without overtaking the one before; then some are overtaken
 * by the next one, some are lost, some come twice.
 */
final class LossyNetwork {

    static final long TRANSIT_NS = 40 * MS;

    private final Random random;
    private double lossShare;
    private double reorderShare;
    private double duplicateShare;
    private double jitterMs;
    private double driftPpm;

    final Set<Long> lost = new HashSet<>();
    long duplicates;
    long reordered;

    LossyNetwork(long seed) {
        random = new Random(seed);
    }

    LossyNetwork losing(double share) {
        lossShare = share;
        return this;
    }

    LossyNetwork reordering(double share) {
        reorderShare = share;
        return this;
    }

    LossyNetwork duplicating(double share) {
        duplicateShare = share;
        return this;
    }

    LossyNetwork jitter(double ms) {
        jitterMs = ms;
        return this;
    }

    /** The sender's clock is faster than the receiver's by this much, in millionths. */
    LossyNetwork drift(double ppm) {
        driftPpm = ppm;
        return this;
    }

    /** When the receiver's clock shows that packet {@code index} leaves. */
    long sentNs(long index) {
        return Math.round(index * 20.0 * MS / (1 + driftPpm * 1e-6));
    }

    /** Carries {@code count} packets of 20 ms each, the first and the last one safely, and gives them in the order of arrival. */
    List<Sent> carry(int count, long firstSequence, long firstTimestamp, IntFunction<byte[]> packets) {
        long[] arrivals = new long[count];
        long before = 0;
        for (int i = 0; i < count; i++) {
            before = Math.max(before, sentNs(i) + TRANSIT_NS + (long) (random.nextDouble() * jitterMs * MS));
            arrivals[i] = before;
        }
        for (int i = 1; i < count - 2; i++) {
            if (random.nextDouble() < reorderShare) {
                arrivals[i] = arrivals[i + 1] + MS / 2;
                reordered++;
            }
        }
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean safe = i == 0 || i == count - 1;
            Sent packet =
                    new Sent(firstSequence + i, firstTimestamp + i * 960L & 0xFFFFFFFFL, packets.apply(i), arrivals[i]);
            if (!safe && random.nextDouble() < lossShare) {
                lost.add((long) i);
                continue;
            }
            sent.add(packet);
            if (random.nextDouble() < duplicateShare) {
                duplicates++;
                sent.add(new Sent(
                        packet.index,
                        packet.timestamp,
                        packet.packet,
                        packet.arrivalNs + (long) (random.nextDouble() * 30 * MS)));
            }
        }
        Sent.sortByArrival(sent);
        return sent;
    }

    /** The delay, in ms, that {@code share} of the packets needed beyond the fastest one: what somebody who knew all in advance would set. */
    double quantileMs(List<Sent> sent, long firstSequence, double share) {
        double[] relative = sent.stream()
                .mapToDouble(packet -> (packet.arrivalNs - sentNs(packet.index - firstSequence)) / (double) MS)
                .sorted()
                .toArray();
        double least = Arrays.stream(relative).min().orElseThrow();
        return relative[(int) Math.min(relative.length - 1L, Math.round(share * relative.length))] - least;
    }
}
