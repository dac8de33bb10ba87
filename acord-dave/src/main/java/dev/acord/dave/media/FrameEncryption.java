package dev.acord.dave.media;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts our own audio frames, in place in the packet (DAVE "Encoded Frame Transforms").
 *
 * <p>It starts without a key and refuses frames until {@link #ratchet} or {@link #passthrough} is called. Each ratchet counts its nonces from 1;
 * their top byte is the generation of the key. When the 32 bits wrap, the generation goes on at 256, so that no key sees a nonce twice.
 *
 * <p>{@link #encrypt} and {@link #wipe} belong to one owner thread, the one that sends. {@link #ratchet}, {@link #passthrough} and {@link #count}
 * may be called from any thread; the next frame obeys them.
 */
public final class FrameEncryption {
    private static final int NONCE_BITS = 24;

    private final FrameSealer sealer = new FrameSealer();
    private final StatusCounters<EncryptStatus> counters = new StatusCounters<>(EncryptStatus.class);
    private final AtomicReference<@Nullable KeyRatchet> handedOver = new AtomicReference<>();
    private volatile boolean passthrough;

    private @Nullable KeyRatchet ratchet;
    private @Nullable MediaKey key;
    private int generation;
    /** The last nonce used, with the generation's higher bits: 2^55 frames would overflow the generation, which nobody lives to send. */
    private long nonce;

    /** Encryption that has no key yet. */
    public FrameEncryption() {}

    /**
     * Switches to a new epoch's key, from the next frame on. The secret that is in use already is ignored: starting it again would repeat nonces.
     *
     * @param baseSecret our sender's base secret, 16 bytes from the group's exporter; copied, so that the caller can wipe it
     * @throws IllegalArgumentException if it has another length
     */
    public void ratchet(byte[] baseSecret) {
        KeyRatchet unused = handedOver.getAndSet(KeyRatchet.of(baseSecret));
        if (unused != null) {
            unused.wipe();
        }
    }

    /**
     * Switches encryption off or on: off while the call uses protocol version 0. It is on at the start. A ratchet stays where it is.
     *
     * @param on true to leave frames as they are
     */
    public void passthrough(boolean on) {
        passthrough = on;
    }

    /**
     * Encrypts one Opus frame in place. Frames that are exactly {@code F8 FF FE} stay as they are.
     *
     * @param packet the array that holds the frame
     * @param offset where the frame starts, and where the encrypted frame starts afterwards
     * @param length bytes of the frame; may be 0
     * @param capacity bytes from {@code offset} that may be used, at least {@code length}; {@link #overheadBytes} more are enough
     * @return the bytes of the frame to send; or the negative {@link EncryptStatus#code} of the reason why it must not be sent. The bytes behind the
     *     result, up to {@code length + overheadBytes()}, may have changed
     * @throws IndexOutOfBoundsException if offset, length and capacity do not fit together and into the array
     */
    public int encrypt(byte[] packet, int offset, int length, int capacity) {
        Objects.checkFromIndexSize(offset, capacity, packet.length);
        Objects.checkFromIndexSize(0, length, capacity);
        if (passthrough) {
            counters.count(EncryptStatus.PASSED);
            return length;
        }
        if (OpusSilence.is(packet, offset, length)) {
            counters.count(EncryptStatus.SILENCE);
            return length;
        }
        takeOver();
        if (ratchet == null) {
            return refuse(EncryptStatus.NO_KEY);
        }
        if (capacity - length < DaveFrame.MAX_OVERHEAD_BYTES) {
            return refuse(EncryptStatus.NO_ROOM);
        }
        nonce++; // before its use: whatever happens, this one is not used again
        sealer.seal(currentKey(ratchet), (int) nonce, packet, offset, length);
        int end = DaveFrame.writeFooter(packet, offset + length + DaveFrame.TAG_BYTES, (int) nonce);
        counters.count(EncryptStatus.ENCRYPTED);
        return end - offset;
    }

    private void takeOver() {
        // a read first, because a swap costs more and is needed once an epoch
        KeyRatchet next = handedOver.get() == null ? null : handedOver.getAndSet(null);
        if (next == null) {
            return;
        }
        if (ratchet != null && ratchet.sameBase(next)) {
            next.wipe();
            return;
        }
        wipeRatchet();
        ratchet = next;
        nonce = 0;
    }

    private MediaKey currentKey(KeyRatchet keys) {
        int wanted = (int) (nonce >>> NONCE_BITS);
        MediaKey current = key;
        if (current == null || wanted != generation) {
            keys.eraseBelow(wanted);
            current = Objects.requireNonNull(keys.key(wanted), "the next generation always has a key");
            key = current;
            generation = wanted;
        }
        return current;
    }

    private int refuse(EncryptStatus status) {
        counters.count(status);
        return status.code();
    }

    /**
     * The bytes that encryption adds at most.
     *
     * @return bytes, not negative
     */
    public int overheadBytes() {
        return DaveFrame.MAX_OVERHEAD_BYTES;
    }

    /**
     * How many frames had an outcome.
     *
     * @param status the outcome
     * @return frames since the start
     */
    public long count(EncryptStatus status) {
        return counters.of(status);
    }

    /** Wipes the keys; encryption then has none, as at the start. Not to be called while another thread encrypts. */
    public void wipe() {
        KeyRatchet unused = handedOver.getAndSet(null);
        if (unused != null) {
            unused.wipe();
        }
        wipeRatchet();
    }

    private void wipeRatchet() {
        if (ratchet != null) {
            ratchet.wipe();
            ratchet = null;
        }
        key = null;
    }

    /** For tests: goes on behind this nonce, with the generation's higher bits. */
    void continueAfter(long lastNonce) {
        takeOver();
        nonce = lastNonce;
    }
}
