package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.SpeechBlock;
import dev.acord.voice.SpeechReceiver;
import dev.acord.voice.SpeechStream;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.receive.SpeechEvent;
import dev.acord.voice.receive.SpeechFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a bot that listens hears of a call. */
class SpeechReceiverTest {
    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    private static BasePlayer tone(VoiceConnection connection, double hz, int ms) {
        return new BasePlayer(
                connection, new ToneSource(hz, 0.3, Duration.ofMillis(ms)), OpusEncoderOptions.defaults());
    }

    /** Reads until there was sound and then none for a while; returns what was between. */
    private static List<SpeechBlock> utterance(SpeechStream stream) throws InterruptedException {
        List<SpeechBlock> blocks = new ArrayList<>();
        int quiet = 0;
        while (quiet < 10) {
            SpeechBlock block = stream.read(Call.PATIENCE);
            assertNotNull(block, "a block every 20 ms");
            if (!block.silent()) {
                blocks.add(block);
                quiet = 0;
            } else if (!blocks.isEmpty()) {
                quiet++;
            }
        }
        return blocks;
    }

    /** The frequency of a mono signal, by its zero crossings. */
    private static double hz(List<SpeechBlock> blocks) {
        short[] all = new short[blocks.stream().mapToInt(b -> b.pcm().length).sum()];
        int at = 0;
        for (SpeechBlock block : blocks) {
            System.arraycopy(block.pcm(), 0, all, at, block.pcm().length);
            at += block.pcm().length;
        }
        int from = all.length / 4;
        int to = all.length * 3 / 4;
        int rising = 0;
        for (int i = from + 1; i < to; i++) {
            if (all[i - 1] < 0 && all[i] >= 0) {
                rising++;
            }
        }
        return rising * 16_000.0 / (to - from);
    }

    @Test
    void everySpeakerIsAStreamThatARecogniserCanTake() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection bot = call.join(1);
            VoiceConnection alice = call.join(2);
            VoiceConnection bob = call.join(3);
            EncryptedCallTest.await(bot, state -> state.ready() && state.users().size() == 3);
            List<String> events = new CopyOnWriteArrayList<>();
            CompletableFuture<Void> bothEnded = new CompletableFuture<>();
            bot.addListener(new VoiceListener() {
                @Override
                public void onSpeech(VoiceConnection which, long userId, SpeechEvent event) {
                    events.add(userId + " " + event.kind());
                    if (events.contains("2 ENDED") && events.contains("3 ENDED")) {
                        bothEnded.complete(null);
                    }
                }
            });
            SpeechReceiver ears = new SpeechReceiver(bot, SpeechFormat.MONO_16K);
            SpeechStream ofAlice = ears.user(2);
            SpeechStream ofBob = ears.user(3);
            SpeechStream everybody = ears.everybody();
            tone(alice, 440, 1_000).play();
            tone(bob, 1_000, 1_000).play();
            List<SpeechBlock> first = utterance(ofAlice);
            assertEquals(440, hz(first), 4);
            assertEquals(1_000, hz(utterance(ofBob)), 10);
            assertEquals(50, first.size(), 8, "a second, and the fade at the end");
            for (int i = 1; i < first.size(); i++) {
                assertEquals(20, first.get(i).timeMs() - first.get(i - 1).timeMs());
                assertEquals(320, first.get(i).pcm().length, "20 ms of 16 kHz");
            }
            assertFalse(utterance(everybody).isEmpty());
            bothEnded.orTimeout(60, TimeUnit.SECONDS).join();
            assertTrue(events.contains("2 STARTED"), events.toString());
            assertEquals(
                    0,
                    ears.stats(2)
                            .orTimeout(60, TimeUnit.SECONDS)
                            .join()
                            .orElseThrow()
                            .packets()
                            .lost());
            ears.close();
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void aSpeakerIsAnnouncedWithItsStreamWhichEndsWhenItLeaves() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection bot = call.join(1);
            SpeechReceiver ears = new SpeechReceiver(bot, SpeechFormat.STEREO_48K);
            CompletableFuture<SpeechStream> announced = new CompletableFuture<>();
            ears.onSpeaker(announced::complete);
            VoiceConnection alice = call.join(2);
            tone(alice, 440, 300).play();
            SpeechStream stream = announced.orTimeout(60, TimeUnit.SECONDS).join();
            assertEquals(2, stream.userId());
            assertTrue(utterance(stream).size() >= 10);
            alice.disconnect("bye").orTimeout(60, TimeUnit.SECONDS).join();
            SpeechBlock last;
            do {
                last = stream.read(Call.PATIENCE);
            } while (last != null);
            assertTrue(stream.isEnded());
            call.leave();
        }
    }

    @Test
    void whoDoesNotReadLosesItsOwnOldestSoundOnly() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection bot = call.join(1);
            VoiceConnection alice = call.join(2);
            SpeechReceiver ears = new SpeechReceiver(bot, SpeechFormat.MONO_16K);
            SpeechStream slow = ears.user(2);
            SpeechStream fast = ears.user(2);
            tone(alice, 440, 200).play();
            long seen = 0;
            while (seen < SpeechReceiver.MAX_WAITING_BLOCKS + 50) {
                assertNotNull(fast.read(Call.PATIENCE));
                seen++;
            }
            assertEquals(0, fast.dropped());
            assertTrue(slow.dropped() >= 49, slow.dropped() + " dropped");
            SpeechBlock oldest = slow.read(Duration.ZERO);
            assertNotNull(oldest);
            assertTrue(oldest.timeMs() >= 49 * 20, "what is left is the newest");
            call.leave();
        }
    }
}
