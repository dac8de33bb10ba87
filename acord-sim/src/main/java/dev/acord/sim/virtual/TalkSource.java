package dev.acord.sim.virtual;

import dev.acord.audio.AudioSource;

/** Talk without end: packets of one duration, each with its speaker's number and its own, so that whoever hears one can tell whose it is. */
final class TalkSource implements AudioSource {
    static final int PACKET_BYTES = 17;
    /** Configurations of RFC 6716 section 3.1, one mono frame a packet: CELT fullband 20 ms, SILK wideband 60 ms. */
    private static final byte TOC_20_MS = (byte) (31 << 3);

    private static final byte TOC_60_MS = (byte) (11 << 3);

    private final long speaker;
    private final byte toc;
    private long count;

    TalkSource(long speaker, boolean longPackets, long firstNumber) {
        this.speaker = speaker;
        this.toc = longPackets ? TOC_60_MS : TOC_20_MS;
        this.count = firstNumber;
    }

    /** The number of the packet that comes next. */
    long next() {
        return count;
    }

    @Override
    public int read(byte[] buffer, int offset) {
        buffer[offset] = toc;
        put(buffer, offset + 1, speaker);
        put(buffer, offset + 9, count++);
        return PACKET_BYTES;
    }

    private static void put(byte[] buffer, int offset, long value) {
        for (int i = 0; i < 8; i++) {
            buffer[offset + i] = (byte) (value >> (8 * (7 - i)));
        }
    }

    static boolean isTalk(byte[] opus) {
        return opus.length == PACKET_BYTES && (opus[0] == TOC_20_MS || opus[0] == TOC_60_MS);
    }

    static long speaker(byte[] opus) {
        return number(opus, 1);
    }

    static long count(byte[] opus) {
        return number(opus, 9);
    }

    private static long number(byte[] bytes, int offset) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | (bytes[offset + i] & 0xFF);
        }
        return value;
    }

    @Override
    public boolean immediate() {
        return true;
    }

    @Override
    public void close() {}
}
