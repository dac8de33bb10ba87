package dev.acord.voice.receive;

import dev.acord.audio.opus.OpusPacket;
import java.util.Objects;

/**
 * Puts the packets of one user (one SSRC) back into order and time: reordering, duplicates, loss, and a playout delay that follows the
 * network. What comes out is a time line without gaps: each piece is a packet, a loss or silence and says how long it is; sample {@code p}
 * of the time line is due at {@code startNs + p / 48,000 s}. Without I/O: {@link #put} takes packets with their time of arrival, {@link
 * #poll} gives what is due at a time. Both must be called in the order of their times.
 *
 * <p><b>Delay.</b> A packet is played {@code base + target} after its media time. The base is the least transit of the last four seconds of
 * sound; the target is the quantile {@link JitterOptions#onTimeShare()} of how much longer packets took, from a histogram that forgets over
 * about 1,500 packets. It changes at once between talk spurts; within one, packets are played 0.5 % slower or faster when the delay is more than
 * 10 ms short or long. Where packets come later than the delay allows and nothing else is there to play, the delay grows by as much.
 *
 * <p><b>Loss.</b> A packet counts as lost when the time line passes it by. If it comes after that, it is counted as late, and as lost no
 * more. It does not matter for this whether the time line was polled in time: a late poll makes nothing late.
 *
 * <p><b>Pauses.</b> A gap of timestamps without a gap of sequence numbers is silence. A sender whose timestamps stood still in a pause is
 * recognised by the time of arrival: after a silence frame, by a packet that follows without a gap of timestamps and is more than 40 ms later
 * than the target; otherwise by one that is later than {@link JitterOptions#maxDelayMs()}. After 30 s without packets the arrival counts alone.
 *
 * <p><b>Restarts.</b> Two consecutive packets whose numbers are far from what came before (or {@link #restart()}) begin a new numbering on
 * the same time line. The first of the two is kept meanwhile; nothing is counted lost.
 *
 * <p>Memory is bounded by 256 packets of 4,096 bytes. In a steady state nothing is allocated. Not thread safe.
 */
public final class JitterBuffer {

    /** Samples per channel in a millisecond. */
    static final int SAMPLES_PER_MS = 48;

    private static final int DEFAULT_SAMPLES = 960;
    private static final int LONG_PAUSE_SAMPLES = 30_000 * SAMPLES_PER_MS;
    /** Timestamps may run ahead by this much of what sequence numbers and time explain; random ones hardly ever do. */
    private static final int TIMESTAMP_SLACK_SAMPLES = 10_000 * SAMPLES_PER_MS;
    /** A packet that is this much too late for the longest delay is no straggler, but a sender that counts from a lower number. */
    private static final int STRAGGLER_SLACK_SAMPLES = 2_000 * SAMPLES_PER_MS;
    /** Lateness beyond the target that tells a pause not counted from jitter. */
    private static final int UNCOUNTED_PAUSE_SAMPLES = 40 * SAMPLES_PER_MS;

    private final long startNs;
    private final int maxDelaySamples;
    private final SequenceLedger ledger = new SequenceLedger();
    private final MediaTimeline timeline = new MediaTimeline();
    private final PacketStore store = new PacketStore();
    private final DelayEstimator delays;
    private final PlayoutSession session;

    /** The packet whose numbers are far from all others. */
    private final PacketStore heldPacket = new PacketStore();

    private boolean holding;
    private int heldSequence;
    private long heldTimestamp;
    private long heldArrival;

    private boolean restartAsked;
    private long newestArrival;
    private int newestSamples = DEFAULT_SAMPLES;
    private boolean newestQuiet;

    private long received;
    private long late;
    private long duplicates;
    private long reordered;
    private long rejected;
    private long strays;
    private long restarts;

    /**
     * A buffer whose time line begins now.
     *
     * @param options how it behaves
     * @param startNs when sample 0 is due, on the clock of {@link #put} and {@link #poll}. The time line is silence until the first packet
     */
    public JitterBuffer(JitterOptions options, long startNs) {
        this.startNs = startNs;
        maxDelaySamples = options.maxDelayMs() * SAMPLES_PER_MS;
        delays = new DelayEstimator(options);
        session = new PlayoutSession(options, startNs, store, delays);
    }

    /**
     * Takes a packet as it came from the network, decrypted. The bytes are copied.
     *
     * @param sequence the RTP sequence number, 0 to 65535
     * @param timestamp the RTP timestamp, 0 to 2^32 - 1
     * @param packet holds the Opus packet; one that is not well-formed takes its turn too, with the duration of the one before
     * @param offset where it begins
     * @param length its bytes; 0 and more than 4,096 are rejected
     * @param arrivalNs when it came, not before the one before
     * @return what became of it
     * @throws IndexOutOfBoundsException if the packet does not fit the array
     */
    public PutResult put(int sequence, long timestamp, byte[] packet, int offset, int length, long arrivalNs) {
        Objects.checkFromIndexSize(offset, length, packet.length);
        if (length == 0 || length > PacketStore.MAX_PACKET_BYTES) {
            rejected++;
            return PutResult.REJECTED;
        }
        long arrival = Math.floorDiv((arrivalNs - startNs) * 3, 62_500);
        if (!ledger.hasBegun() || restartAsked) {
            begin(sequence, timestamp);
        } else if (!isNear(sequence, timestamp, arrival)) {
            if (!holding || sequence != (heldSequence + 1 & 0xFFFF)) {
                return hold(sequence, timestamp, packet, offset, length, arrival);
            }
            begin(heldSequence, heldTimestamp);
            holding = false;
            accept(heldSequence, heldTimestamp, heldPacket.bytes(0), 0, heldPacket.length(0), heldArrival);
            heldPacket.drop(0);
        }
        return accept(sequence, timestamp, packet, offset, length, arrival);
    }

    /**
     * The next packet begins a new numbering, wherever its numbers are: for a user whose SSRC has changed. What is queued is still played.
     */
    public void restart() {
        restartAsked = ledger.hasBegun();
    }

    /**
     * Gives the next piece of the time line, if it is due. To be called again until it is {@link PlayoutKind#NOTHING}.
     *
     * @param nowNs the time, not before that of the packets already put
     * @return the piece; the same object every time, valid until the next call
     */
    public Playout poll(long nowNs) {
        return session.poll(nowNs);
    }

    /**
     * When the next piece is due: {@link #poll} has something from then on.
     *
     * @return a time on the clock of {@link #poll}
     */
    public long nextDueNs() {
        return session.nextDueNs();
    }

    /**
     * Packets that wait for their turn.
     *
     * @return 0 to {@link JitterOptions#maxPackets()}
     */
    public int queuedPackets() {
        return store.count();
    }

    /**
     * The figures so far.
     *
     * @return a new record
     */
    public JitterStats stats() {
        return new JitterStats(
                received,
                session.lost(),
                late,
                duplicates,
                reordered,
                session.discarded(),
                rejected,
                strays,
                restarts,
                (double) session.delaySamples() / SAMPLES_PER_MS,
                (double) delays.targetSamples() / SAMPLES_PER_MS,
                delays.jitterSamples() / SAMPLES_PER_MS);
    }

    static long toNs(long startNs, long positionSamples) {
        return startNs - Math.floorDiv(-positionSamples * 62_500, 3);
    }

    private void begin(int sequence, long timestamp) {
        if (ledger.hasBegun()) {
            restarts++;
            restartAsked = true;
        }
        ledger.begin(sequence);
        timeline.begin(timestamp);
    }

    /** Whether a packet can belong to those before, by its numbers. */
    private boolean isNear(int sequence, long timestamp, long arrival) {
        int step = ledger.step(sequence);
        long timestampStep = timeline.step(timestamp);
        if (step > 0) {
            // a jump of the timestamps alone is no restart
            long most = (long) step * OpusPacket.MAX_SAMPLES + (arrival - newestArrival) + TIMESTAMP_SLACK_SAMPLES;
            return step == 1 || (step < SequenceLedger.MAX_DROPOUT && timestampStep > 0 && timestampStep <= most);
        }
        long extended = ledger.highest() + step;
        long lateness = arrival - timeline.mediaTime(extended, timestamp) - delays.base();
        return step > -SequenceLedger.HISTORY
                && timestampStep <= 0
                && timestampStep >= (long) step * OpusPacket.MAX_SAMPLES - TIMESTAMP_SLACK_SAMPLES
                && lateness <= maxDelaySamples + STRAGGLER_SLACK_SAMPLES;
    }

    private PutResult hold(int sequence, long timestamp, byte[] packet, int offset, int length, long arrival) {
        if (holding) {
            if (sequence == heldSequence) {
                duplicates++;
                return PutResult.DUPLICATE;
            }
            strays++;
            heldPacket.drop(0);
        }
        holding = true;
        heldSequence = sequence;
        heldTimestamp = timestamp;
        heldArrival = arrival;
        heldPacket.add(0, packet, offset, length, 0, 0, false);
        return PutResult.HELD;
    }

    private PutResult accept(int sequence, long timestamp, byte[] packet, int offset, int length, long arrival) {
        long extended = ledger.highest() + ledger.step(sequence);
        if (ledger.hasSeen(extended)) {
            duplicates++;
            return PutResult.DUPLICATE;
        }
        int declared = OpusPacket.samples(packet, offset, length);
        int samples = declared == OpusPacket.MALFORMED ? newestSamples : declared;
        boolean newest = extended > ledger.highest();
        boolean restarted = restartAsked;
        if (newest) {
            follow(extended, timestamp, samples, arrival);
            newestQuiet = QuietPacket.matches(packet, offset, length);
        }
        long media = timeline.mediaTime(extended, timestamp);
        delays.add(arrival - media, samples);
        boolean early = newest || ledger.highest() - extended < PacketStore.SLOTS;
        ledger.record(extended);
        received++;
        if (early) {
            session.expect(extended);
        }
        if (session.isOver(extended)) {
            session.cameLate(extended);
            late++;
            return PutResult.LATE;
        }
        if (!newest) {
            reordered++;
        }
        if (!session.makeRoom(extended)) {
            return PutResult.LATE;
        }
        store.add(extended, packet, offset, length, samples, media, newest && restarted);
        return PutResult.QUEUED;
    }

    /** The newest packet moves the time line; and first, where its timestamp cannot be believed, its timestamp is moved. */
    private void follow(long extended, long timestamp, int samples, long arrival) {
        long relative = arrival - timeline.mediaTime(extended, timestamp) - delays.base();
        if (restartAsked || received == 0 || !isPlausible(extended, timestamp, relative, arrival)) {
            timeline.shift(extended, relative);
            delays.interrupt();
        }
        timeline.advance(timestamp);
        restartAsked = false;
        newestArrival = arrival;
        newestSamples = samples;
    }

    private boolean isPlausible(long extended, long timestamp, long relative, long arrival) {
        long timestampStep = timeline.step(timestamp);
        boolean counted = timestampStep > (extended - ledger.highest()) * newestSamples;
        if (arrival - newestArrival > LONG_PAUSE_SAMPLES || relative > maxDelaySamples) {
            return false;
        }
        if (relative < -maxDelaySamples) {
            // a burst after a stall brings the base down step by step; only timestamps that left something out jump
            return !counted && timestampStep >= 0;
        }
        return counted || !newestQuiet || relative <= delays.targetSamples() + UNCOUNTED_PAUSE_SAMPLES;
    }
}
