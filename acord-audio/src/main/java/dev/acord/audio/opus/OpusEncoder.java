package dev.acord.audio.opus;

import java.util.Objects;

/**
 * Turns PCM into Opus packets: 48,000 Hz, one or two channels, signed 16 bit, interleaved left and right.
 *
 * <p>Settings can change between any two frames. Not thread safe: one thread at a time uses an encoder. Must be closed, since a provider may
 * hold memory outside the heap.
 *
 * <p>For a provider: arguments and settings are checked here and in {@link OpusControls}, the protected methods only get valid ones.
 */
public abstract class OpusEncoder extends OpusControls implements AutoCloseable {

    private static final int DTX_BYTES = 2;

    private int paddingMultiple;
    private boolean begun;
    private boolean closed;

    /**
     * For a provider: remembers the settings. Its constructor must then call {@link #applyAll()}, when its own fields are set.
     *
     * @param options what the encoder starts with
     */
    protected OpusEncoder(OpusEncoderOptions options) {
        super(options);
        paddingMultiple = options.paddingMultipleBytes();
    }

    /**
     * Makes an encoder with the best provider there is.
     *
     * @param options what it starts with
     * @return a new encoder
     * @throws IllegalStateException if no provider works on this machine
     */
    public static OpusEncoder create(OpusEncoderOptions options) {
        return OpusProviders.active().encoder(options);
    }

    /**
     * Encodes one frame into one packet. With discontinuous transmission a packet of one byte need not be sent.
     *
     * @param pcm the samples, interleaved
     * @param offset index of the first sample in {@code pcm}
     * @param frames samples per channel: 120, 240, 480, 960, 1920 or 2880, which are 2.5 to 60 ms
     * @param out receives the packet
     * @param outOffset where the packet begins
     * @param maxBytes the most bytes to write, at least 2; {@code AudioSource.MAX_PACKET_BYTES} never limits the quality
     * @return the packet's length in bytes
     * @throws IndexOutOfBoundsException if the samples or the packet do not fit the arrays
     * @throws IllegalArgumentException if {@code frames} is no legal duration, or {@code maxBytes} is below 2
     * @throws IllegalStateException if the encoder is closed
     */
    public final int encode(short[] pcm, int offset, int frames, byte[] out, int outOffset, int maxBytes) {
        checkOpen();
        OpusRanges.checkedFrameSamples(frames);
        Objects.checkFromIndexSize(offset, frames * channels(), pcm.length);
        if (maxBytes < 2) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + ", but a packet may need 2 bytes at least");
        }
        Objects.checkFromIndexSize(outOffset, maxBytes, out.length);
        begun = true;
        int length = encodeFrame(pcm, offset, frames, out, outOffset, maxBytes);
        return paddingMultiple == 1 ? length : padded(out, outOffset, length, maxBytes);
    }

    /**
     * To which multiple packets are padded.
     *
     * @return bytes; 1 for no padding
     */
    public final int paddingMultipleBytes() {
        return paddingMultiple;
    }

    /**
     * Sets to which multiple packets are padded (RFC 6716 section 3.2.5), so that their sizes tell less of what is said: a variable bitrate
     * gives away speech even when it is encrypted (RFC 6562). A packet never grows beyond the room that it is given, and the packets of one
     * or two bytes of discontinuous transmission stay as they are.
     *
     * @param paddingMultipleBytes bytes, 1 to 1275; 1 for no padding
     */
    public final void setPaddingMultipleBytes(int paddingMultipleBytes) {
        checkOpen();
        paddingMultiple = OpusRanges.checkedPaddingMultiple(paddingMultipleBytes);
    }

    /** Forgets all audio, as if no frame had been encoded. The settings stay. */
    public final void reset() {
        checkOpen();
        resetState();
        begun = false;
    }

    /** Frees the encoder. A second call does nothing. */
    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }

    /**
     * How far a decoder's output lags behind the input: the pre-skip of a file (RFC 7845 section 4.2).
     *
     * @return samples per channel
     */
    public abstract int lookaheadSamples();

    /**
     * The state of the range coder after the last packet. A correct decoder ends in the same state, which makes this a check on both.
     *
     * @return 32 bits
     */
    public abstract int finalRange();

    /**
     * Encodes one frame; the arguments are checked.
     *
     * @param pcm the samples, interleaved
     * @param offset index of the first sample
     * @param frames samples per channel
     * @param out receives the packet
     * @param outOffset where the packet begins
     * @param maxBytes the most bytes to write
     * @return the packet's length in bytes
     */
    protected abstract int encodeFrame(short[] pcm, int offset, int frames, byte[] out, int outOffset, int maxBytes);

    /** Forgets all audio and keeps the settings. */
    protected abstract void resetState();

    /** Frees what the encoder holds; called once. */
    protected abstract void release();

    private int padded(byte[] out, int offset, int length, int maxBytes) {
        if (dtx() && length <= DTX_BYTES) {
            return length;
        }
        int target = Math.min(maxBytes, (length + paddingMultiple - 1) / paddingMultiple * paddingMultiple);
        try {
            OpusPadding.pad(out, offset, length, target);
        } catch (OpusException e) {
            throw new IllegalStateException("The provider made a malformed packet, which is a bug of it", e);
        }
        return target;
    }

    @Override
    final boolean begun() {
        return begun;
    }

    @Override
    final void checkOpen() {
        if (closed) {
            throw new IllegalStateException("The encoder is closed");
        }
    }
}
