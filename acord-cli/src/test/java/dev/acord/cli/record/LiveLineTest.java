package dev.acord.cli.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.cli.LiveLine;
import dev.acord.voice.RecordingStats;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveLineTest {
    @Test
    void theLiveLineIsForTerminalsOnly() {
        for (boolean terminal : new boolean[] {false, true}) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            LiveLine line = new LiveLine(new PrintStream(err, true, StandardCharsets.UTF_8), terminal);
            line.show("0:00:01  1 track");
            line.show("short");
            line.message("acord: a message");
            line.end();
            line.show("too late");
            String shown = err.toString(StandardCharsets.UTF_8);
            String message = "acord: a message" + System.lineSeparator();
            if (terminal) {
                String blank = "\r     \r";
                assertEquals("\r0:00:01  1 track\rshort           " + blank + message + "\rshort" + blank, shown);
            } else {
                assertEquals(message, shown);
            }
        }
    }

    @Test
    void itTellsHowLongHowManyAndWhoSpeaks() {
        Duration duration = Duration.ofSeconds(3_725);
        assertEquals(
                "1:02:05  0 tracks, 0 lost  nobody speaks",
                CallRecorder.progress(new RecordingStats(duration, List.of())));
        assertEquals(
                "1:02:05  1 track, 3 lost  nobody speaks",
                CallRecorder.progress(new RecordingStats(duration, List.of(track(7, false)))));
        assertEquals(
                "1:02:05  5 tracks, 15 lost  18446744073709551615, 2 and 2 more",
                CallRecorder.progress(new RecordingStats(
                        duration,
                        List.of(track(-1, true), track(1, false), track(2, true), track(3, true), track(4, true)))));
    }

    private static RecordingStats.Track track(long user, boolean speaking) {
        return new RecordingStats.Track(user, speaking, Duration.ZERO, 100, 3, 1);
    }
}
