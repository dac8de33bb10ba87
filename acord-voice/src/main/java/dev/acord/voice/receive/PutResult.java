package dev.acord.voice.receive;

/** What became of a packet given to a {@link JitterBuffer}. */
public enum PutResult {
    /** It waits for its turn. */
    QUEUED,
    /** It is one that was received before. */
    DUPLICATE,
    /** Its turn is over. */
    LATE,
    /** Its numbers are far from all others; it waits for a second one that confirms that the sender restarted. */
    HELD,
    /** It is empty or longer than any Opus packet, and was dropped. */
    REJECTED
}
