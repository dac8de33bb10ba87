/**
 * The native libopus, through LWJGL's binding.
 *
 * <p>Nothing here needs to be called: with this module on the class path or module path, encoders and decoders come from libopus where it
 * loads and passes its self-test, and from plain Java elsewhere.
 */
@NullMarked
package dev.acord.audio.opus.libopus;

import org.jspecify.annotations.NullMarked;
