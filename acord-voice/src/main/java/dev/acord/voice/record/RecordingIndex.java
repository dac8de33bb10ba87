package dev.acord.voice.record;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.acord.voice.receive.JitterStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;

/** The table of contents of a recording, {@code recording.json}: when it began, which file is whose, and what became of the packets. */
final class RecordingIndex {
    private final Path file;
    private final Instant startedAt;

    RecordingIndex(Path file, Instant startedAt) {
        this.file = file;
        this.startedAt = startedAt;
    }

    /** Writes the file anew, so that there is always a whole one. */
    void write(long durationMs, boolean finished, Map<Long, OggTrack> tracks) throws IOException {
        JsonObject root = new JsonObject();
        root.addProperty("started_at", startedAt.toString());
        root.addProperty("duration_ms", durationMs);
        root.addProperty("finished", finished);
        root.addProperty("mix", CallRecording.MIX);
        root.addProperty("speech", CallRecording.SPEECH);
        JsonArray users = new JsonArray();
        tracks.forEach((user, track) -> users.add(track(user, track)));
        root.add("tracks", users);
        Path whole = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(
                whole, new GsonBuilder().setPrettyPrinting().create().toJson(root) + "\n", StandardCharsets.UTF_8);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static JsonObject track(long user, OggTrack track) {
        JitterStats stats = track.stats();
        JsonObject entry = new JsonObject();
        entry.addProperty("user_id", Long.toUnsignedString(user));
        entry.addProperty("file", CallRecording.trackName(user));
        entry.addProperty("packets", stats.received());
        entry.addProperty("lost", stats.lost());
        entry.addProperty("late", stats.late());
        return entry;
    }
}
