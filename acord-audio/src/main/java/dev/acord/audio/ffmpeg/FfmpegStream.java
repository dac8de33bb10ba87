package dev.acord.audio.ffmpeg;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A stream of a file, as ffprobe describes it.
 *
 * @param type {@code audio}, {@code video}, {@code subtitle} or {@code data}
 * @param codec the codec's name in ffmpeg, such as {@code opus} or {@code mp3}; {@code unknown} when it has none
 * @param sampleRateHz samples per second, of audio
 * @param channels channels, of audio
 * @param duration how long it is, when the container says it for each stream
 */
public record FfmpegStream(
        String type, String codec, OptionalInt sampleRateHz, OptionalInt channels, Optional<Duration> duration) {}
