package dev.acord.sim;

import dev.acord.voice.EncryptionMode;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the server knows of a member. The counters are those of its latest session.
 *
 * @param guildId the guild
 * @param channelId the channel
 * @param userId the user
 * @param state how far the member is
 * @param gatewayVersion the gateway version it connected with, or 0
 * @param maxDaveVersion the DAVE version that it offered, 0 for none
 * @param ssrc its SSRC, 0 to 2^32 - 1; 0 before it identified
 * @param mode its encryption mode, or null before Select Protocol
 * @param address where its packets come from, or null before the first
 * @param speaking its speaking flags, 0 to 7
 * @param heartbeats heartbeats that came from it
 * @param resumes how often it resumed
 * @param packetsReceived authentic RTP packets that came from it
 * @param bytesReceived the bytes of those datagrams
 * @param packetsSent packets of others that were sent to it
 * @param duplicates datagrams of it that came twice
 * @param paddingOnly packets of it without a payload
 * @param rtcp authentic RTCP packets that came from it
 * @param keepalives keepalives that came from it
 * @param rebinds how often its address changed in a running session
 */
public record MemberStats(
        long guildId,
        long channelId,
        long userId,
        MemberState state,
        int gatewayVersion,
        int maxDaveVersion,
        long ssrc,
        @Nullable EncryptionMode mode,
        @Nullable InetSocketAddress address,
        int speaking,
        long heartbeats,
        long resumes,
        long packetsReceived,
        long bytesReceived,
        long packetsSent,
        long duplicates,
        long paddingOnly,
        long rtcp,
        long keepalives,
        long rebinds) {}
