package dev.acord.audio.opus;

import java.util.Optional;

/**
 * Decides whether a provider works on this machine: eight stereo frames with a different tone on each side go through an encoder and a
 * decoder, and must come out on the right side, at the right time and close to what went in; an impossible packet must be refused.
 */
final class OpusSelfTest {

    private static final int FRAME = 960;
    private static final int FRAMES = 8;
    private static final double LEFT_HZ = 440;
    private static final double RIGHT_HZ = 1_000;
    private static final double AMPLITUDE = 10_000;
    private static final double MIN_SNR_DB = 20;

    private OpusSelfTest() {}

    /** What is wrong, or empty. */
    // Whatever a provider throws, down to a failure to link, means that it cannot be used; that is what is to be found
    // out here.
    static Optional<String> failure(OpusProvider provider) {
        try (OpusEncoder encoder = provider.encoder(OpusEncoderOptions.defaults());
                OpusDecoder decoder = provider.decoder(2)) {
            return roundTrip(encoder, decoder);
        } catch (RuntimeException | OpusException | LinkageError | AssertionError e) {
            return Optional.of("self-test failed with " + e);
        }
    }

    private static Optional<String> roundTrip(OpusEncoder encoder, OpusDecoder decoder) throws OpusException {
        short[] in = new short[FRAMES * FRAME * 2];
        for (int i = 0; i < in.length / 2; i++) {
            in[2 * i] = tone(LEFT_HZ, i);
            in[2 * i + 1] = tone(RIGHT_HZ, i);
        }
        short[] out = new short[in.length];
        byte[] packet = new byte[4_000];
        for (int i = 0; i < FRAMES; i++) {
            int length = encoder.encode(in, i * FRAME * 2, FRAME, packet, 0, packet.length);
            int samples = OpusPacket.samples(packet, 0, length);
            if (samples != FRAME) {
                return Optional.of("self-test: encoded 960 samples into a packet of " + samples);
            }
            int decoded = decoder.decode(packet, 0, length, out, i * FRAME * 2, FRAME);
            if (decoded != FRAME) {
                return Optional.of("self-test: decoded a packet of 960 samples into " + decoded);
            }
            if (decoder.finalRange() != encoder.finalRange()) {
                return Optional.of("self-test: the decoder's final range differs from the encoder's in frame " + i);
            }
        }
        int lag = encoder.lookaheadSamples();
        if (lag < 0 || lag > FRAME) {
            return Optional.of("self-test: a look-ahead of " + lag + " samples");
        }
        double snrDb = snrDb(in, out, lag);
        if (!(snrDb >= MIN_SNR_DB)) {
            return Optional.of("self-test: the decoded audio is wrong (" + Math.round(snrDb) + " dB signal to noise)");
        }
        return Optional.empty();
    }

    /** Over both channels, from the third frame on: the codec needs two to settle. */
    private static double snrDb(short[] in, short[] out, int lag) {
        double signal = 0;
        double noise = 0;
        for (int i = 2 * FRAME * 2; i < in.length - 2 * lag; i++) {
            double error = in[i] - out[i + 2 * lag];
            signal += (double) in[i] * in[i];
            noise += error * error;
        }
        return 10 * Math.log10(signal / Math.max(noise, 1));
    }

    private static short tone(double hz, int sample) {
        return (short) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * hz * sample / OpusPacket.SAMPLE_RATE_HZ));
    }
}
