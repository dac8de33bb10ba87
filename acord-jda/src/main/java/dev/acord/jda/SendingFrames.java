package dev.acord.jda;

import dev.acord.dave.media.EncryptStatus;
import dev.acord.dave.media.FrameDecryption;
import dev.acord.dave.media.FrameEncryption;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bot's own frames, from JDA's buffers to JDA's buffers. {@link #encrypt} is for JDA's sending thread. The lock is held for one frame or to
 * wipe the keys, never for the group's work: keys are handed over without it.
 */
final class SendingFrames {
    private static final Logger LOG = LoggerFactory.getLogger(SendingFrames.class);

    /** An Opus frame of silence, which DAVE leaves unencrypted by definition. */
    private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

    private static final int TYPICAL_FRAME_BYTES = 1_500;
    private static final long PATIENCE_NS = 10_000_000_000L;

    private final FrameEncryption encryption = new FrameEncryption();
    private final long channelId;
    private volatile boolean held = true;
    private volatile boolean others;

    private byte[] scratch = new byte[TYPICAL_FRAME_BYTES];
    private boolean closed;
    private boolean waiting;
    private boolean warned;
    private long waitingSinceNs;
    private long replaced;

    SendingFrames(long channelId) {
        this.channelId = channelId;
    }

    /** The room that a frame needs at most once it is encrypted, in bytes; silence in its place needs no more. */
    int maxBytes(int frameBytes) {
        return Math.max(0, frameBytes) + encryption.overheadBytes();
    }

    /**
     * Encrypts what remains of {@code frame} to {@code out} and flips that. Without a key, {@code out} gets silence and the answer is still
     * true: JDA answers false by logging an error and sending what its packet buffer happens to hold, fifty times a second.
     *
     * @return false if the frame is too large, or {@code out} too small; then both buffers are unchanged
     */
    synchronized boolean encrypt(ByteBuffer frame, ByteBuffer out, long nowNs) {
        int length = frame.remaining();
        if (length > FrameDecryption.MAX_FRAME_BYTES) {
            return false;
        }
        int size = held || closed ? EncryptStatus.NO_KEY.code() : encryptCopy(frame, length);
        boolean silent = size < 0;
        int outBytes = silent ? SILENCE.length : size;
        if (out.remaining() < outBytes) {
            return false;
        }
        out.put(silent ? SILENCE : scratch, 0, outBytes);
        out.flip();
        frame.position(frame.limit());
        if (silent) {
            countReplaced(nowNs);
        } else {
            waiting = false;
        }
        return true;
    }

    private int encryptCopy(ByteBuffer frame, int length) {
        int needed = maxBytes(length);
        if (scratch.length < needed) {
            Arrays.fill(scratch, (byte) 0);
            scratch = new byte[needed];
        }
        frame.get(frame.position(), scratch, 0, length);
        return encryption.encrypt(scratch, 0, length, scratch.length);
    }

    private void countReplaced(long nowNs) {
        replaced++;
        if (!waiting) {
            waiting = true;
            waitingSinceNs = nowNs;
        } else if (!warned && !closed && others && nowNs - waitingSinceNs > PATIENCE_NS) {
            warned = true;
            LOG.warn(
                    "Channel {}: others hear silence, because the call has given this bot no encryption keys for {} s",
                    Long.toUnsignedString(channelId),
                    PATIENCE_NS / 1_000_000_000L);
        }
    }

    /** Whether anybody else is in the call, who could miss the frames. */
    void others(boolean present) {
        others = present;
    }

    /** Encrypts from the next frame on. The secret is copied. */
    void encryptWith(byte[] baseSecret) {
        encryption.ratchet(baseSecret);
        encryption.passthrough(false);
        held = false;
    }

    /** Leaves frames as they are from the next one on: the call is not end-to-end encrypted. */
    void plain() {
        encryption.passthrough(true);
        held = false;
    }

    /** Replaces frames by silence from the next one on. */
    void hold() {
        held = true;
        encryption.passthrough(false);
    }

    /** Wipes keys and the last frame. From now on all frames are silence. */
    synchronized void close() {
        closed = true;
        encryption.wipe();
        Arrays.fill(scratch, (byte) 0);
    }

    /** What became of the frames, for logs. */
    synchronized String summary() {
        return encryption.count(EncryptStatus.ENCRYPTED) + " frames encrypted, "
                + encryption.count(EncryptStatus.PASSED) + " plain, " + replaced + " replaced by silence";
    }
}
