package dev.acord.audio.opus;

/** How a packet is coded (RFC 6716 section 2). */
public enum OpusMode {
    /** Linear prediction only: speech at low rates. The only modes with in-band error correction are this one and {@link #HYBRID}. */
    SILK,
    /** Linear prediction up to 8 kHz, the transform coder above. */
    HYBRID,
    /** Transform coder only: music. */
    CELT
}
