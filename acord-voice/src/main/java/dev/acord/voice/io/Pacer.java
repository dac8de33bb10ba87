package dev.acord.voice.io;

/** Calls connections at their places in the 20 ms grid, by a {@link PacerWheel}. */
public interface Pacer {
    /** Takes a connection in; its first packet is due one to two grid steps from now. Any thread. */
    void add(Paced paced);
}
