package dev.acord.voice.gateway;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The address of a voice gateway. An endpoint is opaque: the port is part of it and is not always 443.
 *
 * @param uri the websocket's address, with the version
 */
public record VoiceEndpoint(URI uri) {

    /**
     * Makes the address of an endpoint as the main gateway names it.
     *
     * @param endpoint a host, with or without a port; {@code ws://} or {@code wss://} may stand before it
     * @param gatewayVersion the gateway version asked for
     * @param plain whether an endpoint without a scheme is reached without TLS
     * @return the address
     * @throws IllegalArgumentException when the endpoint is none
     */
    public static VoiceEndpoint of(String endpoint, int gatewayVersion, boolean plain) {
        boolean hasScheme = endpoint.startsWith("ws://") || endpoint.startsWith("wss://");
        String base = hasScheme ? endpoint : (plain ? "ws://" : "wss://") + endpoint;
        try {
            URI uri = new URI(base.endsWith("/") ? base + "?v=" + gatewayVersion : base + "/?v=" + gatewayVersion);
            if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
                throw new IllegalArgumentException(
                        "\"" + endpoint + "\" is not an endpoint: it must be HOST or HOST:PORT");
            }
            return new VoiceEndpoint(uri);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "\"" + endpoint + "\" is not an endpoint: it must be HOST or HOST:PORT", e);
        }
    }
}
