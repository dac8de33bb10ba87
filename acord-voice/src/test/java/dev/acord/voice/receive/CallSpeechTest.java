package dev.acord.voice.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.tone.ToneSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Several speakers on one time line, in virtual time. */
class CallSpeechTest {
    private static final long MS = 1_000_000;
    private static final long START_NS = Math.subtractExact(Long.MAX_VALUE, 3_000 * MS); // the clock wraps in between
    private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

    private final Heard heard = new Heard();
    private final CallSpeech speech = new CallSpeech(CallSpeechOptions.DEFAULTS, START_NS, heard);

    /** What came out. */
    private static final class Heard implements CallSpeech.Output {
        final Map<Long, TreeMap<Long, short[]>> blocks = new TreeMap<>();
        final TreeMap<Long, short[]> mix = new TreeMap<>();
        final List<String> events = new ArrayList<>();
        final Map<Long, ReceiveStats> gone = new TreeMap<>();

        NavigableMap<Long, short[]> blocksOf(long user) {
            return Objects.requireNonNull(blocks.get(user), "no blocks");
        }

        ReceiveStats goneOf(long user) {
            return Objects.requireNonNull(gone.get(user), "still there");
        }

        @Override
        public void onBlock(long userId, long block, short[] pcm, boolean silent) {
            assertEquals(isZero(pcm), silent);
            blocks.computeIfAbsent(userId, user -> new TreeMap<>()).put(block, pcm.clone());
        }

        @Override
        public void onMix(long block, short[] pcm, boolean silent) {
            assertEquals(isZero(pcm), silent);
            mix.put(block, pcm.clone());
        }

        @Override
        public void onSpeech(long userId, SpeechEvent event) {
            events.add(userId + " " + event.kind() + " at " + (event.atNs() - START_NS) / MS);
        }

        @Override
        public void onGone(long userId, ReceiveStats stats) {
            gone.put(userId, stats);
        }
    }

    private static boolean isZero(short[] pcm) {
        for (short sample : pcm) {
            if (sample != 0) {
                return false;
            }
        }
        return true;
    }

    /** A tone in Opus packets of 20 ms, then five silence frames. */
    private static List<byte[]> tone(double hz, int packets) throws IOException {
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

    private void speak(long user, int ssrc, List<byte[]> packets, int index, long atMs) {
        if (index >= 0 && index < packets.size()) {
            speech.handlePacket(user, ssrc, index & 0xFFFF, index * 960L, packets.get(index), START_NS + atMs * MS);
        }
    }

    private static double rms(short[] pcm) {
        double sum = 0;
        for (short sample : pcm) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / pcm.length);
    }

    /** The level of a frequency in the left channel, by correlation. */
    private static double level(List<short[]> blocks, double hz) {
        double re = 0;
        double im = 0;
        int n = 0;
        for (short[] block : blocks) {
            for (int i = 0; i < block.length; i += 2) {
                double angle = 2 * Math.PI * hz * n++ / 48_000;
                re += block[i] * Math.cos(angle);
                im += block[i] * Math.sin(angle);
            }
        }
        return 2 * Math.hypot(re, im) / n / 32_768;
    }

    @Test
    void speakersThatBeginAtDifferentTimesShareOneTimeLine() throws IOException {
        List<byte[]> low = tone(500, 100);
        List<byte[]> high = tone(2_000, 50);
        for (int ms = 0; ms < 4_000; ms++) {
            if (ms % 20 == 7) {
                speak(1, 11, low, ms / 20, ms);
                speak(2, 22, high, (ms - 1_000) / 20 - (ms < 1_000 ? 100 : 0), ms);
            }
            if (ms % 20 == 0) {
                speech.handleTime(START_NS + ms * MS);
            }
        }
        assertEquals(0, heard.blocksOf(1L).firstKey());
        assertEquals(50, heard.blocksOf(2L).firstKey(), "the second one began a second later");
        for (TreeMap<Long, short[]> blocks : heard.blocks.values()) {
            assertEquals(blocks.lastKey() - blocks.firstKey() + 1, blocks.size(), "without a hole");
            assertEquals(heard.mix.lastKey(), blocks.lastKey());
        }
        List<short[]> both = List.copyOf(heard.mix.subMap(60L, 90L).values());
        assertEquals(0.25, level(both, 500), 0.02);
        assertEquals(0.25, level(both, 2_000), 0.02);
        List<short[]> first = List.copyOf(heard.blocksOf(1L).subMap(60L, 90L).values());
        assertEquals(0.25, level(first, 500), 0.02);
        assertEquals(0, level(first, 2_000), 0.002, "speakers are kept apart");
        assertTrue(rms(heard.mix.lastEntry().getValue()) == 0, "silence after the end");
        assertEquals(
                List.of("1 STARTED at 7", "2 STARTED at 1007", "1 ENDED at 2007", "2 ENDED at 2007"), heard.events);
    }

    @Test
    void whoLeavesIsHeardOutAndEnds() throws IOException {
        List<byte[]> tone = tone(500, 20);
        for (int i = 0; i < 20; i++) {
            speak(1, 11, tone, i, i * 20L);
            speech.handleTime(START_NS + 20L * i * MS);
        }
        speech.handleGone(1);
        speech.handleTime(START_NS + 3_000 * MS);
        assertEquals(20, heard.goneOf(1).packets().received());
        List<short[]> all = List.copyOf(heard.blocksOf(1L).values());
        assertTrue(all.size() < 75, "it does not last");
        int loud = (int) all.stream().filter(block -> rms(block) > 3_000).count();
        assertTrue(loud >= 19 && loud <= 22, loud + " of 20 packets are heard");
        assertEquals(List.of("1 STARTED at 0", "1 ENDED at 600"), heard.events);
        assertNull(speech.stats(1));
        speak(1, 12, tone, 0, 3_000);
        speech.handleTime(START_NS + 3_020 * MS);
        assertEquals(150, heard.blocksOf(1L).lastKey(), "and may come again");
    }

    @Test
    void aNewSsrcOfTheSameSpeakerGoesOnAtOnce() throws IOException {
        List<byte[]> tone = tone(500, 40);
        for (int i = 0; i < 40; i++) {
            int at = i < 20 ? i : i - 20;
            speech.handlePacket(
                    1, i < 20 ? 11 : 12, at + (i < 20 ? 0 : 30_000), at * 960L, tone.get(i), START_NS + 20L * i * MS);
            speech.handleTime(START_NS + 20L * i * MS);
        }
        speech.handleTime(START_NS + 900 * MS);
        long loud = heard.blocksOf(1L).values().stream()
                .filter(block -> rms(block) > 3_000)
                .count();
        assertTrue(loud >= 38, loud + " blocks");
        ReceiveStats stats = speech.stats(1);
        assertEquals(0, stats == null ? -1 : stats.packets().lost());
    }

    @Test
    void moreSpeakersThanAllowedAreCountedAndDropped() {
        CallSpeech small = new CallSpeech(new CallSpeechOptions(JitterOptions.DEFAULTS, 300, 2), START_NS, heard);
        for (long user = 1; user <= 5; user++) {
            small.handlePacket(user, (int) user, 0, 0, SILENCE, START_NS);
        }
        small.handleTime(START_NS + 100 * MS);
        assertEquals(List.of(1L, 2L), List.copyOf(heard.blocks.keySet()));
        assertEquals(3, small.refused());
    }

    @Test
    void aComputerThatSleptSkipsWhatIsOver() throws IOException {
        List<byte[]> tone = tone(500, 3);
        speak(1, 11, tone, 0, 0);
        speech.handleTime(START_NS + 20 * MS);
        speech.handleTime(START_NS + 60_000 * MS);
        assertEquals(2, heard.blocksOf(1L).size());
        assertEquals(2_999, heard.blocksOf(1L).lastKey(), "it goes on where the time is");
        assertEquals(2_998, speech.skippedBlocks());
        speech.handleTime(START_NS + 60_020 * MS);
        assertEquals(3_000, heard.blocksOf(1L).lastKey());
    }

    @Test
    void nothingIsGivenBeforeItIsOver() {
        speak(1, 11, List.of(SILENCE), 0, 0);
        assertEquals(START_NS + 20 * MS, speech.nextDueNs());
        speech.handleTime(speech.nextDueNs() - 1);
        assertFalse(heard.blocks.containsKey(1L));
        speech.handleTime(speech.nextDueNs());
        assertEquals(1, heard.blocksOf(1L).size());
        assertEquals(START_NS + 40 * MS, speech.nextDueNs());
    }

    @Test
    void closingEndsEverybody() {
        speak(1, 11, List.of(SILENCE), 0, 0);
        speech.close();
        assertEquals(List.of(1L), List.copyOf(heard.gone.keySet()));
    }
}
