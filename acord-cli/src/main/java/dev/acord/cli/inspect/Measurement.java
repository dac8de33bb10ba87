package dev.acord.cli.inspect;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.inspect.AudioInspection;
import dev.acord.audio.meter.AudioLevels;
import dev.acord.audio.meter.AudioMeter;
import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.Failures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * What decoding a file told.
 *
 * @param levels the levels of all that could be decoded
 * @param reader what decoded it, for a person
 * @param stopped why not all of it could be decoded; null if it could
 */
record Measurement(AudioLevels levels, String reader, @Nullable String stopped) {

    private static final int BLOCK_FRAMES = 4_800;
    private static final int BAR_WIDTH = 78;

    /**
     * Decodes a file to its end, or to where it is damaged.
     *
     * @param listeners hear what is decoded
     * @throws IOException if nothing can be decoded
     * @throws CommandFailure if the user wants to end it
     */
    static Measurement of(Path file, AudioInspection found, Console console, List<PcmListener> listeners)
            throws IOException, CommandFailure {
        DecodedFile decoded = DecodedFile.open(file, found);
        AudioMeter meter = new AudioMeter();
        String stopped = null;
        PcmSource source = decoded.pcm();
        try (source;
                ProgressBar bar = bar(console, found)) {
            short[] pcm = new short[BLOCK_FRAMES * PcmSource.CHANNELS];
            long frames = 0;
            try {
                for (int read = source.read(pcm, 0, BLOCK_FRAMES);
                        read != AudioSource.END;
                        read = source.read(pcm, 0, BLOCK_FRAMES)) {
                    if (console.isInterrupted()) {
                        throw new CommandFailure("interrupted", ExitCode.INTERRUPTED);
                    }
                    meter.add(pcm, 0, read);
                    for (PcmListener listener : listeners) {
                        listener.add(pcm, read);
                    }
                    frames += read;
                    if (bar != null) {
                        bar.stepTo(frames / 48);
                    }
                }
            } catch (IOException e) {
                if (frames == 0) {
                    throw e;
                }
                stopped = Failures.describe(e);
            }
        }
        return new Measurement(meter.levels(), decoded.reader(), stopped);
    }

    /** A person at a terminal sees that something happens. */
    private static @Nullable ProgressBar bar(Console console, AudioInspection found) {
        if (!console.terminal()) {
            return null;
        }
        return new ProgressBarBuilder()
                .setTaskName("measuring")
                .setInitialMax(found.duration().map(Duration::toMillis).orElse(-1L))
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(console.err(), BAR_WIDTH))
                .setUpdateIntervalMillis(200)
                .setUnit(" s", 1_000)
                .clearDisplayOnFinish()
                .build();
    }
}
