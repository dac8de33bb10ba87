package dev.acord.audio.opus.libopus;

import dev.acord.audio.opus.OpusControl;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusPacket;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.util.opus.Opus;

/** An encoder of libopus. Samples and packet are copied to and from memory outside the heap, which costs far less than encoding. */
final class LibopusEncoder extends OpusEncoder {

    // 3 frames of 20 ms at 1275 bytes and their header: the longest packet of 60 ms
    private static final int MAX_OUTPUT_BYTES = 3 * OpusPacket.MAX_FRAME_BYTES + 8;
    private static final int LONGEST_FRAME = 2_880;

    private final NativeState state;
    private final ShortBuffer samples;
    private final ByteBuffer packet = ByteBuffer.allocateDirect(MAX_OUTPUT_BYTES);
    private final IntBuffer number = Libopus.number();
    private final Opus.CTLRequest finalRange = Opus.OPUS_GET_FINAL_RANGE(number);
    private final Opus.CTLRequest lookahead = Opus.OPUS_GET_LOOKAHEAD(number);
    private final long samplesAddress;
    private final long packetAddress;

    LibopusEncoder(OpusEncoderOptions options) {
        super(options);
        samples = Libopus.samples(LONGEST_FRAME * options.channels());
        samplesAddress = MemoryUtil.memAddress(samples);
        packetAddress = MemoryUtil.memAddress(packet);
        long pointer = Opus.opus_encoder_create(
                OpusPacket.SAMPLE_RATE_HZ,
                options.channels(),
                options.application().code(),
                number);
        Libopus.checked("to make an encoder", number.get(0));
        state = new NativeState(this, pointer, Opus::opus_encoder_destroy);
        applyAll();
    }

    @Override
    public int lookaheadSamples() {
        return read(lookahead);
    }

    @Override
    public int finalRange() {
        return read(finalRange);
    }

    @Override
    protected int encodeFrame(short[] pcm, int offset, int frames, byte[] out, int outOffset, int maxBytes) {
        samples.put(0, pcm, offset, frames * channels());
        int length;
        try {
            length = Opus.nopus_encode(
                    state.pointer(), samplesAddress, frames, packetAddress, Math.min(maxBytes, MAX_OUTPUT_BYTES));
        } finally {
            Reference.reachabilityFence(this);
        }
        Libopus.checked("to encode a legal frame", length);
        packet.get(0, out, outOffset, length);
        return length;
    }

    @Override
    protected void apply(OpusControl control, int value) {
        int result;
        try {
            result = Opus.opus_encoder_ctl(state.pointer(), request(control, value));
        } finally {
            Reference.reachabilityFence(this);
        }
        boolean isDefault = control == OpusControl.PHASE_INVERSION_DISABLED && value == 0;
        if (result == Opus.OPUS_UNIMPLEMENTED && !isDefault) {
            throw new UnsupportedOperationException(
                    "This libopus (" + Opus.opus_get_version_string() + ") has no " + control);
        }
        if (result != Opus.OPUS_UNIMPLEMENTED) {
            Libopus.checked(control + " = " + value, result);
        }
    }

    @Override
    protected void resetState() {
        try {
            Libopus.checked("a reset", Opus.opus_encoder_ctl(state.pointer(), Opus.OPUS_RESET_STATE));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    protected void release() {
        state.free();
    }

    private int read(Opus.CTLRequest request) {
        try {
            Libopus.checked("to tell its state", Opus.opus_encoder_ctl(state.pointer(), request));
            return number.get(0);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private static Opus.CTLRequest request(OpusControl control, int value) {
        return switch (control) {
            case APPLICATION -> Opus.OPUS_SET_APPLICATION(value);
            case BITRATE -> Opus.OPUS_SET_BITRATE(value);
            case MAX_BANDWIDTH -> Opus.OPUS_SET_MAX_BANDWIDTH(value);
            case VBR -> Opus.OPUS_SET_VBR(value);
            case BANDWIDTH -> Opus.OPUS_SET_BANDWIDTH(value);
            case COMPLEXITY -> Opus.OPUS_SET_COMPLEXITY(value);
            case INBAND_FEC -> Opus.OPUS_SET_INBAND_FEC(value);
            case PACKET_LOSS_PERCENT -> Opus.OPUS_SET_PACKET_LOSS_PERC(value);
            case DTX -> Opus.OPUS_SET_DTX(value);
            case VBR_CONSTRAINT -> Opus.OPUS_SET_VBR_CONSTRAINT(value);
            case FORCE_CHANNELS -> Opus.OPUS_SET_FORCE_CHANNELS(value);
            case SIGNAL -> Opus.OPUS_SET_SIGNAL(value);
            case LSB_DEPTH -> Opus.OPUS_SET_LSB_DEPTH(value);
            case PREDICTION_DISABLED -> Opus.OPUS_SET_PREDICTION_DISABLED(value);
            case PHASE_INVERSION_DISABLED -> Opus.OPUS_SET_PHASE_INVERSION_DISABLED(value);
        };
    }
}
