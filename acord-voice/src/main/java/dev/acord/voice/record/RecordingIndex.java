package dev.acord.voice.record;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.acord.voice.RecordingStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of contents of a recording, {@code recording.json}: when it began, which file is whose, and what became of the packets. */
final class RecordingIndex {
    private final Path file;
    private final Instant startedAt;
    private final @Nullable String mix;

    RecordingIndex(Path file, Instant startedAt, @Nullable String mix) {
        this.file = file;
        this.startedAt = startedAt;
        this.mix = mix;
    }

    /**
     * Writes the file anew, so that there is always a whole one.
     *
     * @param stats the figures
     * @param finished whether this is the last time
     * @param files the files of each user; who has none is left out
     */
    void write(RecordingStats stats, boolean finished, Map<Long, List<String>> files) throws IOException {
        JsonObject root = new JsonObject();
        root.addProperty("started_at", startedAt.toString());
        root.addProperty("duration_ms", stats.duration().toMillis());
        root.addProperty("finished", finished);
        if (mix != null) {
            root.addProperty("mix", mix);
        }
        root.addProperty("speech", CallRecording.SPEECH);
        JsonArray users = new JsonArray();
        for (RecordingStats.Track track : stats.tracks()) {
            List<String> names = files.getOrDefault(track.userId(), List.of());
            if (!names.isEmpty()) {
                users.add(track(track, names));
            }
        }
        root.add("tracks", users);
        Path whole = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(
                whole, new GsonBuilder().setPrettyPrinting().create().toJson(root) + "\n", StandardCharsets.UTF_8);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static JsonObject track(RecordingStats.Track track, List<String> files) {
        JsonObject entry = new JsonObject();
        entry.addProperty("user_id", Long.toUnsignedString(track.userId()));
        entry.addProperty("file", files.get(0));
        JsonArray all = new JsonArray();
        files.forEach(all::add);
        entry.add("files", all);
        entry.addProperty("spoken_ms", track.spoken().toMillis());
        entry.addProperty("packets", track.packets());
        entry.addProperty("lost", track.lost());
        entry.addProperty("late", track.late());
        return entry;
    }
}
