package dev.acord.sim.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatagramLinkTest {
    private static final int MANY = 100_000;
    private static final long MS = 1_000_000L;
    private static final long FRAME_NS = 20 * MS;
    private static final int BYTES = 100;

    private record Arrival(int number, long atNs) {}

    private final List<Arrival> arrivals = new ArrayList<>();
    private LinkCounts counts = LinkCounts.NONE;

    private static byte[] datagram(int number) {
        return ByteBuffer.allocate(BYTES).putInt(number).array();
    }

    /** Sends numbered datagrams at even distances and polls exactly when something is due, to the end. */
    private void run(String conditions, long seed, int count, long distanceNs) {
        DatagramLink link = new DatagramLink(NetworkConditions.parse(conditions), new SplittableRandom(seed), 0);
        for (int i = 0; i < count; i++) {
            long nowNs = i * distanceNs;
            while (link.nextDueNs() < nowNs) {
                collect(link, link.nextDueNs());
            }
            link.send(datagram(i), 0, BYTES, nowNs);
        }
        LinkCounts under = link.counts();
        assertEquals(
                under.sent() + under.duplicated(),
                under.delivered() + under.lost() + under.dropped() + under.inFlight());
        while (link.nextDueNs() != DatagramLink.NEVER) {
            collect(link, link.nextDueNs());
        }
        counts = link.counts();
        assertEquals(0, counts.inFlight());
        assertEquals(count, counts.sent());
        assertEquals(arrivals.size(), counts.delivered());
        assertEquals(counts.sent() + counts.duplicated(), counts.delivered() + counts.lost() + counts.dropped());
    }

    private void collect(DatagramLink link, long nowNs) {
        link.poll(
                nowNs,
                (d, offset, length) -> arrivals.add(
                        new Arrival(ByteBuffer.wrap(d, offset, length).getInt(), nowNs)));
    }

    /** Within five standard deviations of a binomial distribution: one seed in two million is beyond that. */
    private static void assertFraction(double probability, long hits, long of) {
        double deviation = Math.sqrt(probability * (1 - probability) * of);
        assertEquals(probability * of, (double) hits, 5 * deviation + 1);
    }

    @Test
    void withoutConditionsEverythingArrivesAtOnceUnchangedAndInOrder() {
        run("", 1, 1_000, FRAME_NS);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(new Arrival(i, i * FRAME_NS), arrivals.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({"0.001, 1", "0.05, 2", "0.2, 3", "0.5, 4", "0.99, 5"})
    void theGivenFractionIsLost(double loss, long seed) {
        run("loss=" + loss, seed, MANY, FRAME_NS);
        assertFraction(loss, counts.lost(), MANY);
        assertEquals(
                MANY - counts.lost(),
                arrivals.stream().map(Arrival::number).distinct().count());
    }

    @Test
    void certainLossLosesAll() {
        run("loss=1", 1, 100, FRAME_NS);
        assertEquals(100, counts.lost());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void burstsHaveTheirMeanLengthAndShare(long seed) {
        run("burst=0.01/0.25", seed, MANY, FRAME_NS);
        boolean[] arrived = new boolean[MANY];
        arrivals.forEach(a -> arrived[a.number] = true);
        int bursts = 0;
        int lost = 0;
        for (int i = 0; i < MANY; i++) {
            if (!arrived[i]) {
                lost++;
                bursts += i == 0 || arrived[i - 1] ? 1 : 0;
            }
        }
        assertEquals(4, (double) lost / bursts, 0.6, "mean length of the bursts");
        assertEquals(0.01 / 0.26, (double) lost / MANY, 0.006, "share of what is lost");
    }

    @Test
    void aBurstMayLetSomeThrough() {
        run("burst=1/0.000001/0.8", 14, MANY, FRAME_NS);
        assertEquals(0.8, (double) counts.lost() / MANY, 0.01);
    }

    @Test
    void theGivenFractionComesTwice() {
        run("dup=0.02", 21, MANY, FRAME_NS);
        assertFraction(0.02, counts.duplicated(), MANY);
        assertEquals(MANY, arrivals.stream().map(Arrival::number).distinct().count());
        assertEquals(MANY + counts.duplicated(), arrivals.size());
    }

    @Test
    void whatIsLostDoesNotComeTwiceNorIsItLostTwice() {
        run("loss=0.3,burst=0.1/0.3,dup=0.3", 22, MANY, FRAME_NS);
        long distinct = arrivals.stream().map(Arrival::number).distinct().count();
        assertEquals(MANY - counts.lost(), distinct);
        assertEquals(distinct + counts.duplicated(), arrivals.size());
    }

    @Test
    void theGivenFractionIsOvertakenAndTheOthersKeepTheirOrder() {
        run("reorder=0.05,delay=40ms,jitter=60ms", 31, MANY, FRAME_NS);
        assertFraction(0.05, counts.reordered(), MANY);
        int highest = -1;
        int late = 0;
        for (Arrival arrival : arrivals) {
            late += arrival.number < highest ? 1 : 0;
            highest = Math.max(highest, arrival.number);
        }
        assertTrue(late <= counts.reordered(), late + " are late");
        assertTrue(late > counts.reordered() / 2, late + " are late of " + counts.reordered() + " held back");
    }

    @Test
    void jitterNeverReordersAndStaysInItsBounds() {
        run("delay=40ms,jitter=60ms", 32, MANY, FRAME_NS);
        double sum = 0;
        for (int i = 0; i < MANY; i++) {
            assertEquals(i, arrivals.get(i).number);
            long tookNs = arrivals.get(i).atNs - i * FRAME_NS;
            assertTrue(tookNs >= 40 * MS && tookNs <= 100 * MS, "took " + tookNs);
            sum += tookNs;
        }
        assertTrue(sum / MANY > 65 * MS && sum / MANY < 90 * MS, "mean " + sum / MANY);
    }

    @Test
    void corruptionChangesOneToEightBitsOrCutsTheEnd() {
        DatagramLink link = new DatagramLink(NetworkConditions.parse("corrupt=0.3"), new SplittableRandom(41), 0);
        byte[] original = new byte[BYTES];
        new SplittableRandom(42).nextBytes(original);
        byte[] given = original.clone();
        int[] bits = new int[9];
        int[] cut = new int[1];
        int[] whole = new int[1];
        for (int i = 0; i < MANY; i++) {
            link.send(given, 0, BYTES, i);
            link.poll(i, (d, offset, length) -> {
                int flipped = 0;
                for (int k = 0; k < length; k++) {
                    flipped += Integer.bitCount((d[offset + k] ^ original[k]) & 0xFF);
                }
                if (length < BYTES) {
                    assertEquals(0, flipped);
                    cut[0]++;
                } else if (flipped == 0) {
                    whole[0]++;
                } else {
                    bits[flipped]++;
                }
            });
        }
        assertArrayEquals(original, given, "the sender's array is its own");
        assertFraction(0.3, MANY - whole[0], MANY);
        assertEquals(MANY - whole[0], link.counts().corrupted());
        assertFraction(0.25, cut[0], link.counts().corrupted());
        for (int n = 1; n <= 8; n++) {
            assertFraction(1.0 / 8, bits[n], Arrays.stream(bits).sum());
        }
    }

    @Test
    void theShortestDatagramsSurviveCorruption() {
        DatagramLink link = new DatagramLink(NetworkConditions.parse("corrupt=1"), new SplittableRandom(43), 0);
        for (int i = 0; i < 10_000; i++) {
            link.send(new byte[1], 0, i % 2, i);
            link.poll(i, (d, offset, length) -> assertTrue(length <= 1 && (length == 0 || d[offset] != 0)));
        }
        assertEquals(10_000, link.counts().delivered());
    }

    @Test
    void theRateLimitPassesItsRateAndDropsTheTail() {
        long bits = (BYTES + DatagramLink.HEADER_BYTES) * 8L;
        run("rate=64kbit,queue=200ms", 51, MANY, 10 * MS); // 102.4 kbit/s are offered
        double seconds = arrivals.get(arrivals.size() - 1).atNs / 1e9;
        assertEquals(64_000, arrivals.size() * bits / seconds, 64);
        assertTrue(counts.dropped() > MANY / 3, counts.toString());
        for (Arrival arrival : arrivals) {
            long tookNs = arrival.atNs - arrival.number * 10L * MS;
            assertTrue(tookNs <= 200 * MS + bits * 1_000_000_000L / 64_000, "took " + tookNs);
        }
        assertEquals(0, counts.lost());
    }

    @Test
    void belowTheRateNothingIsDropped() {
        run("rate=64kbit,queue=0ms", 52, 1_000, FRAME_NS);
        assertEquals(0, counts.dropped());
        assertEquals(16 * MS, arrivals.get(0).atNs, "1024 bits at 64 kbit/s");
    }

    @Test
    void nothingPassesAPartitionAndAllPassesAfterIt() {
        run("delay=30ms,partition=1s-3s", 61, 500, FRAME_NS);
        assertEquals(100, counts.lost());
        for (Arrival arrival : arrivals) {
            assertTrue(arrival.number < 50 || arrival.number >= 150, "number " + arrival.number);
        }
    }

    @Test
    void theMemoryIsBounded() {
        DatagramLink link = new DatagramLink(NetworkConditions.parse("delay=60s"), new SplittableRandom(71), 0);
        for (int i = 0; i < 20_000; i++) {
            link.send(new byte[1_200], 0, 1_200, i);
        }
        assertTrue(link.counts().inFlight() <= DatagramLink.MAX_IN_FLIGHT);
        assertTrue(link.counts().inFlight() * 1_200 <= DatagramLink.MAX_IN_FLIGHT_BYTES);
        assertEquals(20_000, link.counts().inFlight() + link.counts().dropped());
    }

    @Test
    void changedConditionsHoldForWhatIsSentAfterwards() {
        DatagramLink link = new DatagramLink(NetworkConditions.parse("delay=50ms"), new SplittableRandom(81), 0);
        link.send(datagram(0), 0, BYTES, 0);
        link.conditions(NetworkConditions.parse("partition=on"), MS);
        link.send(datagram(1), 0, BYTES, 2 * MS);
        link.conditions(NetworkConditions.NONE, 3 * MS);
        link.send(datagram(2), 0, BYTES, 3 * MS);
        collect(link, 60 * MS);
        assertEquals(List.of(0, 2), arrivals.stream().map(Arrival::number).toList());
    }

    @Test
    void aSinkThatSendsAgainDoesNotLoop() {
        DatagramLink link = new DatagramLink(NetworkConditions.NONE, new SplittableRandom(82), 0);
        link.send(datagram(0), 0, BYTES, 0);
        for (int i = 0; i < 3; i++) {
            assertEquals(1, link.poll(0, (d, offset, length) -> link.send(d, offset, length, 0)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theSameSeedGivesTheSameBytesAtTheSameTimesAndAnotherSeedDoesNot(long seed) {
        assertArrayEquals(transcript(seed), transcript(seed));
        assertNotEquals(Arrays.hashCode(transcript(seed)), Arrays.hashCode(transcript(seed + 100)));
    }

    private static byte[] transcript(long seed) {
        String all = "loss=0.1,burst=0.02/0.3,dup=0.05,reorder=0.05,corrupt=0.1,delay=40ms,jitter=60ms,rate=80kbit";
        DatagramLink link = new DatagramLink(NetworkConditions.parse(all), new SplittableRandom(seed), 0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 20_000; i++) {
            long nowNs = i * FRAME_NS / 2;
            link.send(datagram(i), 0, BYTES, nowNs);
            link.poll(nowNs, (d, offset, length) -> {
                out.writeBytes(ByteBuffer.allocate(8).putLong(nowNs).array());
                out.write(d, offset, length);
            });
        }
        return out.toByteArray();
    }
}
