package dev.acord.cli.record;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A recording for people, and for scripts. */
public final class RecordedText {
    private static final List<String> HEADINGS = List.of("user", "spoken", "packets", "lost", "late", "file");

    private RecordedText() {}

    /**
     * Rows about the recording, and a table of its speakers.
     *
     * @param call the recording
     * @param picture where it was drawn, or null
     * @return lines
     */
    public static String table(RecordedCall call, @Nullable Path picture) {
        StringBuilder text = new StringBuilder();
        row(
                text,
                "recording",
                call.directory() + ", " + clock(call.durationMs()) + ", began " + call.startedAt()
                        + (call.finished() ? "" : ", not ended in order"));
        row(text, "mixture", call.mix());
        row(text, "speech", call.speech());
        row(text, "index", call.directory().resolve(RecordedCall.INDEX));
        row(text, "picture", picture);
        text.append(System.lineSeparator());
        if (call.tracks().isEmpty()) {
            return text.append("Nobody was heard.")
                    .append(System.lineSeparator())
                    .toString();
        }
        List<List<String>> lines = new ArrayList<>(List.of(HEADINGS));
        for (RecordedCall.Track track : call.tracks()) {
            String figures = printable(track.user()) + "\t" + clock(track.spokenMs()) + "\t" + track.packets() + "\t"
                    + track.lost() + "\t" + track.late() + "\t";
            for (Path file : track.files()) {
                lines.add(List.of((figures + printable(String.valueOf(file.getFileName()))).split("\t", -1)));
                figures = "\t\t\t\t\t";
            }
        }
        lines.forEach(line -> line(text, lines, line));
        return text.toString();
    }

    private static void row(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append(String.format(Locale.ROOT, "%-12s %s%n", name, printable(String.valueOf(value))));
        }
    }

    /** What somebody else wrote must not control the terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** The user's id at the left, figures at the right of their columns. */
    private static void line(StringBuilder text, List<List<String>> all, List<String> line) {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < line.size(); i++) {
            int column = i;
            int width = all.stream()
                    .mapToInt(other -> other.get(column).length())
                    .max()
                    .orElse(0);
            boolean left = i == 0 || i == line.size() - 1;
            columns.append(String.format(Locale.ROOT, (left ? "%-" : "%") + width + "s  ", line.get(i)));
        }
        text.append(columns.toString().stripTrailing()).append(System.lineSeparator());
    }

    /** Hours, minutes, seconds and milliseconds. */
    static String clock(long ms) {
        return String.format(
                Locale.ROOT, "%d:%02d:%02d.%03d", ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60, ms % 1_000);
    }

    /**
     * One JSON object.
     *
     * @param call the recording
     * @param picture where it was drawn, or null
     * @param failures files that could not be written, and why
     * @return a line
     */
    public static String json(RecordedCall call, @Nullable Path picture, List<String> failures) {
        JsonObject root = new JsonObject();
        root.addProperty("directory", call.directory().toString());
        root.addProperty("startedAt", call.startedAt());
        root.addProperty("durationMs", call.durationMs());
        root.addProperty("finished", call.finished());
        root.addProperty("mix", text(call.mix()));
        root.addProperty("speech", text(call.speech()));
        root.addProperty("index", call.directory().resolve(RecordedCall.INDEX).toString());
        root.addProperty("picture", text(picture));
        JsonArray tracks = new JsonArray();
        for (RecordedCall.Track track : call.tracks()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("user", track.user());
            entry.addProperty("spokenMs", track.spokenMs());
            entry.addProperty("packets", track.packets());
            entry.addProperty("lost", track.lost());
            entry.addProperty("late", track.late());
            JsonArray files = new JsonArray();
            track.files().forEach(file -> files.add(file.toString()));
            entry.add("files", files);
            tracks.add(entry);
        }
        root.add("tracks", tracks);
        JsonArray failed = new JsonArray();
        failures.forEach(failed::add);
        root.add("failures", failed);
        return new GsonBuilder().disableHtmlEscaping().serializeNulls().create().toJson(root);
    }

    private static @Nullable String text(@Nullable Path path) {
        return path == null ? null : path.toString();
    }
}
