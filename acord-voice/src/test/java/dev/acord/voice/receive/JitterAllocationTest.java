package dev.acord.voice.receive;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class JitterAllocationTest {

    private static final int PACKETS = 20_000;
    private static final int RUNS = 5;

    @Test
    void aSteadyStreamAllocatesNothing() {
        LossyNetwork network = new LossyNetwork(3)
                .losing(0.1)
                .reordering(0.05)
                .duplicating(0.02)
                .jitter(60);
        List<Sent> sent = network.carry(PACKETS, 0, 0, TestPackets::numbered);
        long least = Long.MAX_VALUE;
        // the first runs also load classes
        for (int run = 0; run < RUNS; run++) {
            JitterBuffer buffer = new JitterBuffer(JitterOptions.DEFAULTS, 0);
            int played = play(buffer, sent, 0, PACKETS / 4);
            long before = allocatedByThisThread();
            played += play(buffer, sent, PACKETS / 4, sent.size());
            least = Math.min(least, allocatedByThisThread() - before);
            assertTrue(played > PACKETS * 0.85);
        }
        assertTrue(least < PACKETS, least + " bytes; the smallest object would be 16 bytes a packet");
    }

    private static int play(JitterBuffer buffer, List<Sent> sent, int from, int to) {
        int played = 0;
        for (int i = from; i < to; i++) {
            Sent packet = sent.get(i);
            while (buffer.nextDueNs() < packet.arrivalNs) {
                played += buffer.poll(packet.arrivalNs).kind() == PlayoutKind.PACKET ? 1 : 0;
            }
            buffer.put(packet.sequence(), packet.timestamp, packet.packet, 0, packet.packet.length, packet.arrivalNs);
        }
        return played;
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
