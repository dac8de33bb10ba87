package dev.acord.jda;

import dev.acord.dave.media.DecryptStatus;
import dev.acord.dave.media.FrameDecryption;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Other users' frames, from JDA's buffers to JDA's buffers. {@link #decrypt} is for JDA's receiving thread; the lock is held for one frame or to
 * change keys, never for the group's work.
 *
 * <p>JDA leaves RTP padding at the end of frames. A padded frame shows no protocol marker at its end, but one where the padding that its last
 * byte names begins; what is authentic there is the frame.
 */
final class ReceivingFrames {
    private static final int MAX_USERS = 4_096;
    private static final int TYPICAL_FRAME_BYTES = 1_500;
    private static final long GRACE_NS = 10_000_000_000L;
    private static final long SWEEP_NS = 1_000_000_000L;
    private static final int SILENCE_BYTES = 3;

    /** The users in the group. */
    private final Map<Long, FrameDecryption> members = new HashMap<>();
    /** For users without keys: lets silence pass and, in calls that are not encrypted, everything. */
    private final FrameDecryption strangers = new FrameDecryption();
    /** The counts of those who left. */
    private final Map<DecryptStatus, Long> counted = new EnumMap<>(DecryptStatus.class);

    private byte[] scratch = new byte[TYPICAL_FRAME_BYTES];
    private Plain plain = Plain.NEVER;
    private long plainUntilNs;
    private long sweptNs;
    private boolean swept;
    private boolean closed;

    private enum Plain {
        NEVER,
        UNTIL,
        ALWAYS
    }

    /**
     * Decrypts what remains of {@code frame} to {@code out} and flips that.
     *
     * @return false if the frame must be dropped, or {@code out} is too small; then both buffers are unchanged
     */
    synchronized boolean decrypt(long user, ByteBuffer frame, ByteBuffer out, long nowNs) {
        int length = frame.remaining();
        if (closed || length == 0 || length > FrameDecryption.MAX_FRAME_BYTES) {
            return false;
        }
        if (scratch.length < length) {
            Arrays.fill(scratch, (byte) 0);
            scratch = new byte[length];
        }
        frame.get(frame.position(), scratch, 0, length);
        sweep(nowNs);
        int size = open(members.getOrDefault(user, strangers), length, nowNs);
        if (size <= 0 || out.remaining() < size) {
            return false;
        }
        out.put(scratch, 0, size);
        out.flip();
        frame.position(frame.limit());
        return true;
    }

    private int open(FrameDecryption decryption, int length, long nowNs) {
        int unpadded = unpaddedLength(length);
        if (unpadded < length) {
            int size = decryption.decrypt(scratch, 0, unpadded, nowNs);
            boolean noFrame = size == DecryptStatus.NOT_ENCRYPTED.code() || (size == unpadded && size != SILENCE_BYTES);
            if (!noFrame) {
                return size;
            }
        }
        return decryption.decrypt(scratch, 0, length, nowNs);
    }

    /** The length without padding, if what is before it looks like a protocol frame or silence; otherwise the length. */
    private int unpaddedLength(int length) {
        if (endsWithMarker(length)) {
            return length;
        }
        int rest = length - (scratch[length - 1] & 0xFF);
        boolean silence = rest == SILENCE_BYTES
                && scratch[0] == (byte) 0xF8
                && scratch[1] == (byte) 0xFF
                && scratch[2] == (byte) 0xFE;
        return silence || endsWithMarker(rest) ? rest : length;
    }

    private boolean endsWithMarker(int length) {
        return length > 2 && scratch[length - 1] == (byte) 0xFA && scratch[length - 2] == (byte) 0xFA;
    }

    /** Old keys go even when their users are silent: a frame of anybody will do. */
    private void sweep(long nowNs) {
        if (!swept || nowNs - sweptNs >= SWEEP_NS) {
            swept = true;
            sweptNs = nowNs;
            members.values().forEach(each -> each.expire(nowNs));
        }
    }

    /** A user's frames may be encrypted with this secret too from now on. The secret is copied. */
    synchronized void decryptWith(long user, byte[] baseSecret, long nowNs) {
        FrameDecryption decryption = members.get(user);
        if (decryption == null) {
            if (closed || members.size() >= MAX_USERS) {
                return; // the group's own limits are far below
            }
            decryption = new FrameDecryption();
            apply(decryption);
            members.put(user, decryption);
        }
        decryption.ratchet(baseSecret, nowNs);
        decryption.expire(nowNs);
    }

    /** Whether frames that are not encrypted pass: always, or for 10 s more if they did until now. */
    synchronized void plain(boolean allowed, long nowNs) {
        if (allowed) {
            plain = Plain.ALWAYS;
        } else if (plain == Plain.ALWAYS) {
            plain = Plain.UNTIL;
            plainUntilNs = nowNs + GRACE_NS;
        }
        apply(strangers);
        members.values().forEach(this::apply);
    }

    private void apply(FrameDecryption decryption) {
        switch (plain) {
            case ALWAYS -> decryption.passthroughAlways();
            case UNTIL -> decryption.passthroughUntil(plainUntilNs);
            case NEVER -> decryption.passthroughNever();
        }
    }

    /** Wipes the keys of all but these users. */
    synchronized void retain(Collection<Long> users) {
        Set<Long> gone = new HashSet<>(members.keySet());
        gone.removeAll(Set.copyOf(users));
        gone.forEach(this::forget);
    }

    /** A user left the call. */
    synchronized void forget(long user) {
        FrameDecryption gone = members.remove(user);
        if (gone != null) {
            count(gone);
            gone.wipe();
        }
    }

    private void count(FrameDecryption decryption) {
        for (DecryptStatus status : DecryptStatus.values()) {
            long frames = decryption.count(status);
            if (frames > 0) {
                counted.merge(status, frames, Long::sum);
            }
        }
    }

    /** Wipes keys and the last frame. From now on all frames are refused. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            retain(Set.of());
            count(strangers);
            strangers.wipe();
            Arrays.fill(scratch, (byte) 0);
        }
    }

    /** What became of the frames of those who left, or of all frames after {@link #close}; for logs. */
    synchronized String summary() {
        return counted.isEmpty() ? "no frames received" : "received " + counted;
    }
}
