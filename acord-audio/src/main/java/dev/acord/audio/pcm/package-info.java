/**
 * PCM: sample formats, channel mixing, resampling, reading and writing files of samples, and the comparison of two recordings.
 *
 * <p>{@link dev.acord.audio.pcm.SampledPcmSource} opens a file, {@link dev.acord.audio.pcm.RawPcmSource} a stream whose format is
 * known, {@link dev.acord.audio.pcm.WavWriter} writes a recording.
 */
@NullMarked
package dev.acord.audio.pcm;

import org.jspecify.annotations.NullMarked;
