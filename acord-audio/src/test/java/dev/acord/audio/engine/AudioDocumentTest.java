package dev.acord.audio.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSources;
import dev.acord.audio.PcmSource;
import dev.acord.audio.ogg.OggOpusWriter;
import dev.acord.audio.ogg.OpusHead;
import dev.acord.audio.ogg.OpusTags;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.tone.GeneratedSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/audio.md: it is here word for word, and it works. */
class AudioDocumentTest {

    @TempDir
    Path folder = Path.of(".");

    @Test
    void allCodeOfTheDocumentIsHere() throws IOException {
        Path document = Path.of("..", "docs", "audio.md");
        Path here = Path.of("src", "test", "java", "dev", "acord", "audio", "engine", "AudioDocumentTest.java");
        Assumptions.assumeTrue(Files.exists(document) && Files.exists(here), "not run in the module's folder");
        String code = Files.readString(here).replaceAll("\\s+", "");
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(document));
        int found = 0;
        while (blocks.find()) {
            String block = blocks.group(1);
            assertTrue(code.contains(block.replaceAll("\\s+", "")), "not compiled: " + block);
            found++;
        }
        assertEquals(5, found);
    }

    @Test
    void aGenerator() throws IOException {
        PcmSource siren = new GeneratedSource((pcm, frames, position) -> {
            for (int i = 0; i < frames; i++) {
                double seconds = (position + i) / 48_000.0;
                float value =
                        (float) (0.3 * Math.sin(2 * Math.PI * 600 * seconds + 40 * Math.sin(2 * Math.PI * seconds)));
                pcm[2 * i] = value;
                pcm[2 * i + 1] = value;
            }
            return frames;
        });
        short[] out = new short[2 * 960];
        assertEquals(960, siren.read(out, 0, 960));
        assertEquals(0.3 / Math.sqrt(2) * 32_768, Sounds.rms(out, 0, 960), 300);
    }

    @Test
    void aQueue() throws IOException {
        Path song = folder.resolve("song.opus");
        List<byte[]> packets = Sounds.encode(Sounds.tone(440, 0.2, 48_000));
        try (OggOpusWriter writer =
                new OggOpusWriter(Files.newOutputStream(song), OpusHead.of(2, 312), OpusTags.of("Acord"), 1)) {
            for (byte[] packet : packets) {
                writer.write(packet, 0, packet.length);
            }
        }
        InputStream stream = Files.newInputStream(song);
        List<String> log = new ArrayList<>();

        AudioQueue queue = new AudioQueue();
        queue.add(Track.of(song));
        queue.add(Track.of("radio", () -> AudioSources.open(stream)).withMetadata(Map.of("asked for by", "somebody")));
        queue.setCrossFade(Duration.ofSeconds(4));
        queue.setLoop(LoopMode.ALL);
        queue.addListener(new AudioQueueListener() {
            @Override
            public void onTrackStarted(Track track) {
                log.add("now playing " + track.title());
            }

            @Override
            public void onTrackFailed(Track track, Exception cause) {
                log.add(track.title() + ": " + cause.getMessage());
            }
        });

        queue.setLoop(LoopMode.NONE);
        queue.finish();
        assertTrue(Sounds.readAll(queue).size() > 60);
        assertEquals(List.of("now playing song.opus", "now playing radio"), log);
        queue.close();
    }

    @Test
    void options() {
        Executor executor = Runnable::run;
        AudioQueueOptions options = AudioQueueOptions.builder()
                .opener(executor)
                .prefetch(Duration.ofSeconds(20))
                .encoding(OpusEncoderOptions.builder().bitrateBps(96_000).build())
                .build();
        assertEquals(Duration.ofSeconds(20), options.prefetch());
        assertEquals(executor, options.opener());
        assertEquals(96_000, options.encoding().bitrateBps());
    }

    @Test
    void aMix() throws IOException {
        PcmSource music = new ArraySource(Sounds.tone(440, 0.5, 96_000));
        PcmSource announcement = new ArraySource(Sounds.tone(1_000, 0.2, 48_000));

        Equalizer equalizer = Equalizer.graphic();
        equalizer.setGainDb(2, 6); // 63 Hz
        Ducking ducking = new Ducking(12, Duration.ofMillis(100), Duration.ofMillis(600));
        Mixer mixer = new Mixer();
        mixer.add(new FilteredSource(music, equalizer, ducking), 0.8);
        mixer.add(ducking.watch(announcement));

        mixer.finish();
        short[] out = Sounds.readAll(mixer);
        assertEquals(0.2, Sounds.amplitude(out, 1_000, 9_600, 38_400), 0.005);
        assertEquals(0.4 * Decibels.toFactor(-12), Sounds.amplitude(out, 440, 9_600, 38_400), 0.005);
    }

    @Test
    void aFilter() throws IOException {
        PcmFilter mono = (pcm, offset, frames) -> {
            for (int i = offset; i < offset + 2 * frames; i += 2) {
                float middle = (pcm[i] + pcm[i + 1]) / 2;
                pcm[i] = middle;
                pcm[i + 1] = middle;
            }
        };
        short[] out = Sounds.readAll(new FilteredSource(new ArraySource(Sounds.noise(1, 0.1, 1_000)), mono));
        for (int i = 0; i < out.length; i += 2) {
            assertEquals(out[i], out[i + 1]);
        }
    }
}
