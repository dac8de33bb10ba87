package dev.acord.voice.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.ogg.OggOpusSource;
import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.audio.tone.ToneSource;
import dev.acord.voice.RecordingOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the files of a recording; in virtual time, decoded again. */
class CallRecordingTest {
    static final long MS = 1_000_000;
    static final long START_NS = -77 * MS;
    /** 44 of RIFF WAVE, and a chunk of 28 bytes for the sizes of RF64. */
    static final int WAV_HEADER_BYTES = 44 + 8 + 28;

    private static final byte[] SILENCE = OpusPacket.silence();

    @TempDir
    Path folder;

    private final List<String> failures = new ArrayList<>();
    private Path directory = Path.of("");

    @BeforeEach
    void directory() {
        directory = folder.resolve("call");
    }

    private CallRecording begin() throws IOException {
        return begin(RecordingOptions.DEFAULTS);
    }

    private CallRecording begin(RecordingOptions options) throws IOException {
        return new CallRecording(
                directory,
                options,
                START_NS,
                Instant.parse("2026-01-02T03:04:05Z"),
                (file, e) -> failures.add(file.getFileName() + ": " + e));
    }

    static List<byte[]> tone(double hz, int packets) throws IOException {
        List<byte[]> all = new ArrayList<>();
        try (AudioSource source = AudioSources.encode(
                new ToneSource(hz, 0.25, Duration.ofMillis(20L * packets)), OpusEncoderOptions.defaults())) {
            byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
            for (int length; (length = source.read(buffer, 0)) > 0; ) {
                all.add(Arrays.copyOf(buffer, length));
            }
        }
        for (int i = 0; i < 5; i++) {
            all.add(SILENCE);
        }
        return all;
    }

    /** A user that says its packets from a moment on. */
    record Voice(long user, int firstMs, List<byte[]> packets) {}

    /** Lets voices be heard for a while, some packets lost. */
    static void play(CallRecording recording, int fromMs, int toMs, double loss, Voice... voices) {
        Random random = new Random(5);
        for (int ms = fromMs; ms < toMs; ms += 20) {
            for (Voice voice : voices) {
                int index = (ms - voice.firstMs) / 20;
                boolean lost = random.nextDouble() < loss && index < voice.packets.size() - 5;
                if (ms >= voice.firstMs && index < voice.packets.size() && !lost) {
                    recording.handlePacket(
                            voice.user,
                            (int) voice.user + 100,
                            index & 0xFFFF,
                            index * 960L,
                            voice.packets.get(index),
                            START_NS + ms * MS);
                }
            }
            recording.handleTime(START_NS + (ms + 20) * MS);
        }
    }

    /** The left channel of a track. */
    static short[] decode(Path file) throws IOException, OpusException {
        short[] left = new short[48_000 * 60];
        int at = -OggTrack.PRE_SKIP;
        try (OggOpusSource source = OggOpusSource.open(file);
                OpusDecoder decoder = OpusDecoder.create(2)) {
            byte[] packet = new byte[AudioSource.MAX_PACKET_BYTES];
            short[] pcm = new short[2 * OpusPacket.MAX_SAMPLES];
            for (int length; (length = source.read(packet, 0)) > 0; ) {
                int frames = decoder.decode(packet, 0, length, pcm, 0, OpusPacket.MAX_SAMPLES);
                for (int i = 0; i < frames; i++, at++) {
                    if (at >= 0) {
                        left[at] = pcm[2 * i];
                    }
                }
            }
        }
        return Arrays.copyOf(left, at);
    }

    static int firstLoud(short[] samples) {
        for (int i = 0; i < samples.length; i++) {
            if (Math.abs(samples[i]) > 2_000) {
                return i;
            }
        }
        return -1;
    }

    static int lastLoud(short[] samples) {
        for (int i = samples.length - 1; i >= 0; i--) {
            if (Math.abs(samples[i]) > 2_000) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void everyTrackLastsAsLongAsTheRecordingAndIsHeardAtItsTime() throws IOException, OpusException {
        CallRecording recording = begin();
        play(recording, 0, 6_000, 0, new Voice(1, 1_000, tone(440, 100)), new Voice(2, 2_500, tone(1_000, 50)));
        recording.close();
        assertEquals(List.of(), failures);
        short[] first = decode(directory.resolve("user-1.ogg"));
        short[] second = decode(directory.resolve("user-2.ogg"));
        assertEquals(6_000, first.length / 48.0, 20, "milliseconds");
        assertEquals(first.length, second.length, 120);
        int delay = firstLoud(first) / 48 - 1_000;
        assertTrue(delay >= 0 && delay <= 80, delay + " ms behind");
        assertEquals(1_500, (firstLoud(second) - firstLoud(first)) / 48.0, 20, "the second began so much later");
        assertEquals(2_000, (lastLoud(first) - firstLoud(first)) / 48.0, 20, "as long as it was said");
    }

    @Test
    void whatIsLostTakesItsTimeAndIsMadeUp() throws IOException, OpusException {
        CallRecording recording = begin();
        play(recording, 0, 12_000, 0.1, new Voice(1, 0, tone(440, 500)));
        recording.close();
        short[] track = decode(directory.resolve("user-1.ogg"));
        assertEquals(12_000, track.length / 48.0, 20);
        assertEquals(10_000, (lastLoud(track) - firstLoud(track)) / 48.0, 120);
        JsonObject index = JsonParser.parseString(Files.readString(directory.resolve("recording.json")))
                .getAsJsonObject();
        int lost = index.getAsJsonArray("tracks")
                .get(0)
                .getAsJsonObject()
                .get("lost")
                .getAsInt();
        int received = index.getAsJsonArray("tracks")
                .get(0)
                .getAsJsonObject()
                .get("packets")
                .getAsInt();
        assertEquals(505, lost + received, "every packet was received or lost");
        assertTrue(lost > 30 && lost < 70, lost + " lost");
        int quiet = 0;
        for (int at = firstLoud(track); at < lastLoud(track); at += 480) {
            int peak = 0;
            for (int i = at; i < at + 480; i++) {
                peak = Math.max(peak, Math.abs(track[i]));
            }
            quiet += peak < 1_000 ? 1 : 0;
        }
        assertTrue(quiet < 20, quiet + " gaps of 10 ms in " + lost + " losses");
    }

    @Test
    void theMixtureHasEverybodyAndTheSameLength() throws IOException {
        CallRecording recording = begin();
        play(recording, 0, 3_000, 0, new Voice(1, 0, tone(440, 100)), new Voice(2, 0, tone(440, 100)));
        recording.close();
        byte[] wav = Files.readAllBytes(directory.resolve("mix.wav"));
        assertEquals(WAV_HEADER_BYTES + 3_000 * 48 * 4, wav.length);
        int peak = 0;
        for (int i = WAV_HEADER_BYTES; i < wav.length; i += 2) {
            peak = Math.max(peak, Math.abs((short) ((wav[i] & 0xFF) | wav[i + 1] << 8)));
        }
        assertEquals(0.5 * 32_768, peak, 1_500, "two of a quarter of full scale, in phase");
    }

    @Test
    void whoSpokeWhenIsInTheCues() throws IOException {
        CallRecording recording = begin();
        play(recording, 0, 4_000, 0, new Voice(1, 1_000, tone(440, 50)), new Voice(2, 3_000, tone(440, 400)));
        recording.close();
        assertEquals(
                List.of(
                        "WEBVTT",
                        "",
                        "00:00:01.000 --> 00:00:02.000",
                        "<v 1>1",
                        "",
                        "00:00:03.000 --> 00:00:04.000",
                        "<v 2>2",
                        ""),
                Files.readAllLines(directory.resolve("speech.vtt")));
    }

    @Test
    void aCrashLeavesFilesThatPlay() throws IOException, OpusException {
        CallRecording recording = begin();
        play(recording, 0, 10_000, 0, new Voice(1, 0, tone(440, 490)));
        Path copy = Files.createDirectory(folder.resolve("after the crash"));
        for (String name : List.of("user-1.ogg", "mix.wav", "speech.vtt", "recording.json")) {
            Files.copy(directory.resolve(name), copy.resolve(name)); // as they are on the disk now, nothing closed
        }
        assertTrue(decode(copy.resolve("user-1.ogg")).length >= 48_000 * 8.5, "all but the last second");
        byte[] wav = Files.readAllBytes(copy.resolve("mix.wav"));
        int dataBytes = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).getInt(WAV_HEADER_BYTES - 4);
        assertTrue(
                dataBytes >= 8.9 * 48_000 * 4 && dataBytes <= wav.length - WAV_HEADER_BYTES,
                dataBytes + " bytes of samples");
        assertTrue(Files.readString(copy.resolve("recording.json")).contains("\"finished\": false"));
        recording.close();
        assertTrue(Files.readString(directory.resolve("recording.json")).contains("\"finished\": true"));
    }

    @Test
    void aUserWhoReturnsGoesOnInTheSameTrack() throws IOException, OpusException {
        CallRecording recording = begin();
        play(recording, 0, 1_000, 0, new Voice(1, 0, tone(440, 20)));
        recording.handleGone(1);
        play(recording, 1_000, 5_000, 0);
        List<byte[]> again = tone(440, 20);
        for (int i = 0; i < again.size(); i++) {
            recording.handlePacket(1, 999, 40_000 + i, 7 + i * 960L, again.get(i), START_NS + (5_000 + i * 20L) * MS);
            recording.handleTime(START_NS + (5_020 + i * 20L) * MS);
        }
        recording.handleTime(START_NS + 6_000 * MS);
        recording.close();
        short[] track = decode(directory.resolve("user-1.ogg"));
        assertEquals(6_000, track.length / 48.0, 20);
        assertEquals(5_400, lastLoud(track) / 48.0, 100);
    }

    @Test
    void aRecordingIsNotOverwritten() throws IOException {
        begin().close();
        IOException refused = assertThrows(IOException.class, this::begin);
        assertTrue(String.valueOf(refused.getMessage()).contains("choose another directory"), refused.getMessage());
    }

    @Test
    void aTrackThatCannotBeWrittenIsReportedAndTheOthersGoOn() throws IOException, OpusException {
        CallRecording recording = begin();
        Files.createDirectory(directory.resolve("user-1.ogg")); // in the way
        play(recording, 0, 1_000, 0, new Voice(1, 0, tone(440, 20)), new Voice(2, 0, tone(440, 20)));
        recording.close();
        assertEquals(1, failures.size(), failures.toString());
        assertTrue(failures.get(0).startsWith("user-1.ogg"), failures.toString());
        assertTrue(firstLoud(decode(directory.resolve("user-2.ogg"))) >= 0);
    }
}
