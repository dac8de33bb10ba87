package dev.acord.audio.opus;

/**
 * The built-in provider: Concentus, a port of libopus 1.1.2 to plain Java. It works wherever Java does.
 *
 * <p>Against a native libopus it takes about two to three times as long and produces some 100 KB of garbage for each encoded frame, so
 * passing packets through without decoding is always better. Its encoder works without the tonality analysis of libopus, which costs a fifth
 * more time and gained nothing measurable at 128 kbit/s.
 *
 * <p>Its decoder is libopus 1.1.2 to the sample, in fixed-point arithmetic. Against a libopus of today it gives the same samples for
 * {@link OpusMode#SILK} packets and is within 9 steps of 16 bits (70 dB) for {@link OpusMode#CELT}, as fixed-point arithmetic is. Two things
 * differ, since RFC 8251 changed them after 1.1.2: in {@link OpusMode#HYBRID} packets the fine structure, not the energy, of what lies above
 * 9.6 kHz when few bits were spent there (section 9), and the treble of some stereo {@link OpusMode#CELT} streams that are decoded to mono
 * (section 10). {@code docs/opus.md} has the figures.
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
