package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.engine.AudioQueue;
import dev.acord.audio.engine.AudioQueueListener;
import dev.acord.audio.engine.Track;
import dev.acord.audio.engine.TrackEnd;
import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.PlayerState;
import dev.acord.voice.SpeechBlock;
import dev.acord.voice.SpeechReceiver;
import dev.acord.voice.SpeechStream;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.receive.SpeechFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A music bot's queue in a real call: what the listener hears. */
class MusicTest {
    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static Track tone(double hz, int seconds) {
        return Track.ofPcm(hz + " Hz", () -> new ToneSource(hz, 0.25, Duration.ofSeconds(seconds)));
    }

    private static double level(SpeechBlock block) {
        double sum = 0;
        for (short sample : block.pcm()) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(2 * sum / block.pcm().length) / 32_768;
    }

    private static SpeechBlock next(SpeechStream stream) throws InterruptedException {
        SpeechBlock block = stream.read(Call.PATIENCE);
        assertNotNull(block, "a block every 20 ms");
        return block;
    }

    /** Reads until blocks are as loud as this, for 200 ms. */
    private static void awaitLevel(SpeechStream stream, double wanted) throws InterruptedException {
        int good = 0;
        for (int i = 0; good < 10; i++) {
            double level = level(next(stream));
            good = Math.abs(level - wanted) < 0.02 ? good + 1 : 0;
            assertTrue(i < 1_500, "level " + level + " in place of " + wanted);
        }
    }

    @Test
    void tracks_follow_each_other_without_a_gap_and_bit_for_bit() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            VoiceConnection bot = call.join(1);
            EncryptedCallTest.await(bot, state -> state.ready() && state.users().size() == 2);
            Ear ear = new Ear(listener);
            AudioQueue queue = new AudioQueue();
            List<String> events = new CopyOnWriteArrayList<>();
            queue.addListener(new AudioQueueListener() {
                @Override
                public void onTrackStarted(Track track) {
                    events.add("began " + track.title());
                }

                @Override
                public void onTrackEnded(Track track, TrackEnd why) {
                    events.add("ended " + track.title());
                }
            });
            queue.add(Track.of("one", () -> new NumberedFrames(40, true)));
            queue.add(Track.of("two", () -> new NumberedFrames(30, true)));
            queue.finish();
            long skippedBefore = bot.runtime().skippedMs();
            assertEquals(PlayerState.FINISHED, await(new BasePlayer(bot, queue).play()));
            List<List<Byte>> wanted = new ArrayList<>(NumberedFrames.expected(40));
            wanted.addAll(NumberedFrames.expected(30));
            List<VoiceFrame> frames = new ArrayList<>(ear.hear(75));
            for (int more = 0; Ear.withoutSilence(frames).size() < wanted.size() && more < 100; more++) {
                frames.addAll(ear.hear(1));
            }
            assertEquals(wanted, Ear.withoutSilence(frames));
            boolean inTime = bot.stats().framesStarved() == 0 && bot.runtime().skippedMs() == skippedBefore;
            if (inTime) { // else the machine stood still, which is heard as a pause
                assertEquals(wanted, Ear.withoutSilence(frames.subList(0, 70)), "no silence between the tracks");
            }
            assertEquals(List.of("began one", "ended one", "began two", "ended two"), events);
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void volume_seeking_and_skipping_are_heard() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            VoiceConnection bot = call.join(1);
            EncryptedCallTest.await(bot, state -> state.ready() && state.users().size() == 2);
            SpeechStream heard = new SpeechReceiver(listener, SpeechFormat.MONO_16K).user(1);
            AudioQueue queue = new AudioQueue();
            queue.add(tone(440, 600));
            queue.add(tone(440, 600));
            queue.finish();
            BasePlayer player = new BasePlayer(bot, queue);
            player.play();
            awaitLevel(heard, 0.25);
            queue.volume().setPercent(50);
            awaitLevel(heard, 0.125);
            queue.volume().setPercent(100);
            awaitLevel(heard, 0.25);
            Duration reached = await(player.seek(Duration.ofMinutes(5)));
            assertEquals(300, reached.toMillis() / 1e3, 0.02);
            awaitLevel(heard, 0.25);
            assertTrue(player.position().compareTo(Duration.ofMinutes(5)) >= 0, player.position() + "");
            await(player.seek(Duration.ofSeconds(599)));
            awaitLevel(heard, 0.25);
            assertTrue(queue.skip());
            player.stop();
            await(player.finished());
            int quiet = 0;
            while (quiet < 10) {
                quiet = next(heard).silent() ? quiet + 1 : 0;
            }
            call.leave();
        }
        server.assertNoViolations();
    }
}
