package dev.acord.audio.opus;

/** What is wrong with a packet: the seven rules of RFC 6716 section 3.4. */
public enum OpusFault {
    /** Nothing: the packet is well formed. */
    NONE("well formed"),
    /** R1: a packet has at least one byte. */
    EMPTY("no bytes at all (rule R1)"),
    /** R2: no frame is longer than 1275 bytes. */
    FRAME_TOO_LONG("a frame longer than 1275 bytes (rule R2)"),
    /** R3: the two frames of a code 1 packet are equally long. */
    UNEQUAL_HALVES("two frames said to be equally long share an odd number of bytes (rule R3)"),
    /** R4: a code 2 packet holds its first frame whole. */
    SECOND_FRAME_MISSING("the first of two frames is longer than the packet (rule R4)"),
    /** R5: a code 3 packet has at least one frame and lasts at most 120 ms. */
    FRAME_COUNT("no frames, or more than 120 ms of them (rule R5)"),
    /** R6: the frames of a code 3 packet of constant rate share its bytes evenly. */
    UNEQUAL_FRAMES(
            "frames said to be equally long do not share the bytes evenly, or the padding is longer than the packet (rule R6)"),
    /** R7: a code 3 packet of variable rate holds all of its frames. */
    FRAMES_MISSING("the frames and padding are longer than the packet (rule R7)");

    private final String description;

    OpusFault(String description) {
        this.description = description;
    }

    /**
     * Says what is wrong.
     *
     * @return half a sentence, for messages
     */
    public String description() {
        return description;
    }
}
