package dev.acord.voice.gateway;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The address of a voice gateway. An endpoint is opaque: the port is part of it and is not always 443.
 *
 * @param uri the websocket's address, with the version
 */
public record VoiceEndpoint(URI uri) {
    private static final int MAX_PORT = 0xFFFF;
    /** A host name has at most 253 characters; this leaves room for a scheme and a port. */
    private static final int MAX_CHARACTERS = 300;

    /**
     * Makes the address of an endpoint as the main gateway names it.
     *
     * @param endpoint a host, with or without a port; {@code ws://} or {@code wss://} may stand before it, and a slash behind it
     * @param gatewayVersion the gateway version asked for
     * @param plain whether an endpoint without a scheme is reached without TLS
     * @return the address
     * @throws IllegalArgumentException when the endpoint is none: with user information, a path, a query, blanks or control characters.
     *     The message holds no user information and no control characters
     */
    public static VoiceEndpoint of(String endpoint, int gatewayVersion, boolean plain) {
        if (endpoint.length() > MAX_CHARACTERS
                || !endpoint.chars().allMatch(character -> character > ' ' && character < 0x7F)) {
            throw refusal(endpoint);
        }
        boolean hasScheme = endpoint.startsWith("ws://") || endpoint.startsWith("wss://");
        try {
            URI given = new URI(hasScheme ? endpoint : (plain ? "ws://" : "wss://") + endpoint);
            String path = given.getRawPath();
            if (given.getHost() == null
                    || given.getRawUserInfo() != null
                    || !(path.isEmpty() || path.equals("/"))
                    || given.getRawQuery() != null
                    || given.getRawFragment() != null
                    || given.getPort() == 0
                    || given.getPort() > MAX_PORT) {
                throw refusal(endpoint);
            }
            return new VoiceEndpoint(
                    new URI(given.getScheme() + "://" + given.getRawAuthority() + "/?v=" + gatewayVersion));
        } catch (URISyntaxException e) {
            // not the cause of the refusal: its message quotes the whole endpoint
            throw refusal(endpoint);
        }
    }

    private static IllegalArgumentException refusal(String endpoint) {
        String shown = endpoint.substring(endpoint.lastIndexOf('@') + 1);
        shown = shown.length() > 80 ? shown.substring(0, 80) + "..." : shown;
        return new IllegalArgumentException("\"" + shown.replaceAll("[^ -~]", "?")
                + "\" is not an endpoint: it must be HOST or HOST:PORT, without user, path or query");
    }
}
