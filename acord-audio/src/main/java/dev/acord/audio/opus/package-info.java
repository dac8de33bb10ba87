/**
 * Opus (RFC 6716): packets, encoders and decoders.
 *
 * <p>Encoders and decoders come from an {@link dev.acord.audio.opus.OpusProvider}. The one built in is plain Java and always works; a
 * faster one that is found on the class path or module path takes its place if it passes a self-test. Everything runs at 48,000 Hz.
 */
@NullMarked
package dev.acord.audio.opus;

import org.jspecify.annotations.NullMarked;
