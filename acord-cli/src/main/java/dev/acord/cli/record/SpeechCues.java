package dev.acord.cli.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads who spoke when: the cues of a WebVTT file whose texts have a voice. What is none of these is skipped. */
final class SpeechCues {
    /** A year of a talkative call. */
    private static final long MAX_BYTES = 64 << 20;

    private static final Pattern TIMES = Pattern.compile(
            "(?:(\\d{2,6}):)?(\\d\\d):(\\d\\d)\\.(\\d{3})\\s+-->\\s+(?:(\\d{2,6}):)?(\\d\\d):(\\d\\d)\\.(\\d{3})"
                    + "(?:\\s.*)?");
    private static final Pattern VOICE = Pattern.compile("<v(?:\\.[^ >]*)?\\s+([^>]{1,100})>.*");

    /**
     * Somebody spoke.
     *
     * @param user who
     * @param fromMs since the recording began
     * @param toMs since the recording began
     */
    record Cue(String user, long fromMs, long toMs) {}

    private SpeechCues() {}

    /**
     * Reads a file.
     *
     * @throws IOException when it cannot be read, is no WebVTT or too large
     */
    static List<Cue> read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is larger than the cues of any recording: " + Files.size(file) + " bytes");
        }
        List<Cue> cues = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String first = lines.readLine();
            if (first == null || !first.replace("\uFEFF", "").startsWith("WEBVTT")) {
                throw new IOException(file + " is no WebVTT file: it does not begin with WEBVTT");
            }
            Matcher times = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher found = TIMES.matcher(line);
                if (found.matches()) {
                    times = found;
                    continue;
                }
                Matcher voice = VOICE.matcher(line);
                if (times != null && voice.matches()) {
                    cues.add(new Cue(voice.group(1), ms(times, 1), ms(times, 5)));
                }
                times = null;
            }
        }
        return cues;
    }

    private static long ms(Matcher times, int group) {
        return ((number(times.group(group)) * 60 + number(times.group(group + 1))) * 60
                                + number(times.group(group + 2)))
                        * 1_000
                + number(times.group(group + 3));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
