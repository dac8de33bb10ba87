package dev.acord.audio.ogg;

/** What a logical stream holds, by the first bytes of its first page. */
public enum OggCodec {
    /** Opus (RFC 7845). */
    OPUS("Opus", "OpusHead"),
    /** Vorbis. */
    VORBIS("Vorbis", "\u0001vorbis"),
    /** FLAC. */
    FLAC("FLAC", "\u007fFLAC"),
    /** Speex. */
    SPEEX("Speex", "Speex   "),
    /** Uncompressed audio. */
    PCM("PCM", "PCM     "),
    /** Theora video. */
    THEORA("Theora video", "\u0080theora"),
    /** VP8 video. */
    VP8("VP8 video", "OVP80"),
    /** Subtitles. */
    KATE("Kate subtitles", "\u0080kate"),
    /** An index, not media. */
    SKELETON("a Skeleton index", "fishead"),
    /** Anything else. */
    UNKNOWN("an unknown codec", "");

    private final String description;
    private final String magic;

    OggCodec(String description, String magic) {
        this.description = description;
        this.magic = magic;
    }

    /**
     * Tells what the stream holds that the current page begins.
     *
     * @param page a reader that has just read the first page of a stream
     * @return its codec
     */
    public static OggCodec of(OggPageReader page) {
        int bytes = page.length() - (page.body() - page.start());
        for (OggCodec codec : values()) {
            if (codec.matches(page.buffer(), page.body(), bytes)) {
                return codec;
            }
        }
        return UNKNOWN;
    }

    /**
     * The codec's name.
     *
     * @return for messages
     */
    public String description() {
        return description;
    }

    private boolean matches(byte[] bytes, int offset, int length) {
        if (length < magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if ((bytes[offset + i] & 0xFF) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
