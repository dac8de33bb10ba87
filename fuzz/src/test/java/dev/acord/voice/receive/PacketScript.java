package dev.acord.voice.receive;

import dev.acord.fuzz.FuzzInput;
import org.jspecify.annotations.Nullable;

/** Gives a buffer the packets that an input says: mostly one that continues the ones before, so that short inputs make long calls. */
final class PacketScript {
    private final FuzzInput in;
    private int sequence;
    private long timestamp;
    private long nowNs;

    PacketScript(FuzzInput in, long startNs) {
        this.in = in;
        nowNs = startNs;
        sequence = in.u16();
        timestamp = in.i32() & 0xFFFF_FFFFL;
    }

    long nowNs() {
        return nowNs;
    }

    /** What became of the packet; null when the step was none. */
    @Nullable
    PutResult step(JitterBuffer buffer) {
        int kind = in.below(10);
        switch (kind) {
            case 0, 1, 2, 3 -> advance(1, 960, 20_000_000);
            case 4 -> advance((byte) in.u8(), 960 * (byte) in.u8(), in.u8() * 1_000_000L);
            case 5 -> advance(1, in.u16(), in.u16() * 100_000L);
            case 6 -> {
                sequence = in.u16();
                timestamp = in.i32() & 0xFFFF_FFFFL;
            }
            case 7 -> {
                nowNs += in.u16() * 1_000_000L;
                return null;
            }
            case 8 -> {
                buffer.restart();
                return null;
            }
            default -> {
                // the same packet again
            }
        }
        byte[] packet = in.flag() ? in.bytes() : new byte[] {(byte) in.u8(), 1, 2, 3};
        return buffer.put(sequence, timestamp, packet, 0, packet.length, nowNs);
    }

    private void advance(int packets, int samples, long ns) {
        sequence = (sequence + packets) & 0xFFFF;
        timestamp = (timestamp + samples) & 0xFFFF_FFFFL;
        nowNs += ns;
    }
}
