package dev.acord.audio.opus;

/**
 * The built-in provider: Concentus, a port of libopus 1.1.2 to plain Java. It works wherever Java does.
 *
 * <p>Against a native libopus it takes about two to three times as long and produces some 100 KB of garbage for each encoded frame, so
 * passing packets through without decoding is always better. Its encoder works without the tonality analysis of libopus, which costs a fifth
 * more time and gained nothing measurable at 128 kbit/s.
 *
 * <p>Against libopus 1.3.1, its decoder gives the same samples for {@link OpusMode#SILK} packets; for {@link OpusMode#CELT} it is within 9
 * steps of 16 bits (70 dB), as fixed-point arithmetic is; for {@link OpusMode#HYBRID} it differs by up to some hundred steps in loud passages
 * (64 dB), because RFC 8251 section 9 changed how the bands above 8 kHz are filled and Concentus is older.
 */
public final class ConcentusProvider implements OpusProvider {

    /** For {@link java.util.ServiceLoader}. */
    public ConcentusProvider() {}

    @Override
    public String name() {
        return "concentus";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public OpusEncoder encoder(OpusEncoderOptions options) {
        return new ConcentusEncoder(options);
    }

    @Override
    public OpusDecoder decoder(int channels) {
        return new ConcentusDecoder(channels);
    }
}
