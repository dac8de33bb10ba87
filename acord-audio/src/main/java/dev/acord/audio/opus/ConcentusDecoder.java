package dev.acord.audio.opus;

import io.github.jaredmdobson.concentus.OpusDecoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A decoder of Concentus.
 *
 * <p>It decodes to an array of its own, from index 0, for two reasons: Concentus writes the cross-fade of a change of mode to the beginning
 * of the array instead of the given offset; and a damaged packet may make it write past the packet's duration.
 */
final class ConcentusDecoder extends dev.acord.audio.opus.OpusDecoder {

    private final OpusDecoder decoder;
    private final short[] scratch;

    ConcentusDecoder(int channels) {
        super(channels);
        try {
            decoder = new OpusDecoder(OpusPacket.SAMPLE_RATE_HZ, channels);
        } catch (io.github.jaredmdobson.concentus.OpusException e) {
            throw new IllegalStateException("Concentus refused a legal number of channels, which is a bug of ours", e);
        }
        scratch = new short[OpusPacket.MAX_SAMPLES * channels];
    }

    @Override
    public int finalRange() {
        return decoder.getFinalRange();
    }

    @Override
    protected int decodePacket(byte[] packet, int offset, int length, short[] pcm, int pcmOffset, int frames)
            throws OpusException {
        return decode(packet, offset, length, pcm, pcmOffset, frames, false);
    }

    @Override
    protected void decodeFecPacket(byte[] packet, int offset, int length, short[] pcm, int pcmOffset, int frames)
            throws OpusException {
        decode(packet, offset, length, pcm, pcmOffset, frames, true);
    }

    @Override
    protected void concealFrames(short[] pcm, int pcmOffset, int frames) {
        try {
            decode(null, 0, 0, pcm, pcmOffset, frames, false);
        } catch (OpusException e) {
            // damaged packets have left behind what Concentus cannot go on from; forgotten by now, and what follows
            // nothing is
            // silence
            Arrays.fill(pcm, pcmOffset, pcmOffset + frames * channels(), (short) 0);
        }
    }

    @Override
    protected void applyGain(int gainQ8) {
        decoder.setGain(gainQ8);
    }

    @Override
    protected void resetState() {
        decoder.resetState();
    }

    @Override
    protected void release() {
        // nothing outside the heap
    }

    private int decode(
            byte @Nullable [] packet, int offset, int length, short[] pcm, int pcmOffset, int frames, boolean fec)
            throws OpusException {
        int decoded;
        try {
            decoded = decoder.decode(packet, offset, length, scratch, 0, frames, fec);
        } catch (io.github.jaredmdobson.concentus.OpusException | RuntimeException | AssertionError e) {
            // Concentus meets damaged packets with whatever its arithmetic runs into, assertions included; its state is
            // lost then
            decoder.resetState();
            throw new OpusException(
                    "Damaged Opus packet (" + length + " bytes, configuration "
                            + (packet == null ? "none" : OpusPacket.config(packet[offset])) + ")",
                    e);
        }
        System.arraycopy(scratch, 0, pcm, pcmOffset, decoded * channels());
        return decoded;
    }
}
