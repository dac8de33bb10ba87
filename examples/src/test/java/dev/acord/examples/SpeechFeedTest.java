package dev.acord.examples;

import static dev.acord.examples.OfflineBot.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.discord.OfflineDiscordExtension;
import dev.acord.sim.discord.OfflineUser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the transcriber is given, and where its text goes. */
class SpeechFeedTest {
    @RegisterExtension
    final OfflineDiscordExtension offline = OfflineBot.discord();

    @Test
    void eachUtteranceIsTranscribedAsAWavFileOfItsOwn(OfflineDiscord discord) throws Exception {
        try (OfflineBot bot = new OfflineBot(discord, "listen", voice -> new SpeechFeed(voice, SpeechFeedTest::hear))) {
            OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
            OfflineUser bob = discord.user("bob").join(discord.voiceChannel());
            bot.ask(alice, "/listen");
            alice.plays(new ToneSource(300, 0.3, Duration.ofSeconds(1)));
            bob.plays(new ToneSource(500, 0.3, Duration.ofSeconds(1)));
            awaitLine(discord, "<@" + alice.id() + ">: 300 Hz");
            awaitLine(discord, "<@" + bob.id() + ">: 500 Hz");
            alice.plays(new ToneSource(900, 0.3, Duration.ofSeconds(1)));
            awaitLine(discord, "<@" + alice.id() + ">: 900 Hz");
            bob.plays(new ToneSource(4_000, 0.3, Duration.ofSeconds(1)));
            awaitLine(discord, "<@" + bob.id() + ">: (I did not understand that: too shrill)");
            assertEquals("Bye.", bot.ask(alice, "/stop"));
        }
    }

    private static void awaitLine(OfflineDiscord discord, String line) {
        discord.await("\"" + line + "\"", PATIENCE, () -> discord.replies().stream()
                .anyMatch(each -> each.content().equals(line)));
    }

    /** A transcriber that knows tones only, and tells wrong files from right ones. */
    private static String hear(byte[] wav) throws IOException {
        double hz;
        try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav))) {
            AudioFormat format = in.getFormat();
            byte[] pcm = in.readAllBytes();
            assertEquals(
                    "PCM_SIGNED 16000.0 Hz, 16 bit, mono, 2 bytes/frame, little-endian",
                    format.toString().strip());
            assertEquals(wav.length - 44, pcm.length);
            hz = pitch(pcm);
        } catch (UnsupportedAudioFileException e) {
            throw new IOException("no WAV file", e);
        }
        if (hz > 3_000) {
            throw new IOException("too shrill");
        }
        return Math.round(hz / 100) * 100 + " Hz";
    }

    /** The frequency of a tone, by how often it crosses zero while it is loud. */
    private static double pitch(byte[] pcm) {
        ShortBuffer samples =
                ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        int crossings = 0;
        int loud = 0;
        int since = 1_000;
        for (int i = 1; i < samples.limit(); i++) {
            since = Math.abs(samples.get(i)) > 2_000 ? 0 : since + 1;
            if (since < 80) { // 5 ms
                loud++;
                crossings += samples.get(i - 1) < 0 != samples.get(i) < 0 ? 1 : 0;
            }
        }
        return crossings / 2.0 / (loud / 16_000.0);
    }

    @Test
    void aSlowTranscriberLosesTheOldest() {
        BlockingQueue<Integer> waiting = new LinkedBlockingQueue<>(3);
        for (int i = 1; i <= 3; i++) {
            assertFalse(SpeechFeed.addDroppingOldest(waiting, i));
        }
        assertTrue(SpeechFeed.addDroppingOldest(waiting, 4));
        assertEquals(List.of(2, 3, 4), new ArrayList<>(waiting));
    }
}
