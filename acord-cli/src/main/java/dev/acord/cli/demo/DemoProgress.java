package dev.acord.cli.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far the demonstration is: a bar on a terminal, otherwise a few lines. */
final class DemoProgress implements AutoCloseable {
    private static final int BAR_WIDTH = 78;
    private static final Duration LINE_EVERY = Duration.ofSeconds(30);

    private final PrintStream err;
    private final String title;
    private final Optional<Duration> total;
    private final @Nullable ProgressBar bar;
    private Duration lastLine = Duration.ZERO;
    private boolean begun;

    DemoProgress(PrintStream err, boolean terminal, String title, Optional<Duration> total) {
        this.err = err;
        this.title = title;
        this.total = total;
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName("playing")
                    .setInitialMax(total.map(Duration::toMillis).orElse(-1L))
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(err, BAR_WIDTH))
                    .hideEta()
                    .setUpdateIntervalMillis(200)
                    .setUnit(" s", 1_000)
                    .build();
        } else {
            bar = null;
        }
    }

    void at(Duration position) {
        if (bar != null) {
            bar.stepTo(position.toMillis());
        } else if (!begun && !position.isZero()) {
            begun = true;
            err.println("playing " + title
                    + total.map(length -> " (" + clock(length) + ")").orElse(""));
        } else if (position.minus(lastLine).compareTo(LINE_EVERY) >= 0) {
            lastLine = position;
            err.println("  " + clock(position)
                    + total.map(length -> " of " + clock(length)).orElse(""));
        }
    }

    /** Minutes and seconds. */
    static String clock(Duration time) {
        return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
