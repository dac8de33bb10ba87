package dev.acord.voice.receive;

import java.util.List;

/** One packet on its way: when it arrives, with which numbers. */
final class Sent {
    final long index;
    final byte[] packet;
    final long arrivalNs;

    /** @param index numbers packets from 0; the sequence number is its low 16 bits */
    Sent(long index, long timestamp, byte[] packet, long arrivalNs) {
        this.index = index;
        this.timestamp = timestamp;
        this.packet = packet;
        this.arrivalNs = arrivalNs;
    }

    final long timestamp;

    int sequence() {
        return (int) index & 0xFFFF;
    }

    /** In the order of arrival; packets that arrive together stay in their order. */
    static void sortByArrival(List<Sent> packets) {
        packets.sort((a, b) -> Long.compare(a.arrivalNs, b.arrivalNs));
    }
}
