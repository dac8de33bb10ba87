package dev.acord.cli.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.inspect.AudioInspection;
import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.audio.tone.TuneSource;
import dev.acord.cli.TestAudio;
import dev.acord.voice.VoiceFrame;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeardRecordingTest {
    private static final int FRAME = 960;
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    Path folder;

    private final byte[][] packets = new byte[20][];
    private HeardRecording recording;

    @BeforeEach
    void begin() throws Exception {
        try (AudioSource source = AudioSources.encode(new TuneSource(), OpusEncoderOptions.defaults())) {
            byte[] packet = new byte[AudioSource.MAX_PACKET_BYTES];
            for (int i = 0; i < packets.length; i++) {
                packets[i] = Arrays.copyOf(packet, source.read(packet, 0));
            }
        }
        recording = new HeardRecording(folder.resolve("heard.ogg"), folder.resolve("heard.wav"));
    }

    @Test
    void countersThatWrapMakeNoGap() throws Exception {
        for (int i = 0; i < 20; i++) {
            add(i, 1, 65_530 + i, 0xFFFF_FFFFL - 4 * FRAME + (long) i * FRAME, 0);
        }
        recording.close();
        assertEquals(0, recording.pauses());
        assertEquals(20 * FRAME, wavFrames());
        AudioInspection ogg = AudioInspection.of(folder.resolve("heard.ogg"));
        assertEquals(20, ogg.packets());
        assertEquals(0, ogg.gapCount());
        assertEquals(0, ogg.problemCount());
    }

    @Test
    void aPauseKeepsItsTimeInBothFiles() throws Exception {
        for (int i = 0; i < 10; i++) {
            add(i, 1, i, (long) i * FRAME, 0);
        }
        for (int i = 10; i < 20; i++) {
            add(i, 1, i, (long) i * FRAME + 3 * 48_000, 0);
        }
        recording.close();
        assertEquals(1, recording.pauses());
        assertEquals(3_000, recording.pausedMs());
        assertEquals(20 * FRAME + 3 * 48_000, wavFrames());
        assertEquals(0, peak(10 * FRAME, 3 * 48_000), "the pause is not silent");
        AudioInspection ogg = AudioInspection.of(folder.resolve("heard.ogg"));
        assertEquals(1, ogg.gapCount());
        assertEquals(
                Duration.ofMillis(200).minusNanos(6_500_000), ogg.gaps().get(0).at());
        assertEquals(Duration.ofSeconds(3), ogg.gaps().get(0).length());
        assertEquals(20, TestAudio.packets(folder.resolve("heard.ogg")).size());
    }

    @Test
    void silenceThatFillsAPauseIsRecordedAndNotCompared() throws Exception {
        byte[] silence = OpusPacket.silence();
        for (int i = 0; i < 20; i++) {
            add(i, 1, i < 10 ? i : i + 5, (long) (i < 10 ? i : i + 5) * FRAME, 0);
            for (int filler = 10; i == 9 && filler < 15; filler++) {
                recording.add(new VoiceFrame(1, 1, filler, (long) filler * FRAME, 0, silence, null), true);
            }
        }
        recording.close();
        assertEquals(1, recording.pauses());
        assertEquals(100, recording.pausedMs());
        assertEquals(25 * FRAME, wavFrames());
        OpusDecoder decoder = OpusDecoder.create(2);
        short[] expected = new short[20 * FRAME * 2];
        for (int i = 0; i < 20; i++) {
            decoder.decode(packets[i], 0, packets[i].length, expected, i * FRAME * 2, FRAME);
        }
        assertArrayEquals(expected, recording.samples().toArray());
    }

    @Test
    void lostPacketsLeaveTheirPlaceAndLateOnesAreLeftOut() throws Exception {
        for (int i : new int[] {0, 1, 2, 5, 3, 5, 6}) {
            add(i, 1, i, (long) i * FRAME, 0);
        }
        recording.close();
        assertEquals(2, recording.late());
        assertEquals(0, recording.pauses());
        assertEquals(7 * FRAME, wavFrames());
        assertEquals(5, TestAudio.packets(folder.resolve("heard.ogg")).size());
    }

    @Test
    void anotherSessionGoesOnByTheClock() throws Exception {
        add(0, 1, 10, 5_000, 0);
        add(1, 2, 40_000, 99, SECOND_NS);
        recording.close();
        assertEquals(48_000 + FRAME, wavFrames());
    }

    @Test
    void bytesThatAreNoOpusAreCountedAndTheRecordingGoesOn() throws Exception {
        add(0, 1, 0, 0, 0);
        recording.add(new VoiceFrame(1, 1, 1, FRAME, 0, new byte[] {(byte) 0xFF}, null), false);
        add(2, 1, 2, 2 * FRAME, 0);
        recording.close();
        assertEquals(1, recording.undecodable());
        assertEquals(3 * FRAME, wavFrames());
    }

    private void add(int packet, int ssrc, int sequence, long timestamp, long arrivalNs) throws Exception {
        recording.add(
                new VoiceFrame(1, ssrc, sequence & 0xFFFF, timestamp & 0xFFFF_FFFFL, arrivalNs, packets[packet], null),
                false);
    }

    private long wavFrames() throws Exception {
        return AudioSystem.getAudioFileFormat(folder.resolve("heard.wav").toFile())
                .getFrameLength();
    }

    private int peak(int fromFrame, int frames) throws Exception {
        try (AudioInputStream in =
                AudioSystem.getAudioInputStream(folder.resolve("heard.wav").toFile())) {
            in.skipNBytes(4L * fromFrame);
            int peak = 0;
            for (byte each : in.readNBytes(4 * frames)) {
                peak = Math.max(peak, Math.abs(each));
            }
            return peak;
        }
    }
}
