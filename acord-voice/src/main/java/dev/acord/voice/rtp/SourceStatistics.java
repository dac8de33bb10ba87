package dev.acord.voice.rtp;

/**
 * The reception of one synchronisation source (RFC 3550 section 6.4.1, appendices A.1, A.3 and A.8), of authentic Opus packets. A packet that
 * only fails its end-to-end decryption has been received.
 *
 * @param ssrc the synchronisation source
 * @param extendedHighestSequence the highest sequence number, plus 65536 for every time it wrapped
 * @param received packets, without duplicates
 * @param lost packets that the sequence numbers promise and that have not arrived, not negative
 * @param duplicates further copies of received packets
 * @param jitterSamples the interarrival jitter in samples at 48 kHz
 */
public record SourceStatistics(
        int ssrc, long extendedHighestSequence, long received, long lost, long duplicates, long jitterSamples) {}
