package dev.acord.audio.opus.libopus;

import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusPacket;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.util.opus.Opus;

/** A decoder of libopus. Packet and samples are copied to and from memory outside the heap, which costs far less than decoding. */
final class LibopusDecoder extends OpusDecoder {

    // most packets are shorter; a longer one makes room for itself
    private static final int FIRST_PACKET_BYTES = 2_048;

    private final NativeState state;
    private final ShortBuffer samples;
    private final IntBuffer number = Libopus.number();
    private final Opus.CTLRequest finalRange = Opus.OPUS_GET_FINAL_RANGE(number);
    private final long samplesAddress;
    private ByteBuffer packetBytes = ByteBuffer.allocateDirect(FIRST_PACKET_BYTES);
    private long packetAddress = MemoryUtil.memAddress(packetBytes);

    LibopusDecoder(int channels) {
        super(channels);
        samples = Libopus.samples(OpusPacket.MAX_SAMPLES * channels);
        samplesAddress = MemoryUtil.memAddress(samples);
        long pointer = Opus.opus_decoder_create(OpusPacket.SAMPLE_RATE_HZ, channels, number);
        Libopus.checked("to make a decoder", number.get(0));
        state = new NativeState(this, pointer, Opus::opus_decoder_destroy);
    }

    @Override
    public int finalRange() {
        control(finalRange);
        return number.get(0);
    }

    @Override
    protected int decodePacket(byte[] packet, int offset, int length, short[] pcm, int pcmOffset, int frames)
            throws OpusException {
        return decode(packet, offset, length, pcm, pcmOffset, frames, 0);
    }

    @Override
    protected void decodeFecPacket(byte[] packet, int offset, int length, short[] pcm, int pcmOffset, int frames)
            throws OpusException {
        decode(packet, offset, length, pcm, pcmOffset, frames, 1);
    }

    @Override
    protected void concealFrames(short[] pcm, int pcmOffset, int frames) {
        Libopus.checked("to conceal a legal duration", call(0, 0, frames, 0));
        samples.get(0, pcm, pcmOffset, frames * channels());
    }

    @Override
    protected void applyGain(int gainQ8) {
        control(Opus.OPUS_SET_GAIN(gainQ8));
    }

    @Override
    protected void resetState() {
        try {
            Libopus.checked("a reset", Opus.opus_decoder_ctl(state.pointer(), Opus.OPUS_RESET_STATE));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    protected void release() {
        state.free();
    }

    private int decode(byte[] packet, int offset, int length, short[] pcm, int pcmOffset, int frames, int fec)
            throws OpusException {
        if (length > packetBytes.capacity()) {
            packetBytes = ByteBuffer.allocateDirect(length);
            packetAddress = MemoryUtil.memAddress(packetBytes);
        }
        packetBytes.put(0, packet, offset, length);
        int decoded = call(packetAddress, length, frames, fec);
        if (decoded < 0) {
            resetState(); // as after a damaged packet in any provider: go on from silence
            throw new OpusException("Damaged Opus packet (" + length + " bytes, configuration "
                    + OpusPacket.config(packet[offset]) + "): " + Opus.opus_strerror(decoded));
        }
        samples.get(0, pcm, pcmOffset, decoded * channels());
        return decoded;
    }

    private int call(long address, int length, int frames, int fec) {
        try {
            return Opus.nopus_decode(state.pointer(), address, length, samplesAddress, frames, fec);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private void control(Opus.CTLRequest request) {
        try {
            Libopus.checked("a control", Opus.opus_decoder_ctl(state.pointer(), request));
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
