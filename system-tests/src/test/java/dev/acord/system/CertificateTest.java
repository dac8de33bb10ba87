package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceException;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates that must not be accepted: the reason and the remedy are named, nothing is tried again, and nothing was sent. */
class CertificateTest {
    private static final String TOKEN = "a-token-that-nobody-may-see";
    private static final Duration DAY = Duration.ofDays(1);

    private static CloseReason refusal(String endpoint, SSLContext trust) {
        VoiceOptions.Builder options =
                VoiceOptions.builder().connectTimeout(Duration.ofSeconds(10)).backoff(Duration.ofMillis(10));
        if (trust != null) {
            options.sslContext(trust);
        }
        VoiceConnection connection = VoiceConnection.create(
                new VoiceServerInfo(1, 2, 3, "a-session-that-nobody-may-see", TOKEN, endpoint), options.build());
        CompletionException thrown = assertThrows(
                CompletionException.class,
                () -> connection.connect().orTimeout(60, TimeUnit.SECONDS).join());
        return assertInstanceOf(VoiceException.class, thrown.getCause()).reason();
    }

    private static void assertRefused(TlsPeer peer, SSLContext trust, String cause, String remedy) throws Exception {
        CloseReason reason = refusal(peer.endpoint(), trust);
        String message = reason.message();
        assertTrue(message.contains("the TLS certificate of " + peer.endpoint() + " " + cause), message);
        assertTrue(message.contains(remedy), message);
        assertEquals(CloseReason.Kind.NETWORK, reason.kind());
        assertEquals(0, peer.bytesHeard(), "bytes sent to a server that is not the right one");
    }

    @Test
    void a_certificate_of_another_host() throws Exception {
        try (TlsPeer peer = new TlsPeer("voice.example", DAY.negated(), DAY)) {
            assertRefused(
                    peer, peer.trusting(), "is not made for this host name", "use a name that the certificate has");
        }
    }

    @Test
    void a_certificate_of_another_address() throws Exception {
        try (TlsPeer peer = new TlsPeer("127.0.0.2", DAY.negated(), DAY)) {
            assertRefused(
                    peer, peer.trusting(), "is not made for this host name", "use a name that the certificate has");
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for() throws Exception {
        try (TlsPeer peer = new TlsPeer("127.0.0.1", DAY.negated(), DAY)) {
            assertRefused(peer, null, "is not trusted: its issuer is not in the trust store", "SSLContext");
        }
    }

    @Test
    void a_certificate_of_another_issuer_than_the_trusted_one() throws Exception {
        try (TlsPeer peer = new TlsPeer("127.0.0.1", DAY.negated(), DAY);
                TlsPeer other = new TlsPeer("127.0.0.1", DAY.negated(), DAY)) {
            assertRefused(peer, other.trusting(), "is not trusted", "SSLContext");
        }
    }

    @Test
    void a_certificate_that_has_expired() throws Exception {
        try (TlsPeer peer = new TlsPeer("127.0.0.1", DAY.multipliedBy(-10), DAY.negated())) {
            assertRefused(peer, peer.trusting(), "has expired", "the server needs a new one");
        }
    }

    @Test
    void a_certificate_from_the_future() throws Exception {
        try (TlsPeer peer = new TlsPeer("127.0.0.1", DAY, DAY.multipliedBy(10))) {
            assertRefused(peer, peer.trusting(), "is not valid yet", "clock");
        }
    }

    @Test
    void the_right_certificate_is_accepted_so_that_the_others_are_refused_for_what_they_are() throws Exception {
        try (TlsPeer peer = new TlsPeer("127.0.0.1", DAY.negated(), DAY)) {
            VoiceOptions options = VoiceOptions.builder()
                    .connectTimeout(Duration.ofSeconds(2))
                    .connectAttempts(1)
                    .sslContext(peer.trusting())
                    .build();
            VoiceConnection connection =
                    VoiceConnection.create(new VoiceServerInfo(1, 2, 3, "session", TOKEN, peer.endpoint()), options);
            assertThrows(
                    CompletionException.class,
                    () -> connection.connect().orTimeout(60, TimeUnit.SECONDS).join());
            assertTrue(peer.bytesHeard() > 0, "the websocket's request came through");
        }
    }

    @Test
    void a_server_without_tls_is_called_so() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (var client = plain.accept()) {
                    client.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    client.getInputStream().readAllBytes();
                } catch (IOException e) {
                    return; // the client broke off
                }
            });
            answering.setDaemon(true);
            answering.start();
            String message = refusal("127.0.0.1:" + plain.getLocalPort(), null).message();
            assertTrue(message.contains("does not speak TLS"), message);
            assertTrue(message.contains("ws://"), message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:password@voice.example:443",
                "wss://user@voice.example",
                "voice.example/elsewhere",
                "voice.example:443/../x",
                "voice.example?token=1",
                "voice.example#part",
                "voice.example:70000",
                "voice.example:0",
                "voice .example",
                "voice.example\r\nX-Header: 1",
                "voice.example\u0000",
                "voice.example\u001b[2J",
                "https://voice.example",
                "file:///etc/passwd",
                "//voice.example",
                "\u202evoice.example",
                ":443"
            })
    void an_endpoint_that_is_more_than_a_host_and_a_port_is_refused_by_name_and_value(String endpoint) {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> new VoiceServerInfo(1, 2, 3, "session", TOKEN, endpoint));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("it must be HOST or HOST:PORT"), message);
        assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), "nothing that a terminal would obey");
        assertTrue(!message.contains("password"), message);
        assertEquals(null, refused.getCause());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "voice.example",
                "voice.example:443",
                "voice.example:8443",
                "wss://voice.example",
                "ws://127.0.0.1:80/",
                "[::1]:443"
            })
    void an_endpoint_as_the_main_gateway_names_it_is_taken(String endpoint) {
        assertEquals(endpoint, new VoiceServerInfo(1, 2, 3, "session", TOKEN, endpoint).endpoint());
    }
}
