package dev.acord.sim.media;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** Tells whose a datagram is, before anything is proved: good enough to choose the network that it goes through. Not thread safe. */
public final class Senders {
    private final Map<Integer, MediaMember> bySsrc;
    private final AddressBook addresses;

    Senders(Map<Integer, MediaMember> bySsrc, AddressBook addresses) {
        this.bySsrc = bySsrc;
        this.addresses = addresses;
    }

    /**
     * Whose datagram it says it is.
     *
     * @param datagram the bytes from offset 0
     * @param length how many
     * @return the user id by its SSRC, or 0 when it has none of a member's
     */
    public long userOf(byte[] datagram, int length) {
        if (length < RtpLayout.FIXED_BYTES) {
            return 0;
        }
        boolean atFour = IpDiscovery.isRequest(datagram, length) || RtpLayout.isRtcp(datagram);
        MediaMember named = bySsrc.get(atFour ? IpDiscovery.ssrc(datagram) : RtpLayout.ssrc(datagram));
        return named == null ? 0 : named.userId;
    }

    /**
     * Who is at an address.
     *
     * @param address the address as the relay sees it
     * @return the user id of one member there, or 0 for nobody
     */
    public long userAt(InetSocketAddress address) {
        List<MediaMember> there = addresses.at(address);
        return there.isEmpty() ? 0 : there.get(0).userId;
    }
}
