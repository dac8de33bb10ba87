package dev.acord.voice.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

/** Drives a buffer in virtual time, always polling as soon as something is due, and keeps what comes out. */
final class Tape {

    static final long MS = 1_000_000;

    record Piece(
            PlayoutKind kind,
            long position,
            int samples,
            int packetSamples,
            int number,
            boolean following,
            boolean restart,
            boolean discontinuous) {}

    final JitterBuffer buffer;
    final List<Piece> pieces = new ArrayList<>();
    private final long startNs;
    private long expectedPosition;

    Tape(JitterOptions options, long startNs) {
        this.startNs = startNs;
        buffer = new JitterBuffer(options, startNs);
    }

    Tape(JitterOptions options) {
        this(options, 0);
    }

    PutResult put(int sequence, long timestamp, byte[] packet, long atNs) {
        runBefore(atNs);
        return buffer.put(sequence, timestamp & 0xFFFFFFFFL, packet, 0, packet.length, atNs);
    }

    PutResult put(Sent sent) {
        return put(sent.sequence(), sent.timestamp, sent.packet, sent.arrivalNs);
    }

    void putAll(List<Sent> sent) {
        sent.forEach(this::put);
    }

    /** A packet that comes at the moment at which it is due comes in time. */
    private void runBefore(long atNs) {
        while (buffer.nextDueNs() < atNs) {
            pollOnce(buffer.nextDueNs());
        }
    }

    void runUntil(long atNs) {
        runBefore(atNs + 1);
        assertEquals(PlayoutKind.NOTHING, buffer.poll(atNs).kind());
    }

    private void pollOnce(long nowNs) {
        Playout playout = buffer.poll(nowNs);
        assertTrue(playout.kind() != PlayoutKind.NOTHING, "something was due");
        assertEquals(expectedPosition, playout.positionSamples(), "the time line has no gap");
        assertTrue(playout.samples() >= 1 && playout.samples() <= 5_808, "samples: " + playout.samples());
        expectedPosition += playout.samples();
        long dueNs = startNs + expectedPosition * 62_500 / 3;
        assertTrue(Math.abs(buffer.nextDueNs() - dueNs) <= 1, "the time line is the time");
        boolean numbered = playout.hasPacket() && playout.packetLength() >= 5;
        pieces.add(new Piece(
                playout.kind(),
                playout.positionSamples(),
                playout.samples(),
                playout.packetSamples(),
                numbered ? TestPackets.number(playout.packet()) : -1,
                playout.kind() == PlayoutKind.LOST && playout.hasPacket(),
                playout.isRestart(),
                playout.isDiscontinuous()));
    }

    List<Integer> playedNumbers() {
        List<Integer> numbers = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece.kind == PlayoutKind.PACKET && piece.number >= 0) {
                numbers.add(piece.number);
            }
        }
        return numbers;
    }

    long samples(PlayoutKind kind) {
        return pieces.stream()
                .filter(piece -> piece.kind == kind)
                .mapToLong(Piece::samples)
                .sum();
    }

    Piece packet(int number) {
        return pieces.stream()
                .filter(piece -> piece.kind == PlayoutKind.PACKET && piece.number == number)
                .findFirst()
                .orElseThrow(() -> new AssertionError("packet " + number + " was not played"));
    }

    JitterStats stats() {
        return buffer.stats();
    }
}
