package dev.acord.lavaplayer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sedmelluq.discord.lavaplayer.format.AudioDataFormat;
import com.sedmelluq.discord.lavaplayer.format.StandardAudioDataFormats;
import com.sedmelluq.discord.lavaplayer.player.AudioPlayer;
import com.sedmelluq.discord.lavaplayer.player.AudioPlayerManager;
import com.sedmelluq.discord.lavaplayer.player.DefaultAudioPlayerManager;
import com.sedmelluq.discord.lavaplayer.source.local.LocalAudioSourceManager;
import com.sedmelluq.discord.lavaplayer.tools.FriendlyException;
import com.sedmelluq.discord.lavaplayer.track.AudioTrack;
import com.sedmelluq.discord.lavaplayer.track.playback.NonAllocatingAudioFrameBuffer;
import dev.acord.audio.AudioSource;
import dev.acord.audio.engine.AudioQueue;
import dev.acord.audio.engine.AudioQueueListener;
import dev.acord.audio.engine.Track;
import dev.acord.lavaplayer.LavaplayerException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** lavaplayer's own player and tracks, read as a source. */
class LavaplayerSourceTest {
    private final AudioPlayerManager manager = new DefaultAudioPlayerManager();
    private final byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];

    @AfterEach
    void shutDown() {
        manager.shutdown();
    }

    private byte[] next(AudioSource source) throws IOException {
        return nextOrEnd(source).orElseThrow(() -> new AssertionError("the source has ended"));
    }

    /** The next packet; waits while the source is starved. Empty at the end. */
    private Optional<byte[]> nextOrEnd(AudioSource source) throws IOException {
        long deadlineNs = System.nanoTime() + 60_000_000_000L;
        int length;
        while ((length = source.read(buffer, 0)) == AudioSource.STARVED) {
            assertTrue(System.nanoTime() < deadlineNs, "starved for a minute");
            Thread.onSpinWait();
        }
        return length == AudioSource.END ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, length));
    }

    private List<byte[]> rest(AudioSource source) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        Optional<byte[]> packet = nextOrEnd(source);
        while (packet.isPresent()) {
            packets.add(packet.get());
            packet = nextOrEnd(source);
        }
        return packets;
    }

    private List<Integer> numbers(AudioSource source) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (byte[] packet : rest(source)) {
            numbers.add(OpusTrack.number(packet));
        }
        return numbers;
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void opus_frames_come_out_bit_for_bit_and_then_the_end(boolean withoutAllocation) throws IOException {
        if (withoutAllocation) {
            manager.getConfiguration().setFrameBufferFactory(NonAllocatingAudioFrameBuffer::new);
        }
        try (LavaplayerSource source = LavaplayerSource.playing(manager, OpusTrack.of("tune", 700))) {
            for (int i = 0; i < 700; i++) {
                assertArrayEquals(OpusTrack.packet(i), next(source), "packet " + i);
                assertEquals(Duration.ofMillis(20L * (i + 1)), source.position().orElseThrow());
            }
            assertTrue(nextOrEnd(source).isEmpty());
            assertEquals(AudioSource.END, source.read(buffer, 0), "then and on every later call");
            assertFalse(source.isEncoding());
            assertEquals(Duration.ofSeconds(14), source.duration().orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void after_a_seek_no_packet_from_before_is_played(boolean ghosting) throws IOException {
        manager.setUseSeekGhosting(ghosting);
        try (LavaplayerSource source = LavaplayerSource.playing(manager, OpusTrack.of("tune", 2_000))) {
            for (int i = 0; i < 50; i++) {
                next(source);
            }
            assertTrue(source.isSeekable());
            for (int second : new int[] {30, 2, 2, 39}) {
                assertEquals(Duration.ofSeconds(second), source.seek(Duration.ofSeconds(second)));
                for (int i = 0; i < 10; i++) {
                    assertEquals(second * 50 + i, OpusTrack.number(next(source)));
                }
            }
            source.seek(Duration.ofSeconds(39));
            assertEquals(range(1_950, 2_000), numbers(source));
            source.seek(Duration.ofSeconds(38)); // behind the end the track is played again
            assertEquals(range(1_900, 2_000), numbers(source));
            source.seek(Duration.ofSeconds(1_000));
            assertEquals(List.of(), numbers(source));
        }
    }

    @Test
    void a_track_that_breaks_fails_with_its_title_and_cause_after_all_audio_before() throws IOException {
        for (int round = 0; round < 50; round++) { // lavaplayer says "over" before it says "failed"
            try (LavaplayerSource source = LavaplayerSource.playing(manager, OpusTrack.brokenAt("burning", 5))) {
                for (int i = 0; i < 5; i++) {
                    assertEquals(i, OpusTrack.number(next(source)));
                }
                LavaplayerException thrown = assertThrows(LavaplayerException.class, () -> next(source));
                assertEquals(Kind.TRACK, thrown.kind());
                assertEquals("burning", thrown.trackTitle());
                String said = String.valueOf(thrown.getMessage());
                assertTrue(said.contains("\"burning\"") && said.contains("on fire"), said);
                assertInstanceOf(FriendlyException.class, thrown.getCause());
            }
        }
    }

    @Test
    void a_track_that_is_not_fed_is_starved_and_then_goes_on() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (LavaplayerSource source = LavaplayerSource.playing(manager, OpusTrack.stallingAt("slow", 10, 3, goOn))) {
            for (int i = 0; i < 3; i++) {
                next(source);
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(AudioSource.STARVED, source.read(buffer, 0));
            }
            goOn.countDown();
            assertEquals(range(3, 10), numbers(source));
        }
    }

    @Test
    void a_track_that_stays_stuck_fails() throws IOException {
        manager.setTrackStuckThreshold(50);
        try (LavaplayerSource source =
                LavaplayerSource.playing(manager, OpusTrack.stallingAt("stuck", 10, 3, new CountDownLatch(1)))) {
            for (int i = 0; i < 3; i++) {
                next(source);
            }
            LavaplayerException thrown = assertThrows(LavaplayerException.class, () -> next(source));
            assertEquals(Kind.STUCK, thrown.kind());
            assertEquals("track \"stuck\" is stuck: no audio for 50 ms", thrown.getMessage());
        }
    }

    @Test
    void a_player_is_followed_from_track_to_track_and_past_one_that_fails() throws IOException {
        AudioPlayer player = manager.createPlayer();
        List<LavaplayerException> failures = new CopyOnWriteArrayList<>();
        try (LavaplayerSource source = LavaplayerSource.following(player).onFailure(failures::add)) {
            assertEquals(AudioSource.STARVED, source.read(buffer, 0));
            player.playTrack(OpusTrack.of("first", 3));
            for (int i = 0; i < 3; i++) {
                assertEquals(i, OpusTrack.number(next(source)));
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(AudioSource.STARVED, source.read(buffer, 0));
            }
            player.playTrack(OpusTrack.brokenAt("broken", 0));
            while (failures.isEmpty()) {
                assertEquals(AudioSource.STARVED, source.read(buffer, 0));
            }
            assertEquals("broken", failures.get(0).trackTitle());
            player.setPaused(true);
            player.playTrack(OpusTrack.of("second", 3));
            assertEquals(AudioSource.STARVED, source.read(buffer, 0));
            player.setPaused(false);
            source.finish();
            assertEquals(range(0, 3), numbers(source));
            assertEquals(1, source.failures());
        }
        player.playTrack(OpusTrack.of("the player is still the bot's", 3));
        assertTrue(player.getPlayingTrack() != null);
        player.destroy();
    }

    @Test
    void tracks_stand_in_an_audio_queue_and_one_that_fails_is_passed_over() throws IOException {
        List<String> failed = new CopyOnWriteArrayList<>();
        try (AudioQueue queue = new AudioQueue()) {
            queue.addListener(new AudioQueueListener() {
                @Override
                public void onTrackFailed(Track track, Exception cause) {
                    failed.add(track.title() + ", " + cause.getClass().getSimpleName());
                }
            });
            Track broken = LavaplayerSource.queued(manager, OpusTrack.brokenAt("broken", 0));
            assertEquals("test:broken", broken.metadata().get("uri"));
            queue.add(broken);
            queue.add(LavaplayerSource.queued(manager, OpusTrack.of("whole", 100)));
            queue.finish();
            assertEquals(range(0, 100), numbers(queue));
        }
        assertEquals(List.of("broken, LavaplayerException"), failed);
    }

    static Stream<AudioDataFormat> pcmFormats() {
        return Stream.of(
                StandardAudioDataFormats.COMMON_PCM_S16_BE,
                StandardAudioDataFormats.COMMON_PCM_S16_LE,
                StandardAudioDataFormats.DISCORD_PCM_S16_BE,
                StandardAudioDataFormats.DISCORD_PCM_S16_LE);
    }

    @ParameterizedTest
    @MethodSource("pcmFormats")
    void pcm_of_any_byte_order_and_rate_keeps_its_pitch_and_length(AudioDataFormat format, @TempDir Path folder)
            throws IOException {
        manager.getConfiguration().setOutputFormat(format);
        manager.registerSourceManager(new LocalAudioSourceManager());
        // at the rate of the format, so that lavaplayer needs nothing native to resample it
        Path file = Sounds.wav(folder, format.sampleRate, 3);
        AudioTrack track = (AudioTrack) manager.loadItemSync(file.toString());
        try (LavaplayerSource source = LavaplayerSource.playing(manager, track)) {
            List<byte[]> packets = rest(source);
            assertTrue(source.isEncoding());
            assertEquals(150, packets.size(), 2);
            assertEquals(440, Sounds.pitchHz(packets), 2);
        }
    }
}
