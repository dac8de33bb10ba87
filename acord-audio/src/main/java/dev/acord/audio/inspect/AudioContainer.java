package dev.acord.audio.inspect;

/** The kind of a file, told by its content. */
public enum AudioContainer {
    /** Ogg with Opus. */
    OGG_OPUS,
    /** Ogg without Opus. */
    OGG,
    /** WebM. */
    WEBM,
    /** Matroska that is not WebM. */
    MATROSKA,
    /** RIFF WAVE. */
    WAV,
    /** AIFF or AIFF-C. */
    AIFF,
    /** Sun audio. */
    AU,
    /** Anything else. */
    UNKNOWN
}
