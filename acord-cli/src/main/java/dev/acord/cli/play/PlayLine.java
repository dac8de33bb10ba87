package dev.acord.cli.play;

import dev.acord.voice.PlayerState;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The line that shows how far a track is. */
final class PlayLine {
    private static final int WIDTH = 79;
    private static final int MIN_BAR = 10;

    private PlayLine() {}

    /** At most 79 characters: state, title, bar, time, volume. */
    static String of(PlayerState state, String title, Duration position, Optional<Duration> duration, int percent) {
        String head =
                switch (state) {
                    case PLAYING -> ">";
                    case PAUSED -> "||";
                    case STARVED, WAITING -> "..";
                    default -> " ";
                };
        String tail = " " + time(position)
                + duration.map(all -> " / " + time(all)).orElse("")
                + String.format(Locale.ROOT, "  %3d %%", percent);
        int room = WIDTH - head.length() - tail.length() - 1;
        boolean bar = duration.isPresent() && !duration.get().isZero();
        String shortTitle = shortened(title, bar ? room - MIN_BAR - 3 : room);
        StringBuilder line = new StringBuilder(head).append(' ').append(shortTitle);
        if (bar) {
            int cells = Math.min(30, room - shortTitle.length() - 3);
            double part =
                    Math.min(1, position.toMillis() / (double) duration.get().toMillis());
            int full = (int) Math.round(part * cells);
            line.append(" [")
                    .append("=".repeat(full))
                    .append(" ".repeat(cells - full))
                    .append(']');
        }
        return line.append(tail).toString();
    }

    private static String shortened(String title, int room) {
        String plain = title.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= room ? plain : plain.substring(0, Math.max(0, room - 3)) + "...";
    }

    static String time(Duration time) {
        long s = time.toSeconds();
        return s < 3_600
                ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3_600, s / 60 % 60, s % 60);
    }
}
