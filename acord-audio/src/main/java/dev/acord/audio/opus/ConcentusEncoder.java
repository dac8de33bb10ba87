package dev.acord.audio.opus;

import io.github.jaredmdobson.concentus.OpusEncoder;

/** An encoder of Concentus. */
final class ConcentusEncoder extends dev.acord.audio.opus.OpusEncoder {

    // 3 frames of 20 ms at 1275 bytes and their header; more room is never used, and Concentus allocates what it is
    // offered
    private static final int MAX_OUTPUT_BYTES = 3 * OpusPacket.MAX_FRAME_BYTES + 8;

    private final OpusEncoder encoder;

    ConcentusEncoder(OpusEncoderOptions options) {
        super(options);
        try {
            encoder = new OpusEncoder(
                    OpusPacket.SAMPLE_RATE_HZ,
                    options.channels(),
                    application(options.application().code()));
        } catch (io.github.jaredmdobson.concentus.OpusException e) {
            throw new IllegalStateException("Concentus refused legal options, which is a bug of ours", e);
        }
        applyAll();
    }

    @Override
    public int lookaheadSamples() {
        return encoder.getLookahead();
    }

    @Override
    public int finalRange() {
        return encoder.getFinalRange();
    }

    @Override
    protected int encodeFrame(short[] pcm, int offset, int frames, byte[] out, int outOffset, int maxBytes) {
        try {
            return encoder.encode(pcm, offset, frames, out, outOffset, Math.min(maxBytes, MAX_OUTPUT_BYTES));
        } catch (io.github.jaredmdobson.concentus.OpusException e) {
            throw new IllegalStateException("Concentus could not encode a legal frame of " + frames + " samples", e);
        }
    }

    @Override
    protected void apply(OpusControl control, int value) {
        switch (control) {
            case APPLICATION -> encoder.setApplication(application(value));
            case BITRATE -> encoder.setBitrate(value);
            case MAX_BANDWIDTH -> encoder.setMaxBandwidth(bandwidth(value));
            case VBR -> encoder.setUseVBR(value != 0);
            case BANDWIDTH -> encoder.setBandwidth(bandwidth(value));
            case COMPLEXITY -> encoder.setComplexity(value);
            case INBAND_FEC -> encoder.setUseInbandFEC(value != 0);
            case PACKET_LOSS_PERCENT -> encoder.setPacketLossPercent(value);
            case DTX -> encoder.setUseDTX(value != 0);
            case VBR_CONSTRAINT -> encoder.setUseConstrainedVBR(value != 0);
            case FORCE_CHANNELS -> encoder.setForceChannels(value);
            case SIGNAL -> encoder.setSignalType(signal(value));
            case LSB_DEPTH -> encoder.setLSBDepth(value);
            case PREDICTION_DISABLED -> encoder.setPredictionDisabled(value != 0);
            case PHASE_INVERSION_DISABLED -> refusePhaseInversion(value);
        }
    }

    @Override
    protected void resetState() {
        encoder.resetState();
    }

    @Override
    protected void release() {
        // nothing outside the heap
    }

    private static void refusePhaseInversion(int value) {
        if (value != 0) {
            throw new UnsupportedOperationException(
                    "Concentus cannot code without phase inversion; the module acord-opus-native can");
        }
    }

    private static io.github.jaredmdobson.concentus.OpusApplication application(int code) {
        return switch (code) {
            case 2048 -> io.github.jaredmdobson.concentus.OpusApplication.OPUS_APPLICATION_VOIP;
            case 2049 -> io.github.jaredmdobson.concentus.OpusApplication.OPUS_APPLICATION_AUDIO;
            default -> io.github.jaredmdobson.concentus.OpusApplication.OPUS_APPLICATION_RESTRICTED_LOWDELAY;
        };
    }

    private static io.github.jaredmdobson.concentus.OpusSignal signal(int code) {
        return switch (code) {
            case 3001 -> io.github.jaredmdobson.concentus.OpusSignal.OPUS_SIGNAL_VOICE;
            case 3002 -> io.github.jaredmdobson.concentus.OpusSignal.OPUS_SIGNAL_MUSIC;
            default -> io.github.jaredmdobson.concentus.OpusSignal.OPUS_SIGNAL_AUTO;
        };
    }

    private static io.github.jaredmdobson.concentus.OpusBandwidth bandwidth(int code) {
        return switch (code) {
            case 1101 -> io.github.jaredmdobson.concentus.OpusBandwidth.OPUS_BANDWIDTH_NARROWBAND;
            case 1102 -> io.github.jaredmdobson.concentus.OpusBandwidth.OPUS_BANDWIDTH_MEDIUMBAND;
            case 1103 -> io.github.jaredmdobson.concentus.OpusBandwidth.OPUS_BANDWIDTH_WIDEBAND;
            case 1104 -> io.github.jaredmdobson.concentus.OpusBandwidth.OPUS_BANDWIDTH_SUPERWIDEBAND;
            case 1105 -> io.github.jaredmdobson.concentus.OpusBandwidth.OPUS_BANDWIDTH_FULLBAND;
            default -> io.github.jaredmdobson.concentus.OpusBandwidth.OPUS_BANDWIDTH_AUTO;
        };
    }
}
