package dev.acord.sim.network;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One direction of a websocket: messages come in order or not at all.
 *
 * <p>Delay, jitter and rate limit are those of the conditions; the queue of the rate limit drops nothing. A lost piece is sent again by TCP,
 * and all that follows waits for it: 200 ms, and twice as long each time that it is lost again. A partition stalls everything until it ends
 * or the conditions change. {@link #kill} ends the stream abruptly, with all that is under way.
 *
 * <p>At most {@link #MAX_PENDING} messages and {@link #MAX_PENDING_BYTES} bytes are under way; {@link #send} refuses more, and the connection
 * is to be given up, as TCP would do in the end. Not thread safe.
 *
 * @param <M> the messages
 */
public final class StreamLink<M> {
    /** What {@link #nextDueNs} says when nothing is under way, or nothing will ever pass. */
    public static final long NEVER = Long.MAX_VALUE;
    /** How many messages are under way at most. */
    public static final int MAX_PENDING = 16_384;
    /** How many bytes are under way at most. */
    public static final long MAX_PENDING_BYTES = 64L << 20;
    /** How long TCP waits before it sends a lost piece again for the first time, in nanoseconds. */
    public static final long FIRST_RETRANSMISSION_NS = 200_000_000L;

    private static final int MAX_RETRANSMISSIONS = 6;

    private final RandomGenerator random;
    private final ArrayDeque<Flight<M>> flights = new ArrayDeque<>();
    private NetworkConditions conditions;
    private long beganNs;
    private boolean inBurst;
    private boolean killed;
    private long freeNs;
    private long lastDueNs;
    private long pendingBytes;
    private long sent;
    private long delivered;
    private long lost;
    private long dropped;
    private long retransmitted;

    private static final class Flight<M> {
        final M message;
        final int bytes;
        final long dueNs;

        Flight(M message, int bytes, long dueNs) {
            this.message = message;
            this.bytes = bytes;
            this.dueNs = dueNs;
        }
    }

    /**
     * Makes a link with nothing under way.
     *
     * @param conditions what it does
     * @param random all its randomness; used by this link alone where runs are to repeat
     * @param nowNs the time from which the partition of the conditions counts
     */
    public StreamLink(NetworkConditions conditions, RandomGenerator random, long nowNs) {
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
     * Changes the conditions. What is under way keeps its delays, but not the end of a partition.
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
     * Puts a message in.
     *
     * @param message the message
     * @param bytes how many bytes it has on the wire, 0 or more
     * @param nowNs the time
     * @return whether it was taken: not after {@link #kill}, and not when too much is under way
     */
    public boolean send(M message, int bytes, long nowNs) {
        sent++;
        if (killed) {
            lost++;
            return false;
        }
        if (flights.size() >= MAX_PENDING || pendingBytes + bytes > MAX_PENDING_BYTES) {
            dropped++;
            return false;
        }
        long leavesNs = nowNs;
        if (conditions.rateBitsPerSecond() > 0) {
            leavesNs = Math.max(nowNs, freeNs) + DatagramLink.transmissionNs(bytes, conditions.rateBitsPerSecond());
            freeNs = leavesNs;
        }
        long dueNs = leavesNs + conditions.delayNs() + retransmissionNs();
        if (conditions.jitterNs() > 0) {
            dueNs += random.nextLong(conditions.jitterNs() + 1);
        }
        lastDueNs = Math.max(lastDueNs, dueNs);
        pendingBytes += bytes;
        flights.add(new Flight<>(message, bytes, lastDueNs));
        return true;
    }

    private long retransmissionNs() {
        long waitNs = 0;
        for (int i = 0; i < MAX_RETRANSMISSIONS && isLost(); i++) {
            retransmitted++;
            waitNs += FIRST_RETRANSMISSION_NS << i;
        }
        return waitNs;
    }

    private boolean isLost() {
        boolean single = chance(conditions.loss());
        inBurst = inBurst ? !chance(conditions.burstLeave()) : chance(conditions.burstEnter());
        return (inBurst && chance(conditions.burstLoss())) || single;
    }

    private boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /**
     * When the next message is due.
     *
     * @return the time, or {@link #NEVER}
     */
    public long nextDueNs() {
        Flight<M> next = flights.peek();
        return next == null ? NEVER : conditions.passableFromNs(next.dueNs, beganNs);
    }

    /**
     * Hands out what is due, in the order in which it was sent.
     *
     * @param nowNs the time
     * @param sink takes the messages; may put others into any link, and may kill this one
     * @return how many there were
     */
    public int poll(long nowNs, Consumer<? super M> sink) {
        int count = 0;
        int most = flights.size(); // what the sink itself puts in waits for the next call: no endless loop
        while (count < most && nextDueNs() <= nowNs && nextDueNs() != NEVER) {
            Flight<M> next = flights.remove();
            pendingBytes -= next.bytes;
            delivered++;
            count++;
            sink.accept(next.message);
        }
        return count;
    }

    /** Ends the stream abruptly: nothing comes out of it any more. */
    public void kill() {
        killed = true;
        lost += flights.size();
        flights.clear();
        pendingBytes = 0;
    }

    /**
     * Whether the stream was ended.
     *
     * @return whether {@link #kill} was called
     */
    public boolean isKilled() {
        return killed;
    }

    /**
     * What became of all messages.
     *
     * @return the counts
     */
    public LinkCounts counts() {
        return new LinkCounts(sent, delivered, lost, dropped, 0, 0, 0, retransmitted, flights.size());
    }
}
