package dev.acord.voice.record;

import static dev.acord.voice.record.CallRecordingTest.MS;
import static dev.acord.voice.record.CallRecordingTest.START_NS;
import static dev.acord.voice.record.CallRecordingTest.decode;
import static dev.acord.voice.record.CallRecordingTest.firstLoud;
import static dev.acord.voice.record.CallRecordingTest.lastLoud;
import static dev.acord.voice.record.CallRecordingTest.play;
import static dev.acord.voice.record.CallRecordingTest.tone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.acord.voice.RecordingOptions;
import dev.acord.voice.RecordingOptions.MixFormat;
import dev.acord.voice.RecordingOptions.TrackFormat;
import dev.acord.voice.RecordingStats;
import dev.acord.voice.record.CallRecordingTest.Voice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other files that a recording can consist of; in virtual time, decoded again. */
class RecordingFormatsTest {
    @TempDir
    Path folder;

    private final List<String> failures = new ArrayList<>();

    private CallRecording begin(TrackFormat tracks, MixFormat mix) throws IOException {
        RecordingOptions options = RecordingOptions.DEFAULTS.withTracks(tracks).withMix(mix);
        return new CallRecording(
                folder, options, START_NS, Instant.EPOCH, (file, e) -> failures.add(file.getFileName() + ": " + e));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private JsonObject index() throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve("recording.json")))
                .getAsJsonObject();
    }

    /** The left channel of a WAV file. */
    private short[] wav(String name) throws IOException {
        byte[] file = Files.readAllBytes(folder.resolve(name));
        int header = CallRecordingTest.WAV_HEADER_BYTES;
        ShortBuffer samples = ByteBuffer.wrap(file, header, file.length - header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
        short[] left = new short[samples.remaining() / 2];
        for (int i = 0; i < left.length; i++) {
            left[i] = samples.get(2 * i);
        }
        return left;
    }

    @Test
    void bothTracksOfAUserAreOnOneClock() throws Exception {
        CallRecording recording = begin(TrackFormat.BOTH, MixFormat.WAV);
        play(recording, 0, 6_000, 0, new Voice(1, 1_010, tone(440, 100)), new Voice(2, 2_500, tone(1_000, 50)));
        recording.close();
        assertEquals(List.of(), failures);
        assertEquals(
                List.of(
                        "mix.wav",
                        "recording.json",
                        "speech.vtt",
                        "user-1.ogg",
                        "user-1.wav",
                        "user-2.ogg",
                        "user-2.wav"),
                files());
        for (int user = 1; user <= 2; user++) {
            short[] packets = decode(folder.resolve("user-" + user + ".ogg"));
            short[] sound = wav("user-" + user + ".wav");
            assertEquals(6_000 * 48, sound.length, "user " + user);
            assertEquals(firstLoud(packets) / 48.0, firstLoud(sound) / 48.0, 2.5, "milliseconds, user " + user);
            assertEquals(lastLoud(packets) / 48.0, lastLoud(sound) / 48.0, 2.5, "milliseconds, user " + user);
        }
        assertEquals(
                List.of("user-1.ogg", "user-1.wav"),
                index().getAsJsonArray("tracks").get(0).getAsJsonObject().getAsJsonArray("files").asList().stream()
                        .map(name -> name.getAsString())
                        .toList());
    }

    @Test
    void samplesAloneHaveTheSameFigures() throws Exception {
        CallRecording recording = begin(TrackFormat.WAV, MixFormat.NONE);
        play(recording, 0, 12_000, 0.1, new Voice(1, 0, tone(440, 500)));
        RecordingStats before = recording.stats();
        recording.handleGone(1);
        play(recording, 12_000, 15_000, 0);
        recording.close();
        assertEquals(List.of("recording.json", "speech.vtt", "user-1.wav"), files());
        RecordingStats.Track track = recording.stats().tracks().get(0);
        assertEquals(before.tracks().get(0), track, "that the user has left changes nothing");
        assertEquals(505, track.packets() + track.lost());
        assertTrue(track.lost() > 30 && track.lost() < 70, track.toString());
        assertEquals(Duration.ofSeconds(15), recording.stats().duration());
        assertFalse(index().has("mix"));
        short[] sound = wav("user-1.wav");
        assertEquals(15_000 * 48, sound.length);
        assertEquals(10_000, (lastLoud(sound) - firstLoud(sound)) / 48.0, 120);
    }

    @Test
    void howLongEverybodySpokeIsCounted() throws Exception {
        CallRecording recording = begin(TrackFormat.OGG, MixFormat.NONE);
        Voice first = new Voice(1, 1_000, tone(440, 50));
        Voice second = new Voice(2, 1_500, tone(440, 400));
        play(recording, 0, 3_000, 0, first, second);
        List<RecordingStats.Track> tracks = recording.stats().tracks();
        assertEquals(Duration.ofSeconds(1), tracks.get(0).spoken());
        assertFalse(tracks.get(0).speaking());
        assertTrue(tracks.get(1).speaking());
        assertEquals(Duration.ofMillis(1_500), tracks.get(1).spoken());
        recording.close();
        JsonObject entry = index().getAsJsonArray("tracks").get(0).getAsJsonObject();
        assertEquals(1_000, entry.get("spoken_ms").getAsInt());
    }

    @Test
    void theMixtureAsOggOpusIsAsLongAsTheRecordingAndInTime() throws Exception {
        CallRecording recording = begin(TrackFormat.WAV, MixFormat.OGG);
        play(recording, 0, 3_000, 0, new Voice(1, 1_000, tone(440, 50)), new Voice(2, 1_000, tone(440, 50)));
        recording.handleTime(START_NS + 3_013 * MS);
        recording.close();
        assertEquals("mix.ogg", index().get("mix").getAsString());
        short[] mix = decode(folder.resolve("mix.ogg"));
        short[] track = wav("user-1.wav");
        assertEquals(3_013 * 48, track.length);
        // a limiter that looks 5 ms ahead, and the pre-skip of the sender's packets
        assertEquals(firstLoud(track) / 48.0 + 11.5, firstLoud(mix) / 48.0, 5, "milliseconds");
    }

    @Test
    void whoComesLateIsLate() throws Exception {
        CallRecording recording = begin(TrackFormat.WAV, MixFormat.NONE);
        play(recording, 0, 20_000, 0);
        play(recording, 20_000, 22_000, 0, new Voice(1, 20_000, tone(440, 50)));
        recording.close();
        short[] sound = wav("user-1.wav");
        assertEquals(22_000 * 48, sound.length);
        int delayMs = firstLoud(sound) / 48 - 20_000;
        assertTrue(delayMs >= 0 && delayMs <= 80, delayMs + " ms behind");
    }

    @Test
    void aComputerThatSleptLeavesSilenceOfThatLength() throws Exception {
        for (MixFormat format : List.of(MixFormat.WAV, MixFormat.OGG)) {
            CallRecording recording = new CallRecording(
                    folder.resolve(format.name()),
                    RecordingOptions.DEFAULTS.withTracks(TrackFormat.WAV).withMix(format),
                    START_NS,
                    Instant.EPOCH,
                    (file, e) -> failures.add(file.getFileName() + ": " + e));
            play(recording, 0, 1_000, 0, new Voice(1, 0, tone(440, 20)));
            recording.handleTime(START_NS + 11_000 * MS);
            play(recording, 11_000, 13_000, 0, new Voice(2, 11_000, tone(440, 20)));
            recording.close();
            String name = format + "/mix." + (format == MixFormat.WAV ? "wav" : "ogg");
            short[] mix = format == MixFormat.WAV ? wav(name) : decode(folder.resolve(name));
            int length = format == MixFormat.WAV ? mix.length : mix.length / 960 * 960;
            assertEquals(13_000, length / 48.0, 20, name);
            assertEquals(11_400, lastLoud(mix) / 48.0, 100, name);
            assertEquals(13_000 * 48, wav(format + "/user-1.wav").length);
        }
        assertEquals(List.of(), failures);
    }
}
