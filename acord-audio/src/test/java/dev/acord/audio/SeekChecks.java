package dev.acord.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.opus.OpusPacket;
import dev.acord.audio.pcm.WavWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Going to places in sources of packets, judged by the content that is found there. */
public final class SeekChecks {

    private SeekChecks() {}

    /** All packets of a source that is read from its beginning to its end, which it is closed at. */
    public static List<byte[]> readAll(AudioSource source) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        try (source) {
            byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
            for (int length; (length = source.read(buffer, 0)) != AudioSource.END; ) {
                packets.add(Arrays.copyOf(buffer, length));
                assertTrue(packets.size() <= 1_000_000);
            }
        }
        return packets;
    }

    /** Where each packet begins, and behind the last one where all end; in samples. */
    public static long[] times(List<byte[]> packets) {
        long[] times = new long[packets.size() + 1];
        for (int i = 0; i < packets.size(); i++) {
            byte[] packet = packets.get(i);
            times[i + 1] = times[i] + OpusPacket.samples(packet, 0, packet.length);
        }
        return times;
    }

    /** The packets must differ from one another, or finding the right one would prove nothing. */
    public static void assertDistinct(List<byte[]> packets) {
        Set<String> seen = new HashSet<>();
        packets.forEach(packet -> seen.add(Arrays.toString(packet)));
        assertTrue(seen.size() > packets.size() * 0.99, seen.size() + " of " + packets.size() + " packets differ");
    }

    /**
     * Goes to random places, and to the first, the last and beyond. The packet found must be the one that holds the place, or one up to
     * {@code tolerance} samples away; the next ones must follow it.
     */
    public static void assertSeeks(AudioSource source, List<byte[]> packets, long seed, int times, long tolerance)
            throws IOException {
        Random random = new Random(seed);
        long[] begins = times(packets);
        long end = begins[packets.size()];
        byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
        for (int i = 0; i < times; i++) {
            long target = i == 0 ? 0 : i == 1 ? end - 1 : Math.floorMod(random.nextLong(), end);
            String where = "seed " + seed + ", seek " + i + " to sample " + target + " of " + end;
            long reached = PcmSource.framesOf(source.seek(PcmSource.timeOf(target)));
            assertEquals(reached, PcmSource.framesOf(source.position().orElseThrow()), where);
            int first = -1;
            for (int k = 0; k < 3; k++) {
                int length = source.read(buffer, 0);
                if (first + k == packets.size()) {
                    assertEquals(AudioSource.END, length, where);
                    break;
                }
                byte[] packet = Arrays.copyOf(buffer, Math.max(0, length));
                if (first < 0) {
                    first = indexNear(packets, begins, packet, target, tolerance, where);
                    assertTrue(Math.abs(begins[first] - reached) <= tolerance, where + ": says " + reached);
                }
                assertArrayEquals(packets.get(first + k), packet, where + ", packet " + k + " behind");
            }
        }
        source.seek(PcmSource.timeOf(end).plus(Duration.ofSeconds(5)));
        assertEquals(AudioSource.END, source.read(buffer, 0));
        long last = PcmSource.framesOf(source.position().orElseThrow());
        assertTrue(Math.abs(end - last) <= tolerance, "at the end it says " + last + " of " + end);
        source.seek(Duration.ZERO);
        assertEquals(packets.get(0).length, source.read(buffer, 0));
    }

    private static int indexNear(
            List<byte[]> packets, long[] begins, byte[] packet, long target, long tolerance, String where) {
        for (int i = 0; i < packets.size(); i++) {
            if (begins[i] <= target + tolerance
                    && target < begins[i + 1] + tolerance
                    && Arrays.equals(packets.get(i), packet)) {
                return i;
            }
        }
        throw new AssertionError(where + ": no packet near the place is what was read");
    }

    /** Seconds of sound that never repeats: a tone that rises and falls irregularly, and noise. */
    public static Path restlessWav(Path file, int seconds, long seed) throws IOException {
        Random random = new Random(seed);
        short[] pcm = new short[2 * 48_000];
        double phase = 0;
        double hz = 400;
        try (WavWriter writer = new WavWriter(file, 48_000, 2)) {
            for (int second = 0; second < seconds; second++) {
                for (int i = 0; i < 48_000; i++) {
                    if (i % 960 == 0) {
                        hz = Math.max(200, Math.min(4_000, hz * (0.8 + 0.4 * random.nextDouble() + 0.02)));
                    }
                    phase += 2 * Math.PI * hz / 48_000;
                    double noise = 0.05 * random.nextGaussian();
                    pcm[2 * i] = (short) (20_000 * Math.max(-1, Math.min(1, 0.5 * Math.sin(phase) + noise)));
                    pcm[2 * i + 1] = (short) (20_000 * Math.max(-1, Math.min(1, 0.5 * Math.cos(phase) - noise)));
                }
                writer.write(pcm, 0, 48_000);
            }
        }
        return file;
    }
}
