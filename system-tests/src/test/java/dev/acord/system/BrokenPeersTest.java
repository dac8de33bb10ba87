package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.VoiceServer;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.CloseReason;
import dev.acord.voice.PlayerState;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceException;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceState;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers that are not there, not trusted, not right or not alive: a clear error, in time, and nobody else suffers. */
class BrokenPeersTest {
    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    private static VoiceServerInfo infoFor(String endpoint) {
        return new VoiceServerInfo(1, 2, 3, "session", "token", endpoint);
    }

    private static CloseReason failure(VoiceConnection connection) {
        CompletionException thrown = assertThrows(
                CompletionException.class,
                () -> connection.connect().orTimeout(60, TimeUnit.SECONDS).join());
        return assertInstanceOf(VoiceException.class, thrown.getCause()).reason();
    }

    private static VoiceOptions.Builder quick() {
        return VoiceOptions.builder().connectTimeout(Duration.ofSeconds(2)).backoff(Duration.ofMillis(10));
    }

    @Test
    void nobody_listens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        CloseReason reason = failure(VoiceConnection.create(infoFor("127.0.0.1:" + port), quick().build()));
        assertEquals(CloseReason.Kind.NETWORK, reason.kind());
        assertTrue(reason.message().startsWith("cannot reach the voice server at 127.0.0.1:" + port), reason.message());
        assertEquals(VoiceState.CONNECTING, reason.stage());
    }

    @Test
    void no_such_host() {
        CloseReason reason = failure(VoiceConnection.create(infoFor("no-such-host.invalid"), quick().build()));
        assertTrue(reason.message().contains("no-such-host.invalid"), reason.message());
        assertTrue(reason.message().contains("unknown host"), reason.message());
    }

    @Test
    void the_certificate_is_not_trusted() {
        VoiceConnection connection = VoiceConnection.create(Call.info(server.join(1, 2, 3)), quick().build());
        CloseReason reason = failure(connection);
        assertTrue(reason.message().contains("certificate of 127.0.0.1:"), reason.message());
        assertTrue(reason.message().contains("not trusted"), reason.message());
    }

    @Test
    void the_certificate_is_trusted_but_for_another_host() {
        try (VoiceServer everywhere =
                VoiceServer.builder().host("0.0.0.0").build().start()) {
            VoiceServerInfo info = Call.info(everywhere.join(1, 2, 3));
            String port = info.endpoint().substring(info.endpoint().lastIndexOf(':'));
            VoiceOptions options =
                    quick().sslContext(everywhere.trustingContext()).build();
            CloseReason reason = failure(VoiceConnection.create(
                    new VoiceServerInfo(1, 2, 3, info.sessionId(), info.token(), "127.0.0.2" + port), options));
            assertTrue(reason.message().contains("not made for this host name"), reason.message());
            VoiceConnection right = VoiceConnection.create(
                    new VoiceServerInfo(1, 2, 3, info.sessionId(), info.token(), "127.0.0.1" + port), options);
            right.connect();
            right.awaitConnected().orTimeout(60, TimeUnit.SECONDS).join();
            right.disconnect("done").orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void the_token_is_wrong() {
        VoiceServerInfo info = Call.info(server.join(1, 2, 3));
        VoiceServerInfo wrong = new VoiceServerInfo(1, 2, 3, info.sessionId(), "not the token", info.endpoint());
        CloseReason reason = failure(VoiceConnection.create(
                wrong, quick().sslContext(server.trustingContext()).build()));
        assertEquals(4004, reason.code());
        assertEquals(CloseReason.Kind.SERVER, reason.kind());
        assertTrue(reason.message().contains("refused the token"), reason.message());
    }

    @Test
    void the_call_requires_end_to_end_encryption_that_is_not_offered() {
        try (VoiceServer strict =
                VoiceServer.builder().requireDave(true).build().start()) {
            VoiceConnection connection = VoiceConnection.create(
                    Call.info(strict.join(1, 2, 3)),
                    quick().sslContext(strict.trustingContext())
                            .endToEndEncryption(false)
                            .build());
            CloseReason reason = failure(connection);
            assertEquals(4017, reason.code());
            assertTrue(reason.message().contains("end-to-end encryption"), reason.message());
        }
    }

    @Test
    void a_server_that_is_no_websocket_server_is_called_by_what_it_is() throws IOException {
        try (ServerSocket http = answering("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")) {
            CloseReason reason =
                    failure(VoiceConnection.create(infoFor("ws://127.0.0.1:" + http.getLocalPort()), quick().build()));
            assertTrue(reason.message().contains("HTTP 404"), reason.message());
        }
    }

    @Test
    void a_server_that_never_says_hello_runs_into_the_deadline() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            CloseReason reason = failure(
                    VoiceConnection.create(infoFor("ws://127.0.0.1:" + silent.getLocalPort()), quick().build()));
            assertEquals(CloseReason.Kind.TIMEOUT, reason.kind());
            assertTrue(reason.message().contains("while opening the websocket"), reason.message());
        }
    }

    @Test
    void an_endpoint_that_is_none_is_refused_before_anything_is_sent() {
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class, () -> VoiceConnection.create(infoFor("not a host"), quick().build()));
        assertTrue(String.valueOf(thrown.getMessage()).contains("HOST:PORT"));
    }

    @Test
    void strangers_and_oversized_datagrams_disturb_nobody() throws Exception {
        try (Call call = new Call(server);
                DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            VoiceConnection listener = call.join(2);
            VoiceConnection player = call.join(1);
            Ear ear = new Ear(listener);
            new BasePlayer(player, new NumberedFrames(100, true)).play();
            for (int i = 0; i < 200; i++) {
                byte[] garbage = new byte[i % 20 == 0 ? 65_507 : i];
                stranger.send(new DatagramPacket(
                        garbage, garbage.length, InetAddress.getLoopbackAddress(), server.udpPort()));
            }
            assertEquals(NumberedFrames.expected(100), Ear.withoutSilence(ear.hear(105)));
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void a_source_that_breaks_ends_its_player_with_the_cause_and_nothing_else() throws Exception {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            VoiceConnection player = call.join(1);
            Ear ear = new Ear(listener);
            IOException broken = new IOException("the disk is on fire");
            NumberedFrames frames = new NumberedFrames(30, false);
            BasePlayer breaks = new BasePlayer(player, new BreakingSource(frames, 10, broken));
            CompletionException thrown = assertThrows(
                    CompletionException.class,
                    () -> breaks.play().orTimeout(60, TimeUnit.SECONDS).join());
            assertEquals(broken, thrown.getCause());
            assertEquals(PlayerState.FAILED, breaks.state());
            assertEquals(NumberedFrames.expected(30).subList(0, 10), Ear.withoutSilence(ear.hear(15)));
            new BasePlayer(player, new NumberedFrames(5, true)).play();
            assertEquals(NumberedFrames.expected(5), Ear.withoutSilence(ear.hear(10)));
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void a_receiver_that_is_not_read_loses_its_own_oldest_frames_only() throws Exception {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            VoiceConnection player = call.join(1);
            BaseReceiver slow = new BaseReceiver(listener, 10);
            Ear ear = new Ear(listener);
            new BasePlayer(player, new NumberedFrames(50, true)).play();
            assertEquals(55, ear.hear(55).size());
            assertEquals(45, slow.dropped());
            call.leave();
        }
        server.assertNoViolations();
    }

    private static ServerSocket answering(String response) throws IOException {
        ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    InputStream in = client.getInputStream();
                    byte[] request = new byte[4_096];
                    if (in.read(request) > 0) {
                        client.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException e) {
                    return; // closed: the test is over
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return socket;
    }
}
