package dev.acord.voice.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The pacer's timing on a clock of the test's own. */
class PacerWheelTest {
    private static final long MS = 1_000_000;
    private static final long START_NS = -7 * MS; // nanoTime may be negative, and may pass 0

    /** Sends packets of one duration and writes down when. */
    private final class Stream implements Paced {
        final int samples;
        final List<Long> sentNs = new ArrayList<>();
        long firstDeadlineNs;
        long skippedSamples;
        long maxLateNs;
        int packetsLeft = Integer.MAX_VALUE;

        Stream(int samples) {
            this.samples = samples;
        }

        @Override
        public void begin(long deadlineNs) {
            firstDeadlineNs = deadlineNs;
        }

        @Override
        public int prepare() {
            return packetsLeft-- > 0 ? samples : STOP;
        }

        @Override
        public void send(long lateNs) {
            sentNs.add(nowNs);
            maxLateNs = Math.max(maxLateNs, lateNs);
        }

        @Override
        public void skipped(int count) {
            skippedSamples += count;
        }
    }

    private long nowNs = START_NS;
    private final PacerWheel wheel = new PacerWheel(START_NS);

    /** One turn of the loop, by a thread that is always on time. */
    private int step() {
        nowNs = Math.max(nowNs, wheel.workNs());
        int skippedMs = wheel.prepare(nowNs);
        nowNs = Math.max(nowNs, wheel.deadlineNs());
        wheel.send(() -> nowNs);
        return skippedMs;
    }

    @Test
    void packets_leave_every_20_ms_exactly() {
        Stream stream = new Stream(960);
        wheel.add(stream, nowNs);
        for (int i = 0; i < 500; i++) {
            step();
        }
        assertEquals(stream.firstDeadlineNs, stream.sentNs.get(0));
        for (int i = 1; i < 500; i++) {
            assertEquals(stream.sentNs.get(i - 1) + 20 * MS, stream.sentNs.get(i));
        }
        assertEquals(0, stream.maxLateNs);
    }

    @Test
    void every_frame_duration_of_opus_keeps_its_rate() {
        int[] durations = {120, 240, 480, 960, 1920, 2880, 3840, 4800, 5760};
        List<Stream> streams = new ArrayList<>();
        for (int samples : durations) {
            Stream stream = new Stream(samples);
            streams.add(stream);
            wheel.add(stream, nowNs);
        }
        while (nowNs < START_NS + 12_100 * MS) {
            step();
        }
        for (Stream stream : streams) {
            double seconds = (nowNs - stream.firstDeadlineNs) / 1e9;
            double expected = seconds * 48_000 / stream.samples;
            assertEquals(expected, stream.sentNs.size(), 2, stream.samples + " samples");
            assertTrue(stream.maxLateNs <= MS, "within its slot");
        }
    }

    @Test
    void many_connections_are_spread_evenly_over_the_grid() {
        for (int count : connectionsPerSlot(500)) {
            assertEquals(25, count);
        }
    }

    @Test
    void few_connections_share_slots_so_that_the_thread_wakes_up_less_often() {
        int used = 0;
        int most = 0;
        for (int count : connectionsPerSlot(100)) {
            used += count > 0 ? 1 : 0;
            most = Math.max(most, count);
        }
        assertEquals(PacerWheel.FULL_SLOT, most);
        assertEquals((100 + PacerWheel.FULL_SLOT - 1) / PacerWheel.FULL_SLOT, used);
    }

    private int[] connectionsPerSlot(int connections) {
        int[] perSlot = new int[20];
        for (int i = 0; i < connections; i++) {
            Stream stream = new Stream(960);
            wheel.add(stream, nowNs);
            perSlot[(int) Math.floorMod((stream.firstDeadlineNs - START_NS) / MS, 20L)]++;
        }
        return perSlot;
    }

    @Test
    void a_short_stall_is_caught_up_without_losing_a_packet() {
        Stream stream = new Stream(960);
        wheel.add(stream, nowNs);
        step();
        nowNs += 95 * MS;
        for (int i = 0; i < 50; i++) {
            assertEquals(0, step());
        }
        assertEquals(0, stream.skippedSamples);
        assertEquals(stream.firstDeadlineNs + 50 * 20 * MS, stream.sentNs.get(50));
    }

    @Test
    void a_long_stall_is_skipped_in_whole_grid_steps_and_not_sent_as_a_burst() {
        Stream stream = new Stream(960);
        wheel.add(stream, nowNs);
        step();
        nowNs += 3_600_000 * MS + 7 * MS;
        int before = stream.sentNs.size();
        int skippedMs = step();
        assertEquals(0, skippedMs % 20);
        assertEquals(skippedMs * 48L, stream.skippedSamples);
        long burstEndNs = nowNs + MS;
        while (nowNs < burstEndNs) {
            step();
        }
        assertTrue(stream.sentNs.size() - before <= 2, "no burst");
        // its place in the grid is the old one
        assertEquals(0, Math.floorMod(stream.sentNs.get(stream.sentNs.size() - 1) - stream.firstDeadlineNs, 20 * MS));
    }

    @Test
    void a_connection_that_stops_is_gone_and_its_place_is_free() {
        Stream stays = new Stream(960);
        Stream stops = new Stream(960);
        stops.packetsLeft = 3;
        wheel.add(stays, nowNs);
        wheel.add(stops, nowNs);
        for (int i = 0; i < 40; i++) {
            step();
        }
        assertEquals(3, stops.sentNs.size());
        assertEquals(1, wheel.size());
    }

    @Test
    void connections_may_come_and_go_at_any_time_even_while_it_catches_up() {
        long seed = 20_260_418;
        Random random = new Random(seed);
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (wheel.size() == 0 || random.nextInt(50) == 0) {
                Stream stream = new Stream(120 * (1 + random.nextInt(48)));
                stream.packetsLeft = 1 + random.nextInt(200);
                streams.add(stream);
                wheel.add(stream, nowNs);
                assertTrue(stream.firstDeadlineNs > nowNs - 101 * MS, "seed " + seed + ", step " + i);
                assertTrue(stream.firstDeadlineNs <= nowNs + 42 * MS, "seed " + seed + ", step " + i);
            }
            step();
            if (random.nextInt(200) == 0 && wheel.size() > 0 && wheel.workNs() >= nowNs) {
                nowNs += random.nextInt(90) * MS;
            }
        }
        for (Stream stream : streams) {
            for (int i = 1; i < stream.sentNs.size(); i++) {
                assertTrue(stream.sentNs.get(i) >= stream.sentNs.get(i - 1), "seed " + seed);
            }
            assertEquals(0, stream.skippedSamples);
        }
    }
}
