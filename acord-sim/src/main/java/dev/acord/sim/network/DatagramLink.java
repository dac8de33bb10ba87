package dev.acord.sim.network;

import java.util.Arrays;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * One direction of a path for datagrams.
 *
 * <p>Each datagram meets, in this order: the partition and the losses; duplication (both copies go on by themselves); the queue and the
 * rate limit; corruption; delay, jitter and being held back. {@link #poll} hands out what is due. What is under way when the conditions
 * change arrives as it was going to.
 *
 * <p>Driving order: {@link #send} whenever there is a datagram, {@link #poll} at {@link #nextDueNs} or later, with times that do not go
 * back. At most {@link #MAX_IN_FLIGHT} datagrams and {@link #MAX_IN_FLIGHT_BYTES} bytes are under way; more are dropped. Not thread safe.
 */
public final class DatagramLink {
    /** What {@link #nextDueNs} says when nothing is under way. */
    public static final long NEVER = Long.MAX_VALUE;
    /** How many datagrams are under way at most. */
    public static final int MAX_IN_FLIGHT = 8_192;
    /** How many bytes are under way at most. */
    public static final int MAX_IN_FLIGHT_BYTES = 8 << 20;
    /** What a datagram costs of the rate besides its own bytes: the headers of IPv4 and UDP. */
    public static final int HEADER_BYTES = 28;

    private static final int MAX_FLIPPED_BITS = 8;
    private static final double TRUNCATED_OF_CORRUPTED = 0.25;

    private final RandomGenerator random;
    private final PriorityQueue<Flight> flights = new PriorityQueue<>();
    private NetworkConditions conditions;
    private long beganNs;
    private boolean inBurst;
    private long freeNs;
    private long lastDueNs;
    private long order;
    private int flightBytes;
    private long sent;
    private long delivered;
    private long lost;
    private long dropped;
    private long duplicated;
    private long reordered;
    private long corrupted;

    private static final class Flight implements Comparable<Flight> {
        final byte[] datagram;
        final long dueNs;
        final long order;

        Flight(byte[] datagram, long dueNs, long order) {
            this.datagram = datagram;
            this.dueNs = dueNs;
            this.order = order;
        }

        @Override
        public int compareTo(Flight other) {
            int byTime = Long.compare(dueNs, other.dueNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }

        @Override
        public boolean equals(@org.jspecify.annotations.Nullable Object other) {
            return this == other; // orders are unique
        }

        @Override
        public int hashCode() {
            return Long.hashCode(order);
        }
    }

    /**
     * Makes a link with nothing under way.
     *
     * @param conditions what it does
     * @param random all its randomness; used by this link alone where runs are to repeat
     * @param nowNs the time from which the partition of the conditions counts
     */
    public DatagramLink(NetworkConditions conditions, RandomGenerator random, long nowNs) {
        this.conditions = conditions;
        this.random = random;
        this.beganNs = nowNs;
    }

    /**
     * The conditions.
     *
     * @return what the link does now
     */
    public NetworkConditions conditions() {
        return conditions;
    }

    /**
     * Changes the conditions for what is sent from now on.
     *
     * @param changed the new conditions
     * @param nowNs the time from which the partition of the conditions counts
     */
    public void conditions(NetworkConditions changed, long nowNs) {
        conditions = changed;
        beganNs = nowNs;
        inBurst = false;
    }

    /**
     * Puts a datagram in.
     *
     * @param datagram the array; copied
     * @param offset where the datagram begins
     * @param length how many bytes it has, 0 or more
     * @param nowNs the time
     */
    public void send(byte[] datagram, int offset, int length, long nowNs) {
        Objects.checkFromIndexSize(offset, length, datagram.length);
        sent++;
        if (conditions.passableFromNs(nowNs, beganNs) != nowNs || isLost()) {
            lost++;
            return;
        }
        byte[] copy = Arrays.copyOfRange(datagram, offset, offset + length);
        if (chance(conditions.duplication())) {
            duplicated++;
            enqueue(copy.clone(), nowNs);
        }
        enqueue(copy, nowNs);
    }

    private boolean isLost() {
        boolean single = chance(conditions.loss());
        inBurst = inBurst ? !chance(conditions.burstLeave()) : chance(conditions.burstEnter());
        return (inBurst && chance(conditions.burstLoss())) || single;
    }

    private void enqueue(byte[] datagram, long nowNs) {
        long leavesNs = nowNs;
        if (conditions.rateBitsPerSecond() > 0) {
            long startNs = Math.max(nowNs, freeNs);
            if (startNs - nowNs > conditions.queueNs()) {
                dropped++;
                return;
            }
            leavesNs = startNs + transmissionNs(datagram.length + HEADER_BYTES, conditions.rateBitsPerSecond());
        }
        if (flights.size() >= MAX_IN_FLIGHT || flightBytes + datagram.length > MAX_IN_FLIGHT_BYTES) {
            dropped++;
            return;
        }
        freeNs = leavesNs;
        byte[] arriving = chance(conditions.corruption()) ? corrupt(datagram) : datagram;
        long dueNs = leavesNs + conditions.delayNs();
        if (conditions.jitterNs() > 0) {
            dueNs += random.nextLong(conditions.jitterNs() + 1);
        }
        if (chance(conditions.reordering())) {
            reordered++;
            dueNs += conditions.reorderDelayNs();
        } else {
            dueNs = Math.max(dueNs, lastDueNs);
            lastDueNs = dueNs;
        }
        flightBytes += arriving.length;
        flights.add(new Flight(arriving, dueNs, order++));
    }

    static long transmissionNs(long bytes, long bitsPerSecond) {
        return Math.round(bytes * 8e9 / bitsPerSecond);
    }

    private byte[] corrupt(byte[] datagram) {
        if (datagram.length == 0) {
            return datagram;
        }
        corrupted++;
        if (chance(TRUNCATED_OF_CORRUPTED)) {
            return Arrays.copyOf(datagram, random.nextInt(datagram.length));
        }
        int left = 1 + random.nextInt(MAX_FLIPPED_BITS);
        boolean[] flipped = new boolean[datagram.length * 8];
        while (left-- > 0) {
            int bit = random.nextInt(flipped.length);
            while (flipped[bit]) {
                bit = (bit + 1) % flipped.length; // ends: 8 bits are flipped at most, and there are at least 8
            }
            flipped[bit] = true;
            datagram[bit / 8] ^= (byte) (1 << bit % 8);
        }
        return datagram;
    }

    private boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /**
     * When the next datagram is due.
     *
     * @return the time, or {@link #NEVER}
     */
    public long nextDueNs() {
        Flight next = flights.peek();
        return next == null ? NEVER : next.dueNs;
    }

    /**
     * Hands out what is due, in the order in which it arrives.
     *
     * @param nowNs the time
     * @param sink takes the datagrams
     * @return how many there were
     */
    public int poll(long nowNs, DatagramSink sink) {
        int count = 0;
        int most = flights.size(); // what the sink itself puts in waits for the next call: no endless loop
        while (count < most) {
            Flight next = flights.peek();
            if (next == null || next.dueNs > nowNs) {
                break;
            }
            flights.remove();
            flightBytes -= next.datagram.length;
            delivered++;
            count++;
            sink.accept(next.datagram, 0, next.datagram.length);
        }
        return count;
    }

    /**
     * What became of all datagrams.
     *
     * @return the counts
     */
    public LinkCounts counts() {
        return new LinkCounts(sent, delivered, lost, dropped, duplicated, reordered, corrupted, 0, flights.size());
    }
}
