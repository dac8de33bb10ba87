package dev.acord.audio.opus;

/**
 * The built-in provider: Concentus, a port of libopus 1.1.2 to plain Java. It works wherever Java does.
 *
 * <p>Against a native libopus it takes about two to three times as long and produces some 100 KB of garbage for each encoded frame, so
 * passing packets through without decoding is always better. Being older than RFC 8251, it decodes packets of the {@link OpusMode#HYBRID}
 * mode slightly differently from a current libopus; the difference is inaudible, but not zero.
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
