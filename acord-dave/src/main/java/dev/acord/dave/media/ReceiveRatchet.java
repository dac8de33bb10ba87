package dev.acord.dave.media;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A remote sender's ratchet in one epoch: which generations are believed, how long old ones live, and which nonces were used. Nothing of this
 * advances for a frame that fails to authenticate. One owner thread; until that thread takes it over, only the constructor has run.
 */
final class ReceiveRatchet {
    /** How long keys live after newer ones are there: of an old generation, and of an old epoch. */
    static final long OLD_KEYS_NS = TimeUnit.SECONDS.toNanos(10);
    /** The most generations a frame may be ahead of the newest that worked. */
    static final int MAX_GAP = 250;
    /** The most frames that one sender is believed to send: 50 of audio and two videos at 60. */
    static final int MAX_FRAMES_PER_SECOND = 170;

    private static final int NONCE_BITS = 24;

    private final KeyRatchet keys;
    private final ReplayWindow window = new ReplayWindow();
    private final long createdNs;

    private int newest;
    private boolean generationsLeave;
    private long generationsLeaveNs;
    private boolean leaves;
    private long leavesNs;

    ReceiveRatchet(byte[] baseSecret, long nowNs) {
        keys = KeyRatchet.of(baseSecret);
        createdNs = nowNs;
    }

    long createdNs() {
        return createdNs;
    }

    boolean sameBase(ReceiveRatchet other) {
        return keys.sameBase(other.keys);
    }

    /** Lets this ratchet live for 10 s more at most, because a newer one came at this time. */
    void leave(long nowNs) {
        if (!leaves) {
            leaves = true;
            leavesNs = nowNs + OLD_KEYS_NS;
        }
    }

    boolean isExpired(long nowNs) {
        return leaves && nowNs - leavesNs >= 0;
    }

    /** Decrypts a parsed frame in place; anything but {@link DecryptStatus#DECRYPTED} leaves the frame and this ratchet as they were. */
    DecryptStatus open(FrameOpener opener, DaveFrame frame, byte[] buf, int offset, long nowNs) {
        expireGenerations(nowNs);
        int generation = keys.unwrap(frame.nonce() >>> NONCE_BITS);
        if (generation - newest > MAX_GAP || generation > plausibleGeneration(nowNs)) {
            return DecryptStatus.GENERATION_REFUSED;
        }
        long nonce = ((long) generation << NONCE_BITS) | (frame.nonce() & ((1 << NONCE_BITS) - 1));
        if (!window.isFresh(nonce)) {
            return DecryptStatus.REPLAYED;
        }
        @Nullable MediaKey key = keys.key(generation);
        if (key == null || !opener.open(key, frame, buf, offset)) {
            return DecryptStatus.AUTHENTICATION_FAILED;
        }
        window.accept(nonce);
        if (generation > newest) {
            newest = generation;
            if (!generationsLeave) {
                generationsLeave = true;
                generationsLeaveNs = nowNs + OLD_KEYS_NS;
            }
        }
        return DecryptStatus.DECRYPTED;
    }

    /** A generation lasts 2^24 frames, which take a sender more than a day: a higher one is a forged or damaged nonce. */
    private long plausibleGeneration(long nowNs) {
        long ageSeconds = Math.max(0, TimeUnit.NANOSECONDS.toSeconds(nowNs - createdNs));
        return (MAX_FRAMES_PER_SECOND * ageSeconds) >> NONCE_BITS;
    }

    void expireGenerations(long nowNs) {
        if (generationsLeave && nowNs - generationsLeaveNs >= 0) {
            generationsLeave = false;
            keys.eraseBelow(newest);
        }
    }

    void wipe() {
        keys.wipe();
    }
}
