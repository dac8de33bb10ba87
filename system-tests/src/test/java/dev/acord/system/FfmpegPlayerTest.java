package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.ffmpeg.FfmpegExecutable;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.FfmpegPlayer;
import dev.acord.voice.PlayerState;
import dev.acord.voice.SpeechBlock;
import dev.acord.voice.SpeechReceiver;
import dev.acord.voice.SpeechStream;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.receive.SpeechFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** ffmpeg as a player's source: a seek is heard, forward and back. */
class FfmpegPlayerTest {
    private static final int RATE = 48_000;
    private static final int SECONDS = 60;

    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    /** A WAV file of a tone that is quiet for half a minute and loud for another. */
    private static Path quietThenLoud(Path folder) throws java.io.IOException {
        ByteBuffer wav = ByteBuffer.allocate(44 + 4 * RATE * SECONDS).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(wav.capacity() - 8);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 2).putInt(RATE).putInt(4 * RATE);
        wav.putShort((short) 4).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(4 * RATE * SECONDS);
        for (int i = 0; i < RATE * SECONDS; i++) {
            double amplitude = i < RATE * SECONDS / 2 ? 0.05 : 0.4;
            short sample = (short) (32_767 * amplitude * Math.sin(2 * Math.PI * 440 * i / RATE));
            wav.putShort(sample).putShort(sample);
        }
        return Files.write(folder.resolve("tone.wav"), wav.array());
    }

    private static void awaitLevel(SpeechStream stream, double wanted) throws InterruptedException {
        int good = 0;
        for (int i = 0; good < 10; i++) {
            SpeechBlock block = stream.read(Call.PATIENCE);
            assertNotNull(block, "a block every 20 ms");
            double sum = 0;
            for (short sample : block.pcm()) {
                sum += (double) sample * sample;
            }
            double level = Math.sqrt(2 * sum / block.pcm().length) / 32_768;
            good = Math.abs(level - wanted) < 0.02 ? good + 1 : 0;
            assertTrue(i < 1_200, "level " + level + " in place of " + wanted);
        }
    }

    @Test
    void a_seek_is_heard_forward_and_back(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(FfmpegExecutable.find().isPresent(), "there is no ffmpeg on this machine");
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            VoiceConnection bot = call.join(1);
            EncryptedCallTest.await(bot, state -> state.ready() && state.users().size() == 2);
            SpeechStream heard = new SpeechReceiver(listener, SpeechFormat.MONO_16K).user(1);
            FfmpegPlayer player = new FfmpegPlayer(bot, quietThenLoud(folder));
            assertTrue(player.isSeekable());
            player.play();
            awaitLevel(heard, 0.05);
            Duration there = player.seek(Duration.ofSeconds(35)).get(60, TimeUnit.SECONDS);
            assertEquals(Duration.ofSeconds(35), there);
            awaitLevel(heard, 0.4);
            assertTrue(player.position().compareTo(there) > 0, "at " + player.position());
            player.seek(Duration.ofSeconds(2)).get(60, TimeUnit.SECONDS);
            awaitLevel(heard, 0.05);
            player.seek(Duration.ofSeconds(59)).get(60, TimeUnit.SECONDS);
            assertEquals(PlayerState.FINISHED, player.finished().get(60, TimeUnit.SECONDS));
            call.leave();
        }
        server.assertNoViolations();
    }
}
