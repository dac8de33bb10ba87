package dev.acord.cli.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.acord.cli.record.SpeechCues.Cue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recording, as its directory tells.
 *
 * @param directory where it is
 * @param startedAt when it began, as it is written there
 * @param durationMs how long it is
 * @param finished whether it was ended in order, or is still written
 * @param mix the mixture, or null
 * @param speech the file of cues, or null
 * @param tracks the speakers, in the order in which they were first heard
 * @param cues who spoke when
 */
public record RecordedCall(
        Path directory,
        String startedAt,
        long durationMs,
        boolean finished,
        @Nullable Path mix,
        @Nullable Path speech,
        List<Track> tracks,
        List<SpeechCues.Cue> cues) {
    /** The file that makes a directory a recording. */
    static final String INDEX = "recording.json";

    private static final long MAX_INDEX_BYTES = 16 << 20;

    /** Takes copies of the lists. */
    public RecordedCall {
        tracks = List.copyOf(tracks);
        cues = List.copyOf(cues);
    }

    /**
     * A speaker.
     *
     * @param user the id
     * @param spokenMs how long that user spoke, in all
     * @param packets packets that came
     * @param lost packets that never came
     * @param late packets that came too late
     * @param files the track's files
     */
    record Track(String user, long spokenMs, long packets, long lost, long late, List<Path> files) {}

    /**
     * Whether a path is a recording's directory.
     *
     * @param path any
     * @return true when there is an index in it
     */
    public static boolean isAt(Path path) {
        return Files.isRegularFile(path.resolve(INDEX));
    }

    /**
     * Reads what a recording consists of; not its sound.
     *
     * @param directory where it is
     * @return the recording
     * @throws IOException when a file cannot be read, or is not what the recorder writes
     */
    public static RecordedCall read(Path directory) throws IOException {
        Path index = directory.resolve(INDEX);
        if (Files.size(index) > MAX_INDEX_BYTES) {
            throw new IOException(index + " is larger than that of any recording: " + Files.size(index) + " bytes");
        }
        try {
            return parse(
                    directory, JsonParser.parseString(Files.readString(index)).getAsJsonObject());
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | IllegalArgumentException e) {
            throw new IOException(index + " is not the index of a recording: " + e.getMessage(), e);
        }
    }

    private static RecordedCall parse(Path directory, JsonObject root) throws IOException {
        List<Track> tracks = new ArrayList<>();
        for (JsonElement each : root.has("tracks") ? root.getAsJsonArray("tracks") : new JsonArray()) {
            JsonObject track = each.getAsJsonObject();
            List<Path> files = new ArrayList<>();
            for (JsonElement file : member(track, "files").getAsJsonArray()) {
                files.add(directory.resolve(file.getAsString()));
            }
            tracks.add(new Track(
                    member(track, "user_id").getAsString(),
                    member(track, "spoken_ms").getAsLong(),
                    member(track, "packets").getAsLong(),
                    member(track, "lost").getAsLong(),
                    member(track, "late").getAsLong(),
                    files));
        }
        Path speech = file(directory, root, "speech");
        return new RecordedCall(
                directory,
                member(root, "started_at").getAsString(),
                member(root, "duration_ms").getAsLong(),
                member(root, "finished").getAsBoolean(),
                file(directory, root, "mix"),
                speech,
                tracks,
                speech == null ? List.<Cue>of() : SpeechCues.read(speech));
    }

    private static JsonElement member(JsonObject object, String name) {
        JsonElement value = object.get(name);
        if (value == null) {
            throw new JsonParseException("there is no \"" + name + "\" in it");
        }
        return value;
    }

    private static @Nullable Path file(Path directory, JsonObject root, String name) {
        return root.has(name) ? directory.resolve(root.get(name).getAsString()) : null;
    }
}
