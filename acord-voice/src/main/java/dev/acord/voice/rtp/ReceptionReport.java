package dev.acord.voice.rtp;

/**
 * What one receiver says about the packets of one source: a report block of an RTCP sender or receiver report (RFC 3550 section 6.4.1).
 *
 * @param reporter the synchronisation source of the receiver that reports
 * @param ssrc the source that is reported on
 * @param fractionLost packets lost since the report before, times 256, divided by those expected; 0 to 255. Duplicates never make it
 *     negative: it is 0 then
 * @param cumulativeLost packets lost since the beginning, -8,388,608 to 8,388,607; negative when there were more duplicates than losses
 * @param highestSequence the highest sequence number received (low 16 bits) and how often the numbers wrapped; 0 to 2<sup>32</sup> - 1
 * @param jitter the interarrival jitter in units of the RTP timestamp, for Opus 1/48,000 s; 0 to 2<sup>32</sup> - 1
 * @param lastSenderReport the middle 32 bits of the NTP time of the last sender report that reached the receiver; 0 if none did
 * @param sinceSenderReport the time between that sender report's arrival and this report, in 1/65,536 s; 0 if none arrived
 */
public record ReceptionReport(
        int reporter,
        int ssrc,
        int fractionLost,
        int cumulativeLost,
        long highestSequence,
        long jitter,
        long lastSenderReport,
        long sinceSenderReport) {}
