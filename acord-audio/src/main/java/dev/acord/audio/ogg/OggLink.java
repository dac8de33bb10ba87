package dev.acord.audio.ogg;

/**
 * One link of a chain (RFC 3533 section 4) that holds Opus, as a place and a time. Positions of samples are at 48 kHz.
 *
 * @param begin where its first page begins, in bytes
 * @param audio where its first page with audio begins; {@code end} if there is none
 * @param end where it ends
 * @param serial its Opus stream
 * @param preSkipSamples what a decoder drops at first
 * @param firstGranule the position of the first packet's first sample
 * @param lastGranule the position behind the last sample that is to be heard
 * @param wholeGranule the position behind the last packet, which may be trimmed
 * @param startSamples the total duration of the packets before this link
 */
record OggLink(
        long begin,
        long audio,
        long end,
        int serial,
        int preSkipSamples,
        long firstGranule,
        long lastGranule,
        long wholeGranule,
        long startSamples) {

    /** The audio without pre-skip and end trimming (RFC 7845 section 4). */
    long samples() {
        return Math.max(0, lastGranule - firstGranule - preSkipSamples);
    }

    /** Where the next link's packets begin. */
    long endSamples() {
        return startSamples + Math.max(0, wholeGranule - firstGranule);
    }
}
