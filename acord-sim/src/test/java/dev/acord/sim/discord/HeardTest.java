package dev.acord.sim.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.audio.tone.ToneSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is measured of a sound is what the sound is. */
class HeardTest {
    private static final int SSRC = 9;

    private static short[] tone(double hz, double amplitude, int ms) throws Exception {
        short[] pcm = new short[2 * 48 * ms];
        try (ToneSource source = new ToneSource(hz, amplitude, Duration.ofMillis(ms))) {
            int frames = 0;
            while (frames < pcm.length / 2) {
                frames += source.read(pcm, 2 * frames, pcm.length / 2 - frames);
            }
        }
        return pcm;
    }

    private static List<byte[]> packets(double hz, int ms) throws Exception {
        List<byte[]> packets = new ArrayList<>();
        byte[] packet = new byte[AudioSource.MAX_PACKET_BYTES];
        try (AudioSource source =
                AudioSources.encode(new ToneSource(hz, 0.3, Duration.ofMillis(ms)), OpusEncoderOptions.defaults())) {
            for (int length = source.read(packet, 0); length > 0; length = source.read(packet, 0)) {
                packets.add(Arrays.copyOf(packet, length));
            }
        }
        return packets;
    }

    @ParameterizedTest
    @ValueSource(doubles = {55, 261.63, 440, 1_000, 4_186})
    void aTonesPitchIsItsFrequency(double hz) throws Exception {
        Heard heard = Heard.of(tone(hz, 0.5, 1_500));
        assertEquals(hz, heard.pitchHz(), 0.5);
        assertThrows(AssertionError.class, () -> heard.assertPitch(hz * 1.06, 1), "a semitone off");
    }

    /** EBU Tech 3341, case 1: a stereo sine of 1000 Hz with peaks at -23 dBFS is -23 LUFS. */
    @Test
    void loudnessIsThatOfTheStandard() throws Exception {
        Heard heard = Heard.of(tone(1_000, Math.pow(10, -1.15), 20_000));
        assertEquals(-23, heard.loudness(), 0.1);
        heard.assertLouderThan(-23.2).assertQuieterThan(-22.8);
        assertThrows(AssertionError.class, () -> heard.assertLouderThan(-22.8));
    }

    @Test
    void silenceIsFoundWhereItIs() throws Exception {
        short[] pcm = new short[2 * 48 * 1_000];
        short[] tone = tone(440, 0.5, 300);
        System.arraycopy(tone, 0, pcm, 2 * 48 * 400, tone.length);
        Heard heard = Heard.of(pcm);
        assertEquals(
                List.of(
                        new Span(Duration.ZERO, Duration.ofMillis(400)),
                        new Span(Duration.ofMillis(700), Duration.ofMillis(300))),
                heard.silence());
        assertEquals(300.0, (double) heard.trimmed().duration().toMillis(), 1);
        AssertionError loud = assertThrows(AssertionError.class, heard::assertSilent);
        assertTrue(String.valueOf(loud.getMessage()).contains("440.0 Hz"), loud.getMessage());
        Heard.of(new short[9_600]).assertSilent();
    }

    private static Heard track(List<byte[]> packets, int lostFrom, int lostTo, int firstSequence) {
        HeardTrack track = new HeardTrack();
        for (int i = 0; i < packets.size(); i++) {
            if (i < lostFrom || i >= lostTo) {
                int sequence = (firstSequence + i) & 0xFFFF;
                track.add(SSRC, sequence, (960L * i - 5_000) & 0xFFFF_FFFFL, 20_000_000L * i, packets.get(i));
            }
        }
        return track.heard();
    }

    @Test
    void packetsMakeTheirSoundAlsoWhereTheirNumbersWrap() throws Exception {
        Heard heard = track(packets(440, 2_000), 0, 0, 65_500);
        heard.assertPitch(440, 0.5).assertNoGaps(Duration.ZERO).assertLongerThan(Duration.ofSeconds(2));
    }

    @Test
    void missingPacketsAreAGapOfTheirLength() throws Exception {
        Heard heard = track(packets(440, 2_000), 50, 60, 0);
        assertEquals(List.of(new Span(Duration.ofMillis(1_000), Duration.ofMillis(200))), heard.gaps());
        heard.assertNoGaps(Duration.ofMillis(200)).assertLongerThan(Duration.ofSeconds(2));
        AssertionError gap = assertThrows(AssertionError.class, () -> heard.assertNoGaps(Duration.ofMillis(199)));
        assertTrue(String.valueOf(gap.getMessage()).contains("200 ms at 1000 ms"), gap.getMessage());
    }

    @Test
    void aPauseIsSilenceAndNoGapWhetherTheTimestampGoesOnOrNot() throws Exception {
        for (boolean running : new boolean[] {true, false}) {
            HeardTrack track = new HeardTrack();
            List<byte[]> before = new ArrayList<>(packets(440, 500));
            before.add(OpusPacket.silence());
            int i = 0;
            for (byte[] packet : before) {
                track.add(SSRC, i, 960L * i, 20_000_000L * i++, packet);
            }
            for (byte[] packet : packets(440, 500)) {
                track.add(SSRC, i, 960L * (running ? i + 50 : i), 20_000_000L * (50 + i++), packet);
            }
            Heard heard = track.heard();
            assertEquals(List.of(), heard.gaps());
            assertEquals(1, heard.silence(Duration.ofMillis(900)).size(), heard::toString);
        }
    }

    @Test
    void latePacketsAreNoPause() throws Exception {
        HeardTrack track = new HeardTrack();
        int i = 0;
        for (byte[] packet : packets(440, 1_000)) {
            long arrivalMs = i < 20 ? 20L * i : 20L * i + 600; // a machine that stood still
            track.add(SSRC, i, 960L * i, arrivalMs * 1_000_000, packet);
            i++;
        }
        Heard heard = track.heard();
        assertEquals(List.of(), heard.silence());
        assertEquals(i * 20L, heard.duration().toMillis());
    }

    @Test
    void reorderedAndDoubledPacketsAreHeardOnceAndInOrder() throws Exception {
        List<byte[]> packets = packets(440, 1_000);
        HeardTrack track = new HeardTrack();
        for (int i = 0; i < packets.size() - 1; i += 2) {
            for (int j : new int[] {i + 1, i, i}) {
                track.add(SSRC, j, 960L * j, 20_000_000L * i, packets.get(j));
            }
        }
        track.heard().assertNoGaps(Duration.ZERO).assertPitch(440, 0.5);
    }
}
