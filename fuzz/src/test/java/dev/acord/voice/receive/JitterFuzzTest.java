package dev.acord.voice.receive;

import static dev.acord.fuzz.Checks.check;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.fuzz.FuzzInput;

/** Packets with any numbers at any times: a time line without gaps or overlaps, bounded memory, and figures that add up. */
class JitterFuzzTest {
    private static final int MAX_STEPS = 400;
    private static final long START_NS = -5_000_000_000L;

    @FuzzTest
    void fuzz(byte[] data) {
        FuzzInput in = new FuzzInput(data);
        int maxPackets = 2 + in.below(255);
        int minMs = in.below(60);
        int maxMs = minMs + 20 + in.u16() % 1_900;
        JitterOptions options = JitterOptions.DEFAULTS
                .withMaxPackets(maxPackets)
                .withStretching(in.flag())
                .withDelays(minMs, minMs + in.below(20), maxMs);
        JitterBuffer buffer = new JitterBuffer(options, START_NS);
        PacketScript script = new PacketScript(in, START_NS);
        TimeLine timeLine = new TimeLine(buffer);
        long offered = 0;
        for (int step = 0; step < MAX_STEPS && in.hasMore(); step++) {
            PutResult result = script.step(buffer);
            offered += result == null || result == PutResult.REJECTED ? 0 : 1;
            check(buffer.queuedPackets() <= maxPackets, () -> buffer.queuedPackets() + " packets are queued");
            timeLine.drain(script.nowNs());
        }
        timeLine.drain(script.nowNs() + 12_000_000_000L);
        JitterStats stats = buffer.stats();
        check(buffer.queuedPackets() == 0, () -> "packets that are never due: " + stats);
        long accounted = stats.received() + stats.duplicates() + stats.strays();
        long expected = offered;
        check(accounted == expected || accounted == expected - 1, () -> expected + " packets came: " + stats);
        check(stats.lost() >= 0 && stats.late() >= 0 && stats.late() <= stats.received(), stats::toString);
    }

    /** The pieces so far, which follow each other. */
    private static final class TimeLine {
        private final JitterBuffer buffer;
        private long next;

        TimeLine(JitterBuffer buffer) {
            this.buffer = buffer;
        }

        void drain(long nowNs) {
            Playout piece = buffer.poll(nowNs);
            while (piece.kind() != PlayoutKind.NOTHING) {
                take(piece);
                piece = buffer.poll(nowNs);
            }
            check(buffer.nextDueNs() > nowNs, () -> "nothing came, but something is due");
        }

        private void take(Playout piece) {
            long at = piece.positionSamples();
            long expected = next;
            int samples = piece.samples();
            check(at == expected, () -> "a piece at " + at + " instead of " + expected);
            check(
                    samples >= 1 && samples <= OpusPacket.MAX_SAMPLES + OpusPacket.MAX_SAMPLES / 120,
                    () -> "a piece of " + samples + " samples");
            check(piece.packetLength() <= piece.packet().length, () -> "a packet longer than its array");
            check(piece.kind() != PlayoutKind.PACKET || piece.hasPacket(), () -> "a packet without bytes");
            next += samples;
        }
    }
}
