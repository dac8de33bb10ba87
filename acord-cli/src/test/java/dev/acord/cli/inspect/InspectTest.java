package dev.acord.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.acord.cli.Running;
import dev.acord.cli.TestAudio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
    @TempDir
    Path folder;

    @Test
    void anOggFileIsDescribedForScripts() throws Exception {
        JsonObject found = json(TestAudio.ogg(folder.resolve("tune.opus"), 50), 0);
        assertEquals("ogg_opus", found.get("container").getAsString());
        assertEquals("Opus", found.get("codec").getAsString());
        assertEquals(2, found.get("channels").getAsInt());
        assertEquals(50, found.get("packets").getAsInt());
        assertEquals(50, found.getAsJsonObject("packetSamples").get("960").getAsInt());
        assertEquals(1_000 - 6.5, found.get("durationMs").getAsInt(), 1); // without the pre-skip of 312 samples
        assertEquals(312, found.get("preSkipSamples").getAsInt());
        assertEquals("[\"TITLE=Tune\"]", found.get("tags").toString());
        assertEquals(0, found.get("problemCount").getAsInt());
        assertEquals(0, found.get("gapCount").getAsInt());
    }

    @Test
    void aWavFileIsDescribedForPeople() throws Exception {
        Path file = TestAudio.wav(folder.resolve("chord.wav"), 44_100, 1, 1.5);
        try (Running run = Running.here("inspect", file.toString())) {
            assertEquals(0, run.exitCode(), run.toString());
            String text = String.join("\n", run.lines());
            assertTrue(text.matches("(?s).*container +WAV\n.*"), text);
            assertTrue(text.matches("(?s).*channels +1\n.*"), text);
            assertTrue(text.matches("(?s).*sample rate +44100 Hz\n.*"), text);
            assertTrue(text.matches("(?s).*duration +0:01\\.500\n.*"), text);
        }
    }

    @Test
    void aTruncatedFileShowsWhereItBreaks() throws Exception {
        Path file = TestAudio.ogg(folder.resolve("tune.opus"), 100);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 100));
        JsonObject found = json(file, 1);
        assertTrue(found.get("problemCount").getAsInt() > 0);
        JsonObject problem = found.getAsJsonArray("problems").get(0).getAsJsonObject();
        assertTrue(problem.get("offset").getAsLong() > 0, problem.toString());
        try (Running run = Running.here("inspect", file.toString())) {
            assertEquals(1, run.exitCode());
            assertTrue(run.lines().stream().anyMatch(line -> line.startsWith("problem")), run.toString());
            assertEquals(1, run.errors().lines().count(), run.errors());
        }
    }

    private static JsonObject json(Path file, int exitCode) throws Exception {
        try (Running run = Running.here("inspect", "--json", file.toString())) {
            assertEquals(exitCode, run.exitCode(), run.toString());
            assertEquals(1, run.lines().size(), run.toString());
            return JsonParser.parseString(run.lines().get(0)).getAsJsonObject();
        }
    }
}
