package dev.acord.sim.network;

import dev.acord.voice.wire.CloseCode;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * A schedule of faults: each kind comes at random intervals with the mean of its rate (exponentially distributed, so that they do not keep
 * in step), for one member at random or for all. The same seed gives the same plan. It has no end, unless nothing ever happens.
 *
 * <p>{@link #peekNs} says when the next fault strikes, {@link #next} takes it. Not thread safe.
 */
public final class FaultPlan implements Iterator<ScheduledFault> {
    /** What {@link #peekNs} says when nothing ever happens. */
    public static final long NEVER = Long.MAX_VALUE;

    /** The codes with which a server closes a websocket by itself: those documented, 1000 and 1001. */
    public static final List<Integer> CLOSE_CODES = List.of(
            CloseCode.NORMAL,
            CloseCode.GOING_AWAY,
            CloseCode.UNKNOWN_OPCODE,
            CloseCode.FAILED_TO_DECODE,
            CloseCode.NOT_AUTHENTICATED,
            CloseCode.AUTHENTICATION_FAILED,
            CloseCode.ALREADY_AUTHENTICATED,
            CloseCode.SESSION_INVALID,
            CloseCode.SESSION_TIMEOUT,
            CloseCode.SERVER_NOT_FOUND,
            CloseCode.UNKNOWN_PROTOCOL,
            CloseCode.DISCONNECTED,
            CloseCode.VOICE_SERVER_CRASHED,
            CloseCode.UNKNOWN_ENCRYPTION_MODE,
            CloseCode.DAVE_REQUIRED,
            CloseCode.BAD_REQUEST,
            CloseCode.RATE_LIMITED,
            CloseCode.CALL_TERMINATED);

    private final FaultRates rates;
    private final int members;
    private final RandomGenerator random;
    private final PriorityQueue<Coming> coming =
            new PriorityQueue<>((a, b) -> a.atNs != b.atNs ? Long.compare(a.atNs, b.atNs) : a.kind.compareTo(b.kind));

    private record Coming(long atNs, Fault.Kind kind) {}

    /**
     * Makes a plan.
     *
     * @param rates how often what happens
     * @param members how many members there are, at least 1; faults name them by index
     * @param random all its randomness
     * @param nowNs when it begins
     */
    public FaultPlan(FaultRates rates, int members, RandomGenerator random, long nowNs) {
        if (members < 1) {
            throw new IllegalArgumentException(members + " members; a plan needs at least 1");
        }
        this.rates = rates;
        this.members = members;
        this.random = random;
        for (Fault.Kind kind : Fault.Kind.values()) {
            if (rates.meanIntervalNs(kind) > 0) {
                schedule(kind, nowNs);
            }
        }
    }

    private void schedule(Fault.Kind kind, long afterNs) {
        double wait = -Math.log(1 - random.nextDouble()) * rates.meanIntervalNs(kind);
        coming.add(new Coming(afterNs + Math.max(1, Math.round(wait)), kind));
    }

    /**
     * When the next fault strikes.
     *
     * @return the time, or {@link #NEVER}
     */
    public long peekNs() {
        Coming next = coming.peek();
        return next == null ? NEVER : next.atNs;
    }

    @Override
    public boolean hasNext() {
        return !coming.isEmpty();
    }

    @Override
    public ScheduledFault next() {
        Coming next = coming.poll();
        if (next == null) {
            throw new NoSuchElementException("a plan without rates has no faults: look at hasNext first");
        }
        schedule(next.kind, next.atNs);
        int member = next.kind.isOfOneMember() ? random.nextInt(members) : ScheduledFault.ALL;
        return new ScheduledFault(
                next.atNs, new Fault(next.kind, code(next.kind), rates.durationNs(next.kind)), member);
    }

    private int code(Fault.Kind kind) {
        return switch (kind) {
            case KILL, KILL_LOST -> CloseCode.ABNORMAL;
            case CLOSE -> CLOSE_CODES.get(random.nextInt(CLOSE_CODES.size()));
            case CRASH, CRASH_LOST -> random.nextBoolean() ? CloseCode.VOICE_SERVER_CRASHED : CloseCode.ABNORMAL;
            case MOVE, KICK, NULL_ENDPOINT -> CloseCode.DISCONNECTED;
            case ACK_DELAY, NEW_KEY, REBIND, OUTAGE -> 0;
        };
    }
}
