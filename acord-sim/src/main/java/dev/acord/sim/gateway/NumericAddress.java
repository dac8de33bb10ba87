package dev.acord.sim.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Addresses that a client names. Only numeric ones are taken: a name would make the server ask a resolver. */
final class NumericAddress {
    private static final int MAX_CHARS = 45;

    private NumericAddress() {}

    /** Parses an address; null when it is none. */
    static @Nullable InetSocketAddress parse(String address, int port) {
        boolean ipv4 = address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        boolean ipv6 = address.length() <= MAX_CHARS && address.contains(":") && address.matches("[0-9A-Fa-f:.]+");
        if ((!ipv4 && !ipv6) || port == 0) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            return null; // out of range, such as 999.1.1.1: as good as no address
        }
    }
}
