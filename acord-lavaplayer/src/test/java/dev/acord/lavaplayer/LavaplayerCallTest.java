package dev.acord.lavaplayer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sedmelluq.discord.lavaplayer.player.AudioPlayerManager;
import com.sedmelluq.discord.lavaplayer.player.DefaultAudioPlayerManager;
import com.sedmelluq.discord.lavaplayer.source.local.LocalAudioSourceManager;
import com.sedmelluq.discord.lavaplayer.track.AudioTrack;
import dev.acord.audio.ffmpeg.FfmpegExecutable;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.PlayerState;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lavaplayer plays is heard by another member of an encrypted call. */
class LavaplayerCallTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    private final AudioPlayerManager manager = new DefaultAudioPlayerManager();

    @AfterEach
    void shutDown() {
        manager.shutdown();
    }

    private VoiceConnection join(long user) throws Exception {
        VoiceTicket ticket = server.join(10, 20, user);
        VoiceServerInfo info = new VoiceServerInfo(
                ticket.guildId(), ticket.channelId(), user, ticket.sessionId(), ticket.token(), ticket.endpoint());
        VoiceOptions options =
                VoiceOptions.builder().sslContext(server.trustingContext()).build();
        VoiceConnection connection = VoiceConnection.create(info, options);
        connection.connect().get(60, TimeUnit.SECONDS);
        return connection;
    }

    private static void awaitEncryption(VoiceConnection connection) throws Exception {
        CompletableFuture<Void> together = new CompletableFuture<>();
        connection.addListener(new VoiceListener() {
            @Override
            public void onEncryption(VoiceConnection which, dev.acord.voice.EncryptionState state) {
                if (state.ready() && state.users().size() == 2) {
                    together.complete(null);
                }
            }
        });
        if (connection.encryption().ready() && connection.encryption().users().size() == 2) {
            together.complete(null);
        }
        together.get(60, TimeUnit.SECONDS);
    }

    /** A call of a bot and somebody who listens. */
    private record Pair(VoiceConnection bot, VoiceConnection listener, BaseReceiver ear) implements AutoCloseable {
        static Pair in(LavaplayerCallTest test) throws Exception {
            VoiceConnection listener = test.join(2);
            VoiceConnection bot = test.join(1);
            awaitEncryption(bot);
            awaitEncryption(listener);
            return new Pair(bot, listener, new BaseReceiver(listener, 10_000));
        }

        /** The next packet that is not silence. */
        byte[] hear() throws InterruptedException {
            while (true) {
                VoiceFrame frame = ear.receive(PATIENCE);
                assertNotNull(frame, "a packet within a minute");
                byte[] opus = Arrays.copyOf(frame.opus(), frame.opusLength());
                if (!Arrays.equals(opus, SILENCE)) {
                    return opus;
                }
            }
        }

        @Override
        public void close() {
            bot.disconnect("over").join();
            listener.disconnect("over").join();
        }
    }

    @Test
    void opus_frames_are_heard_bit_for_bit_without_anything_native() throws Exception {
        try (Pair call = Pair.in(this)) {
            BasePlayer player =
                    new BasePlayer(call.bot(), LavaplayerSource.playing(manager, OpusTrack.of("tune", 150)));
            CompletableFuture<PlayerState> over = player.play();
            for (int i = 0; i < 150; i++) {
                assertArrayEquals(OpusTrack.packet(i), call.hear(), "packet " + i);
            }
            assertEquals(PlayerState.FINISHED, over.get(60, TimeUnit.SECONDS));
            assertEquals(Duration.ofSeconds(3), player.position());
        }
        server.assertNoViolations();
    }

    @Test
    void a_seek_is_heard_and_a_track_that_is_not_fed_is_starved() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> starved = new CompletableFuture<>();
        try (Pair call = Pair.in(this)) {
            call.bot().addListener(new VoiceListener() {
                @Override
                public void onPlayerState(
                        VoiceConnection which, BasePlayer player, PlayerState state, @Nullable Throwable failure) {
                    if (state == PlayerState.STARVED) {
                        starved.complete(null);
                    }
                }
            });
            OpusTrack track = OpusTrack.stallingAt("slow", 3_000, 2_510, goOn);
            BasePlayer player = new BasePlayer(call.bot(), LavaplayerSource.playing(manager, track));
            player.play();
            assertEquals(0, OpusTrack.number(call.hear()));
            player.seek(Duration.ofSeconds(50)).get(60, TimeUnit.SECONDS);
            int heard = OpusTrack.number(call.hear());
            while (heard < 2_500) {
                heard = OpusTrack.number(call.hear()); // sent before the seek
            }
            assertEquals(2_500, heard);
            starved.get(60, TimeUnit.SECONDS);
            goOn.countDown();
            while (heard < 2_520) {
                int next = OpusTrack.number(call.hear());
                assertEquals(heard + 1, next);
                heard = next;
            }
            assertTrue(player.position().compareTo(Duration.ofMillis(50_400)) >= 0, "at " + player.position());
            player.stop();
        }
        server.assertNoViolations();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wav", "flac", "mp3", "ogg", "webm", "m4a"})
    void files_are_heard_at_their_pitch(String kind, @TempDir Path folder) throws Exception {
        Path file = Sounds.wav(folder, 48_000, 3);
        if (!kind.equals("wav")) {
            file = convert(file, folder.resolve("tone." + kind));
        }
        manager.registerSourceManager(new LocalAudioSourceManager());
        AudioTrack track = assertInstanceOf(AudioTrack.class, manager.loadItemSync(file.toString()));
        try (Pair call = Pair.in(this)) {
            LavaplayerSource source = LavaplayerSource.playing(manager, track);
            BasePlayer player = new BasePlayer(call.bot(), source);
            CompletableFuture<PlayerState> over = player.play();
            List<byte[]> heard = new ArrayList<>();
            for (int i = 0; i < 140; i++) {
                heard.add(call.hear());
            }
            assertEquals(440, Sounds.pitchHz(heard), 2);
            assertEquals(PlayerState.FINISHED, over.get(60, TimeUnit.SECONDS));
            assertEquals(3.0, player.position().toMillis() / 1e3, 0.12);
            assertEquals(3.0, source.duration().orElseThrow().toMillis() / 1e3, 0.12);
        }
        server.assertNoViolations();
    }

    private static Path convert(Path wav, Path to) throws Exception {
        var ffmpeg = FfmpegExecutable.find();
        Assumptions.assumeTrue(ffmpeg.isPresent(), "there is no ffmpeg on this machine");
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-i", wav.toString()));
        if (to.toString().matches(".*\\.(ogg|webm)")) {
            command.addAll(List.of("-c:a", "libopus", "-b:a", "96k"));
        }
        command.add(to.toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "ffmpeg is done within a minute");
        assertEquals(0, process.exitValue());
        return to;
    }

    @Test
    void a_broken_file_is_a_failure_that_names_the_track(@TempDir Path folder) throws Exception {
        manager.registerSourceManager(new LocalAudioSourceManager());
        Path file = Sounds.wav(folder, 48_000, 1);
        AudioTrack track = assertInstanceOf(AudioTrack.class, manager.loadItemSync(file.toString()));
        Files.write(file, new byte[] {1, 2, 3});
        try (Pair call = Pair.in(this)) {
            BasePlayer player = new BasePlayer(call.bot(), LavaplayerSource.playing(manager, track));
            CompletableFuture<PlayerState> over = player.play();
            ExecutionException thrown = assertThrows(ExecutionException.class, () -> over.get(60, TimeUnit.SECONDS));
            LavaplayerException failure = assertInstanceOf(LavaplayerException.class, thrown.getCause());
            assertEquals(LavaplayerException.Kind.TRACK, failure.kind());
            assertNotNull(failure.getCause());
            assertEquals(PlayerState.FAILED, player.state());
        }
    }
}
