package dev.acord.voice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class RtpAllocationTest {
    private static final int PACKETS = 20_000;
    private static final int RUNS = 5;

    @Test
    void checkingCountingAndDroppingAllocateNothing() {
        DropCounters drops = new DropCounters();
        RtpReceiver receiver = new RtpReceiver(TestPacket.SSRC, drops);
        RecordingSink sink = new RecordingSink();
        byte[] own = TestPacket.of((byte) 1).bytes();
        byte[] garbage = new byte[100];
        SsrcMap map = new SsrcMap();
        map.speaking(7, 5);
        long[] sum = new long[1];
        Runnable load = () -> {
            for (int i = 0; i < PACKETS; i++) {
                receiver.handleDatagram(own, 0, own.length, i, sink);
                receiver.handleDatagram(garbage, 0, garbage.length, i, sink);
                sum[0] += map.userOf(5) == 7 ? 1 : 0;
            }
        };

        assertTrue(allocated(load) < PACKETS, "the smallest object would be 16 bytes a packet");
        assertEquals(RUNS * PACKETS, sum[0]);
    }

    @Test
    void sourceStatisticsAllocateNothing() {
        SourceTable table = new SourceTable(64, 1);
        Runnable load = () -> {
            for (int i = 0; i < PACKETS; i++) {
                Objects.requireNonNull(table.findOrAdd(i % 10, i, i)).accept(i & 0xFFFF, i, i);
            }
        };

        assertTrue(allocated(load) < PACKETS, "the smallest object would be 16 bytes a packet");
    }

    private static long allocated(Runnable load) {
        // the first runs also load classes and link method handles
        long least = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            long before = allocatedByThisThread();
            load.run();
            least = Math.min(least, allocatedByThisThread() - before);
        }
        return least;
    }

    /** By reflection, because the module under test does not read the management modules. */
    private static long allocatedByThisThread() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            return (long) Class.forName("com.sun.management.ThreadMXBean")
                    .getMethod("getCurrentThreadAllocatedBytes")
                    .invoke(threads);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this JDK does not count allocated bytes", e);
        }
    }
}
