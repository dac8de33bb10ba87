package dev.acord.voice.receive;

/** What takes a call's packets and its time: a {@link CallSpeech}, or something around one. Not thread safe; times must not go back. */
public interface SpeechInput extends AutoCloseable {
    /**
     * A packet has come.
     *
     * @param userId who spoke
     * @param ssrc its RTP source; another one than before is a new stream of the same speaker
     * @param sequence the RTP sequence number, 0 to 65535
     * @param timestamp the RTP timestamp, 0 to 2^32 - 1
     * @param opus the Opus packet; copied
     * @param arrivalNs when it came
     */
    void handlePacket(long userId, int ssrc, int sequence, long timestamp, byte[] opus, long arrivalNs);

    /**
     * Somebody's speaking flags (op 5).
     *
     * @param userId who
     * @param flags 0 for none
     * @param nowNs the time
     */
    void handleSpeaking(long userId, int flags, long nowNs);

    /**
     * Somebody left. What came before is still heard.
     *
     * @param userId who
     */
    void handleGone(long userId);

    /**
     * Does what is due.
     *
     * @param nowNs the time
     */
    void handleTime(long nowNs);

    /**
     * When something is due.
     *
     * @return the time at which {@link #handleTime} has something to do
     */
    long nextDueNs();

    /** The end: whatever is held is given out or given up. */
    @Override
    void close();
}
