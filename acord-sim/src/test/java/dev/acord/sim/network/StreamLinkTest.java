package dev.acord.sim.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StreamLinkTest {
    private static final long MS = 1_000_000L;
    private static final int BYTES = 100;

    private final List<Integer> arrived = new ArrayList<>();
    private final List<Long> atNs = new ArrayList<>();

    private static StreamLink<Integer> link(String conditions) {
        return new StreamLink<>(NetworkConditions.parse(conditions), new SplittableRandom(7), 0);
    }

    private void poll(StreamLink<Integer> link, long nowNs) {
        link.poll(nowNs, message -> {
            arrived.add(message);
            atNs.add(nowNs);
        });
    }

    private void drain(StreamLink<Integer> link) {
        while (link.nextDueNs() != StreamLink.NEVER) {
            poll(link, link.nextDueNs());
        }
    }

    @Test
    void everythingArrivesInOrderWhateverTheNetworkDoes() {
        StreamLink<Integer> link =
                link("loss=0.2,burst=0.05/0.3,dup=0.5,reorder=0.5,corrupt=0.5,delay=40ms,jitter=60ms");
        for (int i = 0; i < 10_000; i++) {
            long nowNs = i * 20L * MS;
            while (link.nextDueNs() < nowNs) {
                poll(link, link.nextDueNs());
            }
            assertTrue(link.send(i, BYTES, nowNs));
        }
        drain(link);
        for (int i = 0; i < 10_000; i++) {
            assertEquals(i, arrived.get(i));
            assertTrue(atNs.get(i) >= i * 20L * MS + 40 * MS);
        }
        assertEquals(10_000, link.counts().delivered());
        assertEquals(0, link.counts().lost());
    }

    @Test
    void aLossIsAStallForAllThatFollows() {
        StreamLink<Integer> link = link("loss=0.1");
        for (int i = 0; i < 1_000; i++) {
            link.send(i, BYTES, i * 1_000L * MS);
        }
        drain(link);
        long stalled = 0;
        for (int i = 0; i < 1_000; i++) {
            long tookNs = atNs.get(i) - i * 1_000L * MS;
            assertTrue(tookNs == 0 || tookNs >= 200 * MS || atNs.get(i).equals(atNs.get(i - 1)), "took " + tookNs);
            stalled += tookNs > 0 ? 1 : 0;
        }
        assertTrue(stalled > 60 && stalled < 150, stalled + " stalled");
        assertTrue(link.counts().retransmitted() >= stalled - 20, link.counts().toString());
    }

    @Test
    void theRateLimitDelaysAndDropsNothing() {
        StreamLink<Integer> link = link("rate=8kbit,queue=1ms");
        for (int i = 0; i < 100; i++) {
            link.send(i, BYTES, 0);
        }
        drain(link);
        assertEquals(100, arrived.size());
        assertEquals(10_000 * MS, atNs.get(99), "100 x 800 bits at 8 kbit/s");
    }

    @Test
    void aPartitionStallsUntilItEnds() {
        StreamLink<Integer> link = link("delay=10ms,partition=1s-3s");
        link.send(1, BYTES, 500 * MS);
        link.send(2, BYTES, 995 * MS);
        link.send(3, BYTES, 2_000 * MS);
        link.send(4, BYTES, 3_500 * MS);
        drain(link);
        assertEquals(
                List.of(510 * MS, 3_000 * MS, 3_510 * MS),
                atNs.stream().distinct().toList());
        assertEquals(List.of(1, 2, 3, 4), arrived);
    }

    @Test
    void aPartitionThatIsTakenAwayNoLongerStalls() {
        StreamLink<Integer> link = link("partition=on");
        link.send(1, BYTES, MS);
        assertEquals(StreamLink.NEVER, link.nextDueNs());
        poll(link, StreamLink.NEVER - 1);
        assertEquals(List.of(), arrived);
        link.conditions(NetworkConditions.NONE, 5 * MS);
        poll(link, 5 * MS);
        assertEquals(List.of(1), arrived);
    }

    @Test
    void aKilledStreamDeliversNothingMore() {
        StreamLink<Integer> link = link("delay=10ms");
        link.send(1, BYTES, 0);
        link.send(2, BYTES, 0);
        link.poll(10 * MS, message -> {
            arrived.add(message);
            link.kill();
        });
        assertEquals(List.of(1), arrived);
        assertFalse(link.send(3, BYTES, 20 * MS));
        assertTrue(link.isKilled());
        LinkCounts counts = link.counts();
        assertEquals(3, counts.sent());
        assertEquals(1, counts.delivered());
        assertEquals(2, counts.lost());
    }

    @Test
    void theMemoryIsBounded() {
        StreamLink<Integer> link = link("partition=on");
        for (int i = 0; i < StreamLink.MAX_PENDING; i++) {
            assertTrue(link.send(i, 1, 0));
        }
        assertFalse(link.send(0, 1, 0));
        StreamLink<Integer> big = link("partition=on");
        assertTrue(big.send(1, 40 << 20, 0));
        assertFalse(big.send(2, 40 << 20, 0));
        assertEquals(1, big.counts().dropped());
    }
}
