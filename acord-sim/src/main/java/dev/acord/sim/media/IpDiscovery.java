package dev.acord.sim.media;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The service's address discovery.
 *
 * <pre>
 *   | type 1 request, 2 response (2) | length 70 (2) | SSRC (4) | address, NUL-terminated (64) | port (2) |
 * </pre>
 */
final class IpDiscovery {
    static final int BYTES = 74;

    private static final int ADDRESS_AT = 8;
    private static final int PORT_AT = 72;

    private IpDiscovery() {}

    static boolean isRequest(byte[] datagram, int length) {
        return length == BYTES && Wire.uint16(datagram, 0) == 1 && Wire.uint16(datagram, 2) == BYTES - 4;
    }

    static int ssrc(byte[] datagram) {
        return Wire.int32(datagram, 4);
    }

    /** Makes the response in place. */
    static void answer(byte[] datagram, InetSocketAddress from) {
        Wire.putUint16(datagram, 0, 2);
        Arrays.fill(datagram, ADDRESS_AT, BYTES, (byte) 0);
        byte[] address = from.getAddress().getHostAddress().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(address, 0, datagram, ADDRESS_AT, Math.min(address.length, PORT_AT - ADDRESS_AT - 1));
        Wire.putUint16(datagram, PORT_AT, from.getPort());
    }
}
