package dev.acord.voice.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in: no exception, bounded memory, a time line without gaps, and figures that add up. */
class JitterBufferFuzzTest {

    private static final int PUTS = 20_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void randomPacketsNeverBreakTheTimeLine(long seed) {
        Random random = new Random(seed);
        int maxPackets = 2 + random.nextInt(255);
        JitterOptions options = JitterOptions.DEFAULTS
                .withMaxPackets(maxPackets)
                .withStretching(random.nextBoolean())
                .withDelays(0, 20, 20 + random.nextInt(1_980));
        Tape tape = new Tape(options, random.nextLong() >> 8);
        long now = tape.buffer.nextDueNs();
        int sequence = random.nextInt(65_536);
        long timestamp = random.nextInt();
        long puts = 0;
        for (int i = 0; i < PUTS; i++) {
            now += random.nextInt(4) == 0 ? random.nextInt(100_000_000) : random.nextInt(20_000_000);
            int mood = random.nextInt(100);
            if (mood < 60) {
                sequence++;
                timestamp += 960;
            } else if (mood < 80) {
                sequence += random.nextInt(40) - 20;
                timestamp += random.nextInt(40_000) - 20_000;
            } else if (mood < 85) {
                sequence = random.nextInt(65_536);
            } else if (mood < 90) {
                timestamp = random.nextInt();
            } else if (mood == 90) {
                tape.buffer.restart();
            }
            byte[] packet = new byte[random.nextInt(20) == 0 ? random.nextInt(5_000) : random.nextInt(40)];
            random.nextBytes(packet);
            PutResult result = tape.put(sequence & 0xFFFF, timestamp, packet, now);
            puts += result == PutResult.REJECTED ? 0 : 1;
            int queued = tape.buffer.queuedPackets();
            assertTrue(queued <= maxPackets, "seed " + seed + ": " + queued + " packets queued");
            if (i % 1_000 == 0) {
                tape.pieces.clear();
            }
        }
        tape.runUntil(now + 10_000_000_000L);

        JitterStats stats = tape.stats();
        assertEquals(0, tape.buffer.queuedPackets(), "seed " + seed);
        assertTrue(stats.lost() >= 0, "seed " + seed + ": " + stats);
        long accounted = stats.received() + stats.duplicates() + stats.strays();
        assertTrue(
                accounted == puts || accounted == puts - 1,
                "seed " + seed + ": one may be held of " + puts + ": " + stats);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25})
    void mutatedCallsNeverBreakTheDecoder(long seed) {
        Random random = new Random(seed);
        JitterBuffer buffer = new JitterBuffer(JitterOptions.DEFAULTS, 0);
        short[] pcm = new short[1_920];
        long now = 0;
        long frames = 0;
        try (SpeechDecoder decoder = new SpeechDecoder(buffer)) {
            for (int i = 0; i < 500; i++) {
                now += 20_000_000;
                byte[] packet = new byte[1 + random.nextInt(60)];
                random.nextBytes(packet);
                int sequence = random.nextInt(8) == 0 ? random.nextInt(65_536) : i;
                buffer.put(sequence, i * 960L, packet, 0, packet.length, now);
                frames += decoder.read(now, pcm, 0, 960);
                assertTrue(frames >= (i + 1L) * 960 - 960, "seed " + seed + ": samples for all of the time");
            }
            assertTrue(decoder.stats().undecodable() > 0);
        }
    }
}
