package dev.acord.voice;

import java.util.Map;

/**
 * A connection's figures at one moment. Counts begin with the connection and go on through reconnects.
 *
 * @param state the connection's state
 * @param packetsSent RTP packets given to the operating system
 * @param bytesSent their UDP payload in bytes
 * @param framesStarved 20 ms steps in which a playing source had nothing to send
 * @param packetsReceived authentic audio packets of others, duplicates not counted
 * @param packetsLost packets of others that are missing by their sequence numbers (RFC 3550, A.3), in the present session
 * @param jitterNs the highest interarrival jitter of all sources (RFC 3550, A.8), in the present session
 * @param remoteReports reports of receivers (RTCP) on our packets; while it is 0, nothing is known of how others receive us
 * @param remoteFractionLost the highest fraction of our packets that a receiver lost since its report before, 0 to 1; 0 without a report in
 *     the last 15 s
 * @param remoteJitterNs the highest interarrival jitter that a receiver reported; 0 without a report in the last 15 s
 * @param latencyNs the voice gateway's last heartbeat round trip; 0 before the first
 * @param sendLatenessP50Ns how late packets left: the median
 * @param sendLatenessP99Ns how late packets left: 99 of 100 were not later
 * @param drops what was dropped, by reason; reasons that never occurred are left out
 * @param messagesIgnored messages of the voice gateway that were unknown or malformed
 * @param eventsDropped events that were dropped because the listener was too slow
 * @param reconnects how often a session or its websocket was lost, and taken up again or replaced or given up
 * @param resumes how many of them the same session outlasted
 * @param transitions how many epochs of end-to-end encryption frames were sent in
 */
public record VoiceStats(
        VoiceState state,
        long packetsSent,
        long bytesSent,
        long framesStarved,
        long packetsReceived,
        long packetsLost,
        long jitterNs,
        long remoteReports,
        double remoteFractionLost,
        long remoteJitterNs,
        long latencyNs,
        long sendLatenessP50Ns,
        long sendLatenessP99Ns,
        Map<DropReason, Long> drops,
        long messagesIgnored,
        long eventsDropped,
        long reconnects,
        long resumes,
        long transitions) {

    /**
     * Keeps its own copy of the drops.
     *
     * @param state the connection's state
     * @param packetsSent RTP packets given to the operating system
     * @param bytesSent their UDP payload in bytes
     * @param framesStarved 20 ms steps in which a playing source had nothing to send
     * @param packetsReceived authentic audio packets of others, duplicates not counted
     * @param packetsLost packets of others that are missing by their sequence numbers (RFC 3550, A.3), in the present session
     * @param jitterNs the highest interarrival jitter of all sources (RFC 3550, A.8), in the present session
     * @param remoteReports reports of receivers (RTCP) on our packets; while it is 0, nothing is known of how others receive us
     * @param remoteFractionLost the highest fraction of our packets that a receiver lost since its report before, 0 to 1; 0 without a report in
     *     the last 15 s
     * @param remoteJitterNs the highest interarrival jitter that a receiver reported; 0 without a report in the last 15 s
     * @param latencyNs the voice gateway's last heartbeat round trip; 0 before the first
     * @param sendLatenessP50Ns how late packets left: the median
     * @param sendLatenessP99Ns how late packets left: 99 of 100 were not later
     * @param drops what was dropped, by reason; reasons that never occurred are left out
     * @param messagesIgnored messages of the voice gateway that were unknown or malformed
     * @param eventsDropped events that were dropped because the listener was too slow
     * @param reconnects how often a session or its websocket was lost, and taken up again or replaced or given up
     * @param resumes how many of them the same session outlasted
     * @param transitions how many epochs of end-to-end encryption frames were sent in
     */
    public VoiceStats {
        drops = Map.copyOf(drops);
    }
}
