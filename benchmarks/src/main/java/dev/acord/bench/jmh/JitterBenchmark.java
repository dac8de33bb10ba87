package dev.acord.bench.jmh;

import dev.acord.voice.receive.JitterBuffer;
import dev.acord.voice.receive.JitterOptions;
import dev.acord.voice.receive.Playout;
import dev.acord.voice.receive.PlayoutKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The jitter buffer, one packet in and one piece of the time line out, in virtual time. The stream goes on from one invocation to the next:
 * the same arrivals again and again, with numbers and times that count on.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class JitterBenchmark {
    private static final int PACKETS = 1_024;
    private static final int OPUS_BYTES = 160;
    private static final long FRAME_NS = 20_000_000;
    private static final double NANOS_PER_MS = 1e6;
    /** CELT, fullband, 20 ms, one frame. */
    private static final byte TOC = (byte) 0xF8;

    /** What the network does. */
    public enum Network {
        /** Every packet arrives in order and in time. */
        CLEAN,
        /** 10 % loss, 5 % overtaken, up to 60 ms of jitter. */
        BAD
    }

    private record Arrival(int index, long atNs) {}

    /** What the network does. */
    @Param
    public Network network;

    private final byte[] packet = new byte[OPUS_BYTES];
    private List<Arrival> arrivals;
    private JitterBuffer buffer;
    private long round;

    /** Makes the arrivals. */
    @Setup
    public void setUp() {
        packet[0] = TOC;
        buffer = new JitterBuffer(JitterOptions.DEFAULTS, 0);
        arrivals = new ArrayList<>();
        Random random = new Random(1);
        long before = 0;
        for (int i = 0; i < PACKETS; i++) {
            boolean bad = network == Network.BAD;
            before = Math.max(before, i * FRAME_NS + (bad ? (long) (random.nextDouble() * 60 * NANOS_PER_MS) : 0));
            long overtaken = bad && random.nextDouble() < 0.05 ? FRAME_NS + FRAME_NS / 2 : 0;
            if (!bad || random.nextDouble() >= 0.1) {
                // the next round begins where this one ends
                arrivals.add(new Arrival(i, Math.min(before + overtaken, PACKETS * FRAME_NS - 1)));
            }
        }
        arrivals.sort((a, b) -> Long.compare(a.atNs, b.atNs));
    }

    /**
     * All that happens to one packet: queued, waited for, given out.
     *
     * @return packets given out, so that nothing is optimised away
     */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public int putAndPoll() {
        long firstNs = round * PACKETS * FRAME_NS;
        long first = round * PACKETS;
        int played = 0;
        for (Arrival arrival : arrivals) {
            long now = firstNs + arrival.atNs;
            while (buffer.nextDueNs() < now) {
                Playout playout = buffer.poll(now);
                played += playout.kind() == PlayoutKind.PACKET ? playout.packetLength() : 0;
            }
            long index = first + arrival.index;
            buffer.put((int) index & 0xFFFF, index * 960 & 0xFFFFFFFFL, packet, 0, OPUS_BYTES, now);
        }
        round++;
        return played;
    }
}
