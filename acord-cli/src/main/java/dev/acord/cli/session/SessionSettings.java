package dev.acord.cli.session;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a session does by itself.
 *
 * @param play a file to play at once, or null
 * @param playWhenEncrypted whether to play only once frames are end-to-end encrypted and somebody can hear them
 * @param quitAfterPlay whether to leave when that file is over
 * @param record where to record, or null
 * @param duration after which time to leave, or null
 * @param statsInterval how often to report statistics, or null for never
 */
record SessionSettings(
        @Nullable String play,
        boolean playWhenEncrypted,
        boolean quitAfterPlay,
        @Nullable Path record,
        @Nullable Duration duration,
        @Nullable Duration statsInterval) {}
