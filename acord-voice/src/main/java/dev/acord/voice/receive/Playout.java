package dev.acord.voice.receive;

/**
 * One piece of a user's time line, given out by {@link JitterBuffer#poll}. The pieces follow each other without gap or overlap: the
 * {@link #positionSamples()} of one is that of the one before plus its {@link #samples()}.
 *
 * <p>The buffer has a single object of this class and fills it anew: what it says, and its array, are valid until the next
 * {@link JitterBuffer#poll}. Not thread safe.
 */
public final class Playout {

    private static final byte[] NO_BYTES = {};

    private PlayoutKind kind = PlayoutKind.NOTHING;
    private long positionSamples;
    private int samples;
    private int packetSamples;
    private byte[] packet = NO_BYTES;
    private int packetLength;
    private boolean restart;
    private boolean discontinuous;

    Playout() {}

    void nothing() {
        set(PlayoutKind.NOTHING, 0, 0);
        packet = NO_BYTES;
        packetLength = 0;
        packetSamples = 0;
        restart = false;
        discontinuous = false;
    }

    void set(PlayoutKind newKind, long newPositionSamples, int newSamples) {
        kind = newKind;
        positionSamples = newPositionSamples;
        samples = newSamples;
    }

    void carry(byte[] bytes, int length, int lengthSamples) {
        packet = bytes;
        packetLength = length;
        packetSamples = lengthSamples;
    }

    void mark(boolean isRestart, boolean isDiscontinuous) {
        restart = isRestart;
        discontinuous = isDiscontinuous;
    }

    /**
     * What this piece is.
     *
     * @return the kind
     */
    public PlayoutKind kind() {
        return kind;
    }

    /**
     * Where on the user's time line the piece begins.
     *
     * @return samples per channel at 48 kHz since the buffer's start time
     */
    public long positionSamples() {
        return positionSamples;
    }

    /**
     * How much of the user's time line the piece takes. A packet may be meant to be played a little faster or slower: then this differs
     * from {@link #packetSamples()}, by 1 in 120 at most.
     *
     * @return samples per channel at 48 kHz, 1 to 5,808; 0 for {@link PlayoutKind#NOTHING}
     */
    public int samples() {
        return samples;
    }

    /**
     * How long the packet lasts by itself.
     *
     * @return samples per channel at 48 kHz, 120 to 5,760, for {@link PlayoutKind#PACKET}; 0 otherwise. For a packet that is no well-formed
     *     Opus, the duration of the one before
     */
    public int packetSamples() {
        return kind == PlayoutKind.PACKET ? packetSamples : 0;
    }

    /**
     * Whether there is a packet: always for {@link PlayoutKind#PACKET}, and for {@link PlayoutKind#LOST} when the packet right after the
     * missing one has come. That one may carry error correction data; it is given out as a {@link PlayoutKind#PACKET} of its own later.
     *
     * @return whether {@link #packet()} holds one
     */
    public boolean hasPacket() {
        return packetLength > 0;
    }

    /**
     * The array with the packet, from index 0.
     *
     * @return the buffer's own array, not to be changed, valid until the next {@link JitterBuffer#poll}; empty without a packet
     */
    public byte[] packet() {
        return packet;
    }

    /**
     * The length of the packet.
     *
     * @return bytes; 0 without a packet
     */
    public int packetLength() {
        return packetLength;
    }

    /**
     * Whether this packet is the first after the sender restarted: a decoder has to forget what came before.
     *
     * @return whether the sender restarted
     */
    public boolean isRestart() {
        return restart;
    }

    /**
     * Whether packets before this one were skipped without a {@link PlayoutKind#LOST} in their place, so that the sound does not join.
     *
     * @return whether the sound jumps here
     */
    public boolean isDiscontinuous() {
        return discontinuous;
    }
}
