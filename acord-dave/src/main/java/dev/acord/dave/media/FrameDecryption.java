package dev.acord.dave.media;

import java.util.ArrayDeque;
import java.util.Objects;

/**
 * Decrypts the frames of one remote user, in place, whatever their codec (DAVE "Encoded Frame Transforms").
 *
 * <p>It starts without a ratchet and with passing through forbidden. Each epoch brings a ratchet ({@link #ratchet}); the ones before it live for
 * 10 s more, for frames that are still on their way, and the newest is tried first. Within a ratchet each nonce is accepted once, and at most
 * 1,024 nonces late. A refused frame changes nothing: neither its bytes nor what is accepted later.
 *
 * <p>{@link #decrypt}, {@link #expire} and {@link #wipe} belong to one owner thread. {@link #ratchet}, the {@code passthrough} methods and
 * {@link #count} may be called from any thread; the next frame obeys them.
 */
public final class FrameDecryption {
    /** The most bytes of a frame: generous for a video frame, and a bound on what the scratch arrays can grow to. */
    public static final int MAX_FRAME_BYTES = 1 << 20;

    /** The most ratchets that are kept; an epoch change is usually seconds apart from the next. */
    static final int MAX_RATCHETS = 8;

    private final FrameOpener opener = new FrameOpener();
    private final DaveFrame frame = new DaveFrame();
    private final StatusCounters<DecryptStatus> counters = new StatusCounters<>(DecryptStatus.class);
    /** Newest first. */
    private final ArrayDeque<ReceiveRatchet> ratchets = new ArrayDeque<>(2);

    /** What {@link #ratchet} was given and the owner thread has not taken over; guarded by itself, oldest first. */
    private final ArrayDeque<ReceiveRatchet> handedOver = new ArrayDeque<>(2);

    private volatile boolean somethingHandedOver;
    private volatile Passthrough passthrough = Passthrough.NEVER;

    /** Decryption that has no key yet. */
    public FrameDecryption() {}

    /**
     * Adds a new epoch's ratchet of this user. A secret that is among the live ones already is ignored: starting it again would accept frames twice.
     *
     * @param baseSecret this user's base secret, 16 bytes from the group's exporter; copied, so that the caller can wipe it
     * @param nowNs the present time; the ratchets before it expire 10 s later
     * @throws IllegalArgumentException if the secret has another length
     */
    public void ratchet(byte[] baseSecret, long nowNs) {
        ReceiveRatchet next = new ReceiveRatchet(baseSecret, nowNs);
        synchronized (handedOver) {
            if (handedOver.size() == MAX_RATCHETS) {
                handedOver.removeFirst().wipe();
            }
            handedOver.addLast(next);
            somethingHandedOver = true;
        }
    }

    /** Lets frames that are no protocol frames pass as they are, until told otherwise: for calls and downgrades to protocol version 0. */
    public void passthroughAlways() {
        passthrough = Passthrough.ALWAYS;
    }

    /**
     * Lets frames that are no protocol frames pass as they are for some time: 10 s after an upgrade to encryption.
     *
     * @param untilNs when it ends, on the clock of {@code nowNs}
     */
    public void passthroughUntil(long untilNs) {
        passthrough = new Passthrough(true, false, untilNs);
    }

    /** Refuses all frames that are neither protocol frames nor silence, as at the start. */
    public void passthroughNever() {
        passthrough = Passthrough.NEVER;
    }

    /**
     * Decrypts one frame in place. Frames that are exactly {@code F8 FF FE} stay as they are.
     *
     * @param buf the array that holds the frame
     * @param offset where the frame starts, and where the decrypted frame starts afterwards
     * @param length bytes of the frame; may be 0
     * @param nowNs the present time
     * @return the bytes of the decrypted frame, at most {@code length}, with unencrypted ranges in their places; or the negative
     *     {@link DecryptStatus#code} of the reason, and the frame is unchanged
     * @throws IndexOutOfBoundsException if offset and length do not fit into the array
     */
    public int decrypt(byte[] buf, int offset, int length, long nowNs) {
        Objects.checkFromIndexSize(offset, length, buf.length);
        DecryptStatus status = open(buf, offset, length, nowNs);
        counters.count(status);
        if (status.code() < 0) {
            return status.code();
        }
        return status == DecryptStatus.DECRYPTED ? frame.mediaLength() : length;
    }

    private DecryptStatus open(byte[] buf, int offset, int length, long nowNs) {
        if (OpusSilence.is(buf, offset, length)) {
            return DecryptStatus.SILENCE;
        }
        expire(nowNs);
        if (!frame.parse(buf, offset, length)) {
            return passthrough.isOpen(nowNs) ? DecryptStatus.PASSED : DecryptStatus.NOT_ENCRYPTED;
        }
        if (length > MAX_FRAME_BYTES) {
            return DecryptStatus.TOO_LARGE;
        }
        DecryptStatus ofNewest = DecryptStatus.NO_KEY;
        boolean first = true;
        for (ReceiveRatchet ratchet : ratchets) {
            DecryptStatus status = ratchet.open(opener, frame, buf, offset, nowNs);
            if (status == DecryptStatus.DECRYPTED) {
                return status;
            }
            // the older ones hardly ever have the key, so that their reason says less
            ofNewest = first ? status : ofNewest;
            first = false;
        }
        return ofNewest;
    }

    /**
     * Wipes the keys whose time is over. {@link #decrypt} does so too; call this now and then for a user who sends nothing.
     *
     * @param nowNs the present time
     */
    public void expire(long nowNs) {
        if (somethingHandedOver) {
            takeOver();
        }
        while (!ratchets.isEmpty() && ratchets.getLast().isExpired(nowNs)) {
            ratchets.removeLast().wipe();
        }
        for (ReceiveRatchet ratchet : ratchets) {
            ratchet.expireGenerations(nowNs);
        }
    }

    private void takeOver() {
        synchronized (handedOver) {
            for (ReceiveRatchet next; (next = handedOver.pollFirst()) != null; ) {
                add(next);
            }
            somethingHandedOver = false;
        }
    }

    private void add(ReceiveRatchet next) {
        if (ratchets.stream().anyMatch(next::sameBase)) {
            next.wipe();
            return;
        }
        for (ReceiveRatchet older : ratchets) {
            older.leave(next.createdNs());
        }
        if (ratchets.size() == MAX_RATCHETS) {
            ratchets.removeLast().wipe();
        }
        ratchets.addFirst(next);
    }

    /**
     * How many frames had an outcome.
     *
     * @param status the outcome
     * @return frames since the start
     */
    public long count(DecryptStatus status) {
        return counters.of(status);
    }

    /** Wipes the keys; decryption then has none, as at the start. Not to be called while another thread decrypts. */
    public void wipe() {
        takeOver();
        ratchets.forEach(ReceiveRatchet::wipe);
        ratchets.clear();
        opener.wipe();
    }

    /** Whether frames that are not encrypted may pass. */
    private record Passthrough(boolean open, boolean forEver, long untilNs) {
        static final Passthrough NEVER = new Passthrough(false, false, 0);
        static final Passthrough ALWAYS = new Passthrough(true, true, 0);

        boolean isOpen(long nowNs) {
            return open && (forEver || untilNs - nowNs > 0);
        }
    }
}
