package dev.acord.audio.opus;

/**
 * An implementation of Opus. Found with {@link java.util.ServiceLoader}, so it needs a public constructor without parameters, and either a
 * {@code provides} clause in its module or a file in {@code META-INF/services}.
 *
 * <p>Before a provider is used, it has to pass a round trip of known audio through an encoder and a decoder of its own. A provider that
 * throws, fails to link or gives wrong audio there is not used, and one line in the log says why and what is used instead; so making an
 * encoder may well load a native library.
 * All methods may be called from any thread.
 */
public interface OpusProvider {

    /**
     * A short lower-case name, for logs and for the system property {@code acord.opus} that selects a provider.
     *
     * @return the name, such as {@code concentus}
     */
    String name();

    /**
     * Which provider is preferred.
     *
     * @return the highest wins; the built-in one has 0
     */
    int priority();

    /**
     * Makes an encoder.
     *
     * @param options what it starts with
     * @return a new encoder
     */
    OpusEncoder encoder(OpusEncoderOptions options);

    /**
     * Makes a decoder.
     *
     * @param channels channels of the output, 1 or 2
     * @return a new decoder
     */
    OpusDecoder decoder(int channels);
}
