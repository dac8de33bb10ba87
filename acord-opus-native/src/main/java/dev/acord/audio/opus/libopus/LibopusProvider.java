package dev.acord.audio.opus.libopus;

import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusProvider;

/**
 * The native libopus, version 1.6 as LWJGL bundles it, with every control. It takes a third to two thirds of plain Java's time, needs no
 * warming up, and allocates nothing per packet.
 *
 * <p>The library is loaded when the first encoder or decoder is made. Where that fails, each attempt throws an {@link UnsatisfiedLinkError}
 * that says why: no library for this platform on the class path, a Java virtual machine on musl, or no directory that libraries may be
 * loaded from.
 *
 * <p>An encoder or decoder that was not closed frees its memory when it is garbage.
 */
public final class LibopusProvider implements OpusProvider {

    /** For {@link java.util.ServiceLoader}. Loads nothing. */
    public LibopusProvider() {}

    @Override
    public String name() {
        return "libopus";
    }

    @Override
    public int priority() {
        return 100;
    }

    @Override
    public OpusEncoder encoder(OpusEncoderOptions options) {
        Libopus.load();
        return new LibopusEncoder(options);
    }

    @Override
    public OpusDecoder decoder(int channels) {
        Libopus.load();
        return new LibopusDecoder(channels);
    }
}
