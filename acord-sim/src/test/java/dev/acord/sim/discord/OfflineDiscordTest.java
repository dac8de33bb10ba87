package dev.acord.sim.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.tone.ToneSource;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The offline Discord on its sockets: people among themselves, and what strange programs send. */
@ExtendWith(OfflineDiscordExtension.class)
class OfflineDiscordTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void peopleHearEachOtherWhereverTheyGo(OfflineDiscord discord) {
        OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
        OfflineUser bob = discord.user("bob").join(discord.voiceChannel());
        alice.plays(new ToneSource(440, 0.3, Duration.ofSeconds(60)));
        bob.awaitHears(alice.id(), Duration.ofSeconds(1), PATIENCE).trimmed().assertPitch(440, 2);

        discord.move(alice.id(), discord.voiceChannel("Music"));
        bob.join(discord.voiceChannel("Music"));
        bob.forget();
        bob.awaitHears(alice.id(), Duration.ofSeconds(1), PATIENCE).trimmed().assertPitch(440, 2);

        alice.leave();
        assertEquals(0, discord.channelOf(alice.id()));
        bob.forget();
        bob.hears(alice.id()).assertSilent();
        assertThrows(IllegalStateException.class, () -> discord.kick(alice.id()));
    }

    @Test
    void whatIsMissedIsSaidWithAReport(OfflineDiscord discord) {
        AssertionError error = assertThrows(AssertionError.class, () -> discord.awaitOnline(Duration.ofMillis(1)));
        assertTrue(String.valueOf(error.getMessage()).contains("bot: not at the main gateway"), error.getMessage());
        IllegalArgumentException none = assertThrows(IllegalArgumentException.class, () -> discord.userSays("/play x"));
        assertTrue(String.valueOf(none.getMessage()).contains("awaitCommand"), none.getMessage());
        assertThrows(IllegalArgumentException.class, () -> discord.voiceChannel("Nowhere"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder to(OfflineDiscord discord, String path) {
        return HttpRequest.newBuilder(URI.create(discord.apiUrl() + path))
                .header("Authorization", "Bot " + discord.token());
    }

    @Test
    void requestsAreBounded(OfflineDiscord discord) throws Exception {
        HttpRequest.BodyPublisher large = HttpRequest.BodyPublishers.ofByteArray(new byte[11 << 20]);
        String messages = "/v10/channels/" + discord.textChannel().id() + "/messages";
        assertEquals(413, send(to(discord, messages).POST(large)).statusCode());
        assertEquals(400, send(to(discord, "/v6/gateway")).statusCode());
        assertEquals(404, send(to(discord, "/../secret")).statusCode());
        assertEquals(200, send(to(discord, "/v10/gateway")).statusCode());
    }

    @Test
    void messagesWithFilesAreUnderstood(OfflineDiscord discord) throws Exception {
        String form =
                """
                --b
                Content-Disposition: form-data; name="files[0]"; filename="a.bin"

                \0\1
                --b
                Content-Disposition: form-data; name="payload_json"

                {"content":"gr\u00fc\u00df"}
                --b--
                """
                        .replace("\n", "\r\n");
        HttpResponse<String> response =
                send(to(discord, "/v10/channels/" + discord.textChannel().id() + "/messages")
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(HttpRequest.BodyPublishers.ofString(form)));
        assertEquals(200, response.statusCode());
        assertEquals("gr\u00fc\u00df", discord.replies().get(0).content());
    }

    @Test
    void aCompressionThatThereIsNotIsRefusedAndReported(OfflineDiscord discord) {
        URI uri = URI.create(discord.gatewayUrl() + "?v=10&encoding=json&compress=zstd-stream");
        CompletableFuture<WebSocket> socket = http.newWebSocketBuilder().buildAsync(uri, new WebSocket.Listener() {});
        assertThrows(CompletionException.class, socket::join);
        assertEquals(
                List.of("bot-unsupported-version"),
                discord.violations().stream().map(each -> each.rule()).toList());
        assertThrows(AssertionError.class, () -> discord.assertNoViolations());
        discord.assertNoViolations("bot-unsupported-version");
        discord.clearViolations();
    }

    @Test
    void compressedMessagesAreOneZlibStream(OfflineDiscord discord) throws Exception {
        CompletableFuture<byte[]> first = new CompletableFuture<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(
                        URI.create(discord.gatewayUrl() + "?v=10&encoding=json&compress=zlib-stream"),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
                                while (data.hasRemaining()) {
                                    bytes.write(data.get());
                                }
                                from.request(1);
                                if (last) {
                                    first.complete(bytes.toByteArray());
                                }
                                return CompletableFuture.completedFuture(null);
                            }
                        })
                .get(60, TimeUnit.SECONDS);
        byte[] hello = first.get(60, TimeUnit.SECONDS);
        assertEquals("0000ffff", String.format("%08x", ByteBuffer.wrap(hello).getInt(hello.length - 4)), "flushed");
        Inflater inflater = new Inflater();
        inflater.setInput(hello);
        byte[] text = new byte[1_000];
        int length = inflater.inflate(text);
        inflater.end();
        assertTrue(new String(text, 0, length, StandardCharsets.UTF_8).contains("\"heartbeat_interval\":41250"));
        socket.abort();
    }
}
