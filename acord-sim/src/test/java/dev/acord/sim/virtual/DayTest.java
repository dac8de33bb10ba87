package dev.acord.sim.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.MemberState;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceState;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A day of a call: message numbers, sequence numbers, timestamps and clocks wrap, and nothing drifts. */
class DayTest {
    private static final int HOURS = 24;
    private static final long SAMPLES_PER_HOUR = 48_000L * 3_600;

    @Test
    void twenty_four_hours_without_a_drift_of_timestamps_or_memory() {
        VirtualNetwork network = new VirtualNetwork(24, VirtualServerOptions.DEFAULTS.withMaxDaveVersion(0));
        VoiceOptions options = VoiceOptions.builder().endToEndEncryption(false).build();
        SimulatedUser player = new SimulatedUser(1, network, options, new SplittableRandom(1));
        SimulatedUser listener = new SimulatedUser(2, network, options, new SplittableRandom(2));
        player.join(1);
        listener.join(1);
        player.talk(true);
        network.time().run(Duration.ofSeconds(10));
        SentAudit audit = player.node().audit();
        long packets = audit.packets();
        long samples = audit.samples();
        long heard = listener.heardOf(1);
        long tasks = player.node().tasks() + listener.node().tasks();
        long usedBytes = usedBytes();
        for (int hour = 1; hour <= HOURS; hour++) {
            network.time().run(Duration.ofHours(1));
            long off = audit.samples() - samples - hour * SAMPLES_PER_HOUR;
            assertTrue(Math.abs(off) <= 2 * 2_880, "after hour " + hour + " the timestamp is " + off + " samples off");
        }
        long sent = audit.packets() - packets;
        System.out.printf(
                "24 hours: %,d packets, timestamp %+d samples off, %,d heard, memory %+d KiB, tasks %+d%n",
                sent,
                audit.samples() - samples - HOURS * SAMPLES_PER_HOUR,
                listener.heardOf(1) - heard,
                (usedBytes() - usedBytes) / 1024,
                player.node().tasks() + listener.node().tasks() - tasks);
        assertEquals(List.of(), audit.breaches());
        long missing = sent - (listener.heardOf(1) - heard);
        assertTrue(Math.abs(missing) <= 5, missing + " were not heard, more than can be on their way");
        assertEquals(VoiceState.READY, player.state());
        assertEquals(MemberState.READY, listener.stateAtServer());
        assertEquals(
                0,
                network.server().violationCount(),
                network.server().violations().toString());
        assertTrue(usedBytes() - usedBytes < 4 << 20, "memory grew");
        assertTrue(player.node().tasks() + listener.node().tasks() - tasks < 10, "tasks pile up");
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
