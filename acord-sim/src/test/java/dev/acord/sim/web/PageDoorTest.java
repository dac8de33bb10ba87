package dev.acord.sim.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.VoiceServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets in: without a browser, because no browser sends what an attacker would. */
class PageDoorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";

    private final VoiceServer server = VoiceServer.create();
    private @Nullable WebPage served;

    @BeforeEach
    void serve() throws Exception {
        server.start();
        served = WebPage.serve(server, WebPageOptions.of(1, 2).limited(2));
    }

    @AfterEach
    void close() throws Exception {
        page().close();
        server.close();
    }

    private WebPage page() {
        return Objects.requireNonNull(served);
    }

    private String own() {
        return "127.0.0.1:" + page().uri().getPort();
    }

    private Socket request(String path, String host, String more) throws Exception {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), page().uri().getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        String text = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + more + "\r\n";
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static int status(Socket socket) throws Exception {
        InputStream in = socket.getInputStream();
        String line = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
        assertTrue(line.startsWith("HTTP/1.1 "), line);
        return Integer.parseInt(line.substring(9));
    }

    private int answer(String path, String host, String more) throws Exception {
        try (Socket socket = request(path, host, more)) {
            return status(socket);
        }
    }

    private Socket open(String origin, String token) throws Exception {
        return request(
                "/socket?token=" + token,
                own(),
                "Connection: Upgrade\r\nUpgrade: websocket\r\nOrigin: " + origin + "\r\n" + KEY);
    }

    @Test
    void onlyOurOwnFilesAreServedAndOnlyUnderALocalName() throws Exception {
        assertEquals(200, answer("/", own(), ""));
        assertEquals(200, answer("/app.js", "localhost:1", ""));
        assertEquals(421, answer("/", "attacker.example", ""));
        assertEquals(421, answer("/", "127.0.0.1.attacker.example", ""));
        assertEquals(400, answer("/../WebPage.class", own(), "")); // a path above the root is no path
        assertEquals(404, answer("/WebPage.class", own(), ""));
    }

    @Test
    void aWebsocketNeedsTheTokenAndOurOwnOrigin() throws Exception {
        String token = page().uri().getFragment();
        try (Socket foreign = open("http://attacker.example", token);
                Socket guess = open("http://" + own(), "0".repeat(32));
                Socket none = open("http://" + own(), "");
                Socket right = open("http://" + own(), token)) {
            assertEquals(403, status(foreign));
            assertEquals(403, status(guess));
            assertEquals(403, status(none));
            assertEquals(101, status(right));
            server.await("only one is in", PATIENCE, () -> page().openPages() == 1);
        }
        server.await("it leaves with its websocket", PATIENCE, () -> page().openPages() == 0);
    }

    @Test
    void asManyPagesAsAreAllowedAndThenOneMoreWhenOneLeaves() throws Exception {
        String token = page().uri().getFragment();
        try (Socket second = open("http://" + own(), token)) {
            try (Socket first = open("http://" + own(), token)) {
                assertEquals(101, status(first));
                assertEquals(101, status(second));
                server.await("two are in", PATIENCE, () -> page().openPages() == 2);
                assertEquals(503, answer("/socket?token=" + token, own(), ""));
            }
            server.await("one has left", PATIENCE, () -> page().openPages() == 1);
            assertEquals(204, answer("/socket?token=" + token, own(), ""));
        }
    }

    @Test
    void nonsenseFromAPageIsRefusedInWords() {
        PageCommands commands = new PageCommands(server, new java.util.concurrent.ConcurrentHashMap<>());
        PageMember nobody = new PageMember(
                server,
                WebPageOptions.of(1, 2),
                7,
                new dev.acord.sim.websocket.GatewayEndpoint(1, 0, new SilentEvents()));
        for (String bad : new String[] {
            "",
            "[]",
            "null",
            "{",
            "{}",
            "{\"cmd\":5}",
            "{\"cmd\":[]}",
            "{\"cmd\":\"talk\",\"on\":{}}",
            "{\"cmd\":\"network\"}",
            "{\"cmd\":\"network\",\"user\":\"x\"}",
            "{\"cmd\":\"network\",\"user\":\"0\",\"loss\":2}",
            "{\"cmd\":\"network\",\"user\":\"0\",\"loss\":\"NaN\"}",
            "{\"cmd\":\"network\",\"user\":\"0\",\"jitterMs\":1e9}",
            "{\"cmd\":\"network\",\"user\":\"12345\"}",
            "{\"cmd\":\"fault\",\"user\":\"7\",\"kind\":\"fire\"}"
        }) {
            assertThrows(IllegalArgumentException.class, () -> commands.handle(nobody, bad), bad);
        }
        assertThrows(IllegalArgumentException.class, () -> nobody.heard(new byte[1_919]));
        nobody.close();
    }
}
