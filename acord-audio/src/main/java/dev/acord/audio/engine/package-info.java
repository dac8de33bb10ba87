/**
 * The audio engine of players: a {@linkplain dev.acord.audio.engine.AudioQueue queue of tracks}, and the stages that it is made of, which
 * also work on their own: {@linkplain dev.acord.audio.engine.FilteredSource filters}, {@linkplain dev.acord.audio.engine.Volume volume},
 * {@linkplain dev.acord.audio.engine.Equalizer equalizer}, {@linkplain dev.acord.audio.engine.Mixer mixing},
 * {@linkplain dev.acord.audio.engine.Ducking ducking}, {@linkplain dev.acord.audio.engine.CrossFade cross-fades} and
 * {@linkplain dev.acord.audio.engine.Sequence sequences}.
 *
 * <p>There are no threads in here. One thread reads, which is when all the work is done; controls may be used from any thread, take effect
 * with the next read, and never wait for one. Reading allocates nothing once the buffers have their size, but for what a decoder, an
 * encoder or a user's own filter allocates.
 */
@NullMarked
package dev.acord.audio.engine;

import org.jspecify.annotations.NullMarked;
