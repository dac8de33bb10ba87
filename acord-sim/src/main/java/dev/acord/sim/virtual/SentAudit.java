package dev.acord.sim.virtual;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges the datagrams of one node where they leave it: sequence numbers without a gap, timestamps that go with the time, nonces that are
 * never used twice with one key. The keys are not known here, so a nonce that begins again at 0 is a new key, which only a session
 * description can have brought: {@link #newKey}.
 */
public final class SentAudit {
    private static final int RTP_HEADER_BYTES = 12;
    private static final int NONCE_BYTES = 4;
    private static final int MAX_BREACHES = 20;
    /** 120 ms at 48 kHz: a pacer that was held up catches up as much before it skips, in steps of 20 ms. */
    private static final long CLOCK_TOLERANCE_SAMPLES = 5_760;

    private static final int SAMPLES_PER_S = 48_000;
    /** After a pause that the sender did not make, such as a suspended machine's, what was caught up and five frames of silence belong to the time before; twice when it wakes up only for a moment. */
    private static final int MAX_PACKETS_OFF = 15;
    /** So many packets that went with the time of the first one show that it was on time. */
    private static final int SETTLED = 15;

    /** One stream: an SSRC on one socket. */
    private static final class Stream {
        int sequence;
        int timestamp;
        /** The last packet whose timestamp went with the time. */
        int goodTimestamp;

        long goodNs;
        int off;
        /** How many packets went with the time, counted while it is not known whether the first one did. */
        int good;

        long nonce;
    }

    private final VirtualTime time;
    private final Map<Integer, Stream> streams = new HashMap<>();
    private final List<String> breaches = new ArrayList<>();
    private long samples;
    private int keysLeft;
    private long packets;
    private long longestGapNs;
    private long lastNs;

    SentAudit(VirtualTime time) {
        this.time = time;
        this.lastNs = time.nowNs();
    }

    /** A running session gets another key: the nonces may begin again once. */
    void newKey() {
        keysLeft++;
    }

    void accept(ByteBuffer datagram) {
        int at = datagram.position();
        int length = datagram.remaining();
        if (length < RTP_HEADER_BYTES + NONCE_BYTES || (datagram.get(at) & 0xC0) != 0x80) {
            return; // discovery, keepalive
        }
        int ssrc = datagram.getInt(at + 8);
        int sequence = datagram.getShort(at + 2) & 0xFFFF;
        int timestamp = datagram.getInt(at + 4);
        long nonce = datagram.getInt(at + length - NONCE_BYTES) & 0xFFFF_FFFFL;
        Stream stream = streams.get(ssrc);
        if (stream == null) {
            stream = new Stream();
            stream.goodTimestamp = timestamp;
            stream.goodNs = time.nowNs();
            streams.put(ssrc, stream);
        } else {
            compare(stream, ssrc, sequence, timestamp, nonce);
        }
        stream.sequence = sequence;
        stream.timestamp = timestamp;
        stream.nonce = nonce;
        longestGapNs = Math.max(longestGapNs, time.nowNs() - lastNs);
        lastNs = time.nowNs();
        packets++;
    }

    private void compare(Stream last, int ssrc, int sequence, int timestamp, long nonce) {
        if (sequence != ((last.sequence + 1) & 0xFFFF)) {
            breach(ssrc, "sequence " + last.sequence + " is followed by " + sequence);
        }
        if (nonce != last.nonce + 1) {
            if (nonce == 0 && keysLeft > 0) {
                keysLeft--;
            } else {
                breach(ssrc, "nonce " + last.nonce + " is followed by " + nonce);
            }
        }
        samples += timestamp - last.timestamp;
        if (timestamp - last.timestamp <= 0) {
            breach(ssrc, "the timestamp went from " + last.timestamp + " to " + timestamp);
        }
        long passed = Math.round((time.nowNs() - last.goodNs) / 1e9 * SAMPLES_PER_S);
        int step = timestamp - last.goodTimestamp;
        if (Math.abs(passed - step) <= CLOCK_TOLERANCE_SAMPLES) {
            last.off = 0;
            last.good = Math.min(last.good + 1, SETTLED);
        } else if (++last.off > MAX_PACKETS_OFF && settle(last)) {
            breach(ssrc, "after " + passed + " samples of time the timestamp is " + step + " further");
        }
        if (last.off == 0 || last.off > MAX_PACKETS_OFF) {
            last.goodTimestamp = timestamp;
            last.goodNs = time.nowNs();
        }
    }

    /**
     * Whether it was known before what goes with the time; it is from now on. A machine that is suspended between making a stream's first
     * packet and sending it sends it late, and all others on time.
     */
    private static boolean settle(Stream stream) {
        boolean before = stream.good == SETTLED;
        stream.good = SETTLED;
        return before;
    }

    private void breach(int ssrc, String what) {
        if (breaches.size() < MAX_BREACHES) {
            breaches.add("SSRC " + Integer.toUnsignedString(ssrc) + ", packet " + packets + ": " + what);
        }
    }

    /**
     * What was wrong.
     *
     * @return the first breaches, at most 20; empty as it should be
     */
    public List<String> breaches() {
        return List.copyOf(breaches);
    }

    /**
     * How many RTP packets have left.
     *
     * @return the count
     */
    public long packets() {
        return packets;
    }

    /**
     * By how much the timestamps have advanced, over all streams.
     *
     * @return samples at 48 kHz
     */
    public long samples() {
        return samples;
    }

    /**
     * The longest time between two packets since the last call; for nodes that play all the time.
     *
     * @return nanoseconds
     */
    public long takeLongestGapNs() {
        long gapNs = Math.max(longestGapNs, time.nowNs() - lastNs);
        longestGapNs = 0;
        return gapNs;
    }
}
