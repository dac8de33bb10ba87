package dev.acord.sim.gateway;

import dev.acord.voice.EncryptionMode;
import java.util.List;

/**
 * How the gateway behaves, and its limits.
 *
 * @param heartbeatIntervalMs what Hello says, in milliseconds
 * @param modes the encryption modes that Ready offers, in this order
 * @param requireDave whether clients that offer DAVE version 0 are refused
 * @param resumeWindowNs how long a session outlives its socket, in nanoseconds
 * @param replayMessages how many numbered messages of a session are kept for re-delivery
 * @param firstSequence the first message's number, 0 to 65535
 * @param messagesPerSecond how many messages a second a socket may send, on average over two seconds
 * @param maxTickets how many members may be invited or connected at a time
 * @param maxSockets how many sockets may be open at a time
 * @param udpHost the address that Ready names
 * @param udpPort the port that Ready names
 */
public record HubSettings(
        int heartbeatIntervalMs,
        List<EncryptionMode> modes,
        boolean requireDave,
        long resumeWindowNs,
        int replayMessages,
        int firstSequence,
        int messagesPerSecond,
        int maxTickets,
        int maxSockets,
        String udpHost,
        int udpPort) {}
