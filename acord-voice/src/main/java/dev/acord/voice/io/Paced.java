package dev.acord.voice.io;

/** Something that sends on a {@link PacerLoop}'s grid. All methods are called by the loop's thread, and none may block. */
public interface Paced {
    /** Returned by {@link #prepare}: nothing more to send; the loop forgets this object. */
    int STOP = 0;

    /** The loop has taken this object in; its first packet is due at {@code firstDeadlineNs} ({@link Environment#nowNs}). */
    void begin(long firstDeadlineNs);

    /**
     * Makes the packet that is due next ready to be sent, so that {@link #send} has nothing left to compute.
     *
     * @return the samples (at 48 kHz, a multiple of 120) until the packet after it is due, or {@link #STOP}
     */
    int prepare();

    /** The deadline has come: send what was prepared. {@code lateNs} is by how much it is late. */
    void send(long lateNs);

    /** The loop was stopped for so long (a suspended machine, a long collection) that the time is skipped, not caught up. Nothing is prepared then. */
    void skipped(int samples);
}
