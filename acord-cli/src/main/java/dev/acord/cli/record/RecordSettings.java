package dev.acord.cli.record;

import dev.acord.voice.RecordingOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a recording is to be.
 *
 * @param directory where to
 * @param options which files of sound
 * @param duration after which time to leave, or null
 * @param grace how long a lost session waits for a new one
 */
record RecordSettings(Path directory, RecordingOptions options, @Nullable Duration duration, Duration grace) {}
