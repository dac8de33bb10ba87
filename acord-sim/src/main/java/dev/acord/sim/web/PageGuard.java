package dev.acord.sim.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who may talk to the page's server. A name in {@code Host} that is not ours may be an attacker's that was made to point here (DNS
 * rebinding), so only {@code localhost} and numeric addresses pass; a websocket must come from our own page ({@code Origin}) and know the
 * token, which other users of the machine do not.
 */
final class PageGuard {
    private static final int TOKEN_BYTES = 16;
    private static final Pattern NUMERIC =
            Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]+\\])(:\\d{1,5})?");
    private static final Pattern LOCAL = Pattern.compile("localhost(:\\d{1,5})?");

    private final String token;

    PageGuard(SecureRandom random) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        token = HexFormat.of().formatHex(bytes);
    }

    String token() {
        return token;
    }

    boolean hostIsOurs(Request request) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        return host != null
                && (NUMERIC.matcher(host).matches() || LOCAL.matcher(host).matches());
    }

    /** For a websocket; browsers always send an origin with it. */
    boolean originIsOurs(Request request) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        return origin != null && origin.equals("http://" + request.getHeaders().get(HttpHeader.HOST));
    }

    /** Whether the query is the token; in a time that says nothing of it. */
    boolean tokenIsOurs(@Nullable String query) {
        byte[] given = (query == null ? "" : query).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, ("token=" + token).getBytes(StandardCharsets.UTF_8));
    }
}
