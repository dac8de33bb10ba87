package dev.acord.sim.media;

import dev.acord.voice.EncryptionMode;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A member's media counters.
 *
 * @param mode the encryption mode, or null before Select Protocol
 * @param address where the member's packets come from, or null when none came
 * @param received authentic RTP packets from the member
 * @param receivedBytes their bytes as datagrams
 * @param sentTo packets that were sent to the member
 * @param duplicates datagrams that came twice
 * @param paddingOnly packets without a payload
 * @param rtcp authentic RTCP packets
 * @param keepalives keepalives that were answered
 * @param rebinds how often the member's address changed
 * @param speaking the speaking flags, 0 to 7
 */
public record MediaStats(
        @Nullable EncryptionMode mode,
        @Nullable InetSocketAddress address,
        long received,
        long receivedBytes,
        long sentTo,
        long duplicates,
        long paddingOnly,
        long rtcp,
        long keepalives,
        long rebinds,
        int speaking) {

    /** The counters of a member that has not connected. */
    public static final MediaStats NONE = new MediaStats(null, null, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
