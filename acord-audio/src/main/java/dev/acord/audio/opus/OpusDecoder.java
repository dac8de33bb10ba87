package dev.acord.audio.opus;

import java.util.Objects;

/**
 * Turns Opus packets into PCM: 48,000 Hz, one or two channels, signed 16 bit, interleaved left and right. A decoder of either kind takes
 * packets of either kind.
 *
 * <p>A packet that is refused leaves the decoder usable: go on with the next one, or conceal the gap. Not thread safe: one thread at a time
 * uses a decoder. Must be closed, since a provider may hold memory outside the heap.
 *
 * <p>For a provider: arguments and the packet's framing are checked here, the protected methods only get valid ones.
 */
public abstract class OpusDecoder implements AutoCloseable {

    private final int channels;
    private boolean closed;

    /**
     * For a provider.
     *
     * @param channels channels of the output, 1 or 2
     */
    protected OpusDecoder(int channels) {
        this.channels = OpusRanges.inRange("channels", channels, 1, 2);
    }

    /**
     * Makes a decoder with the best provider there is.
     *
     * @param channels channels of the output, 1 or 2
     * @return a new decoder
     * @throws IllegalStateException if no provider works on this machine
     */
    public static OpusDecoder create(int channels) {
        OpusRanges.inRange("channels", channels, 1, 2);
        return OpusProviders.active().decoder(channels);
    }

    /**
     * Decodes one packet.
     *
     * @param packet holds the packet
     * @param offset where it begins
     * @param length its bytes
     * @param pcm receives the samples, interleaved
     * @param pcmOffset index of the first sample in {@code pcm}
     * @param maxFrames the samples per channel that there is room for; 5760 are always enough
     * @return the samples per channel that were decoded
     * @throws OpusException if the packet is malformed, damaged or longer than {@code maxFrames}
     * @throws IndexOutOfBoundsException if the packet or the samples do not fit the arrays
     * @throws IllegalArgumentException if {@code maxFrames} is below 1
     * @throws IllegalStateException if the decoder is closed
     */
    public final int decode(byte[] packet, int offset, int length, short[] pcm, int pcmOffset, int maxFrames)
            throws OpusException {
        checkOpen();
        int room = OpusRanges.inRange("maxFrames", maxFrames, 1, Integer.MAX_VALUE / 2);
        Objects.checkFromIndexSize(pcmOffset, room * channels, pcm.length);
        int samples = checkedSamples(packet, offset, length);
        if (samples > room) {
            throw new OpusException("The packet lasts " + samples + " samples, but there is room for " + room);
        }
        return decodePacket(packet, offset, length, pcm, pcmOffset, samples);
    }

    /**
     * Restores what was lost just before a packet, from that packet's error correction data, or by concealment if it has none. The packet
     * itself is decoded next, by {@link #decode}.
     *
     * @param packet holds the packet after the loss
     * @param offset where it begins
     * @param length its bytes
     * @param pcm receives the samples, interleaved
     * @param pcmOffset index of the first sample in {@code pcm}
     * @param frames the samples per channel that were lost: a multiple of 120 (2.5 ms), 120 to 5760
     * @return {@code frames}
     * @throws OpusException if the packet is malformed or damaged
     * @throws IndexOutOfBoundsException if the packet or the samples do not fit the arrays
     * @throws IllegalArgumentException if {@code frames} is no such multiple
     * @throws IllegalStateException if the decoder is closed
     */
    public final int decodeFec(byte[] packet, int offset, int length, short[] pcm, int pcmOffset, int frames)
            throws OpusException {
        checkOpen();
        checkLost(frames);
        Objects.checkFromIndexSize(pcmOffset, frames * channels, pcm.length);
        checkedSamples(packet, offset, length);
        int restorable = OpusPacket.frameSamples(packet[offset]);
        if (restorable > frames || !OpusPacket.hasFec(packet, offset, length)) {
            return conceal(pcm, pcmOffset, frames);
        }
        int before = frames - restorable;
        if (before > 0) {
            concealFrames(pcm, pcmOffset, before);
        }
        decodeFecPacket(packet, offset, length, pcm, pcmOffset + before * channels, restorable);
        return frames;
    }

    /**
     * Makes up what was lost from what came before: a fading continuation.
     *
     * @param pcm receives the samples, interleaved
     * @param pcmOffset index of the first sample in {@code pcm}
     * @param frames the samples per channel that were lost: a multiple of 120 (2.5 ms), 120 to 5760
     * @return {@code frames}
     * @throws IndexOutOfBoundsException if the samples do not fit the array
     * @throws IllegalArgumentException if {@code frames} is no such multiple
     * @throws IllegalStateException if the decoder is closed
     */
    public final int conceal(short[] pcm, int pcmOffset, int frames) {
        checkOpen();
        checkLost(frames);
        Objects.checkFromIndexSize(pcmOffset, frames * channels, pcm.length);
        concealFrames(pcm, pcmOffset, frames);
        return frames;
    }

    /**
     * Channels of the output.
     *
     * @return 1 or 2
     */
    public final int channels() {
        return channels;
    }

    /** Forgets all audio, as if no packet had been decoded. The gain stays. */
    public final void reset() {
        checkOpen();
        resetState();
    }

    /**
     * Sets a gain on the output, such as the one in a file's header.
     *
     * @param gainQ8 decibels times 256, -32768 to 32767
     */
    public final void setGainQ8(int gainQ8) {
        checkOpen();
        applyGain(OpusRanges.inRange("gain", gainQ8, Short.MIN_VALUE, Short.MAX_VALUE));
    }

    /** Frees the decoder. A second call does nothing. */
    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }

    /**
     * The state of the range coder after the last packet; equal to the encoder's if the packet was decoded right.
     *
     * @return 32 bits
     */
    public abstract int finalRange();

    /**
     * Decodes one well-formed packet.
     *
     * @param packet holds the packet
     * @param offset where it begins
     * @param length its bytes
     * @param pcm receives the samples
     * @param pcmOffset index of the first sample
     * @param frames the packet's duration, samples per channel
     * @return the samples per channel that were decoded
     * @throws OpusException if the packet is damaged
     */
    protected abstract int decodePacket(byte[] packet, int offset, int length, short[] pcm, int pcmOffset, int frames)
            throws OpusException;

    /**
     * Restores the frame before a well-formed packet that has error correction data.
     *
     * @param packet holds the packet
     * @param offset where it begins
     * @param length its bytes
     * @param pcm receives the samples
     * @param pcmOffset index of the first sample
     * @param frames the duration of one of the packet's frames, samples per channel
     * @throws OpusException if the packet is damaged
     */
    protected abstract void decodeFecPacket(
            byte[] packet, int offset, int length, short[] pcm, int pcmOffset, int frames) throws OpusException;

    /**
     * Makes up lost samples.
     *
     * @param pcm receives the samples
     * @param pcmOffset index of the first sample
     * @param frames samples per channel, a multiple of 120
     */
    protected abstract void concealFrames(short[] pcm, int pcmOffset, int frames);

    /**
     * Sets a gain on the output.
     *
     * @param gainQ8 decibels times 256
     */
    protected abstract void applyGain(int gainQ8);

    /** Forgets all audio and keeps the gain. */
    protected abstract void resetState();

    /** Frees what the decoder holds; called once. */
    protected abstract void release();

    private static int checkedSamples(byte[] packet, int offset, int length) throws OpusException {
        Objects.checkFromIndexSize(offset, length, packet.length);
        OpusFault fault = OpusPacket.check(packet, offset, length);
        if (fault != OpusFault.NONE) {
            throw new OpusException("Not an Opus packet (" + length + " bytes): " + fault.description());
        }
        return OpusPacket.samples(packet, offset, length);
    }

    private static void checkLost(int frames) {
        if (frames < 120 || frames > OpusPacket.MAX_SAMPLES || frames % 120 != 0) {
            throw new IllegalArgumentException(
                    "A loss lasts a multiple of 120 samples per channel (2.5 ms), 120 to 5760, not " + frames);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("The decoder is closed");
        }
    }
}
