package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.DaveIdentity;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceServerInfo;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Nothing that this project logs, reports or throws in a whole call shows a secret. */
class SecretsTest {
    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    private final Secrets secrets = new Secrets();
    private final Set<String> words = new LinkedHashSet<>();

    @SuppressWarnings("JdkObsolete") // listeners of several connections write at once: its locks are needed
    private final StringBuffer events = new StringBuffer();

    /** Writes down every event with all that it says. */
    private void listen(VoiceConnection connection) {
        connection.addListener((VoiceListener) Proxy.newProxyInstance(
                VoiceListener.class.getClassLoader(), new Class<?>[] {VoiceListener.class}, (proxy, method, args) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.getName().equals("equals") ? proxy == args[0] : (Object) 0;
                    }
                    events.append(method.getName())
                            .append(' ')
                            .append(Arrays.deepToString(args))
                            .append('\n');
                    for (Object each : args) {
                        if (each instanceof Throwable thrown) {
                            events.append(TestLogging.stackTrace(thrown));
                        }
                    }
                    return null;
                }));
    }

    private VoiceConnection join(Call call, long user, DaveIdentity identity) {
        VoiceTicket ticket = server.join(Call.GUILD, Call.CHANNEL, user);
        words.add(ticket.token());
        words.add(ticket.sessionId());
        VoiceServerInfo info = Call.info(ticket);
        var options = call.options().identity(identity).build();
        VoiceConnection connection = VoiceConnection.create(info, options);
        listen(connection);
        connection.connect().orTimeout(60, TimeUnit.SECONDS).join();
        events.append(ticket)
                .append(info)
                .append(options)
                .append(options.identity())
                .append(identity.keyPair());
        return connection;
    }

    private void describe(VoiceConnection connection) {
        events.append(connection)
                .append(connection.stats())
                .append(connection.encryption())
                .append(connection.udpConnection())
                .append(connection.options())
                .append(connection.runtime())
                .append('\n');
    }

    /** The keys that both sides hold, each in its own copy. */
    private int shared(Object one, Object other, int bytes) {
        Set<ByteBuffer> both = new LinkedHashSet<>(secrets.collect(one));
        both.retainAll(secrets.collect(other));
        return (int) both.stream().filter(each -> each.capacity() == bytes).count();
    }

    @Test
    void a_whole_call_shows_no_secret_in_logs_events_exceptions_or_texts() throws InterruptedException {
        DaveIdentity identity = DaveIdentity.generate();
        try (TestLogging.Capture log = new TestLogging.Capture();
                Call call = new Call(server)) {
            VoiceConnection listener = join(call, 2, DaveIdentity.generate());
            VoiceConnection player = join(call, 1, identity);
            EncryptedCallTest.await(
                    player, state -> state.ready() && state.users().size() == 2);
            EncryptedCallTest.await(
                    listener, state -> state.ready() && state.users().size() == 2);
            Ear ear = new Ear(listener);
            new BasePlayer(player, new NumberedFrames(20, true)).play();
            assertEquals(25, ear.hear(25).size());
            assertTrue(shared(player, server, 32) >= 1, "the transport key is among what is looked for");
            assertTrue(shared(player, listener, 16) + shared(player, listener, 32) >= 1, "so are the group's secrets");
            assertTrue(secrets.all().containsAll(new Secrets().collect(identity.keyPair())), "so is the private key");

            int before = secrets.all().size();
            server.rotateKey(1);
            VoiceConnection third = join(call, 3, DaveIdentity.generate());
            EncryptedCallTest.await(
                    player, state -> state.ready() && state.users().size() == 3);
            new BasePlayer(player, new NumberedFrames(20, true)).play();
            assertEquals(25, ear.hear(25).size());
            secrets.collect(player, listener, third, server);
            assertTrue(secrets.all().size() > before, "a new transport key and a new epoch bring new secrets");

            CompletableFuture<Void> resumed = new CompletableFuture<>();
            player.addListener(new VoiceListener() {
                @Override
                public void onResumed(VoiceConnection which) {
                    resumed.complete(null);
                }
            });
            server.killSocket(1);
            resumed.orTimeout(60, TimeUnit.SECONDS).join();
            third.disconnect("leaving").orTimeout(60, TimeUnit.SECONDS).join();
            EncryptedCallTest.await(
                    player, state -> state.ready() && state.users().size() == 2);
            secrets.collect(player, listener, server);
            for (VoiceConnection each : List.of(player, listener, third)) {
                describe(each);
            }
            server.assertNoViolations();
            refused(call);
            player.disconnect("over").orTimeout(60, TimeUnit.SECONDS).join();
            listener.disconnect("over").orTimeout(60, TimeUnit.SECONDS).join();

            String all = log.text() + "\n" + events;
            System.out.println("looked for " + secrets.all().size() + " byte arrays and " + words.size() + " words in "
                    + all.lines().count() + " lines, " + all.length() + " characters");
            assertTrue(log.text().contains("DEBUG dev.acord.voice.io.ConnectionDriver - opening"), "the log is there");
            assertTrue(events.toString().contains("onEncryption"), "the events are there");
            assertEquals(List.of(), secrets.shownBy(all, words));
        }
    }

    /** A session that fails, with a token and a session of its own. */
    private void refused(Call call) {
        String token = "a-token-that-is-wrong-but-secret";
        words.add(token);
        VoiceServerInfo right = Call.info(server.join(Call.GUILD, Call.CHANNEL, 9));
        words.add(right.sessionId());
        words.add(right.token());
        VoiceConnection wrong = VoiceConnection.create(
                new VoiceServerInfo(Call.GUILD, Call.CHANNEL, 9, right.sessionId(), token, right.endpoint()),
                call.options().build());
        listen(wrong);
        CompletionException thrown = assertThrows(
                CompletionException.class,
                () -> wrong.connect().orTimeout(60, TimeUnit.SECONDS).join());
        events.append(TestLogging.stackTrace(thrown)).append(wrong);
    }

    @Test
    void a_session_description_that_is_damaged_is_not_quoted() throws Exception {
        byte[] key = new byte[32];
        new java.util.Random(7).nextBytes(key);
        StringBuilder numbers = new StringBuilder();
        for (byte each : key) {
            numbers.append(each & 0xFF).append(',');
        }
        secrets.collect((Object) key);
        String start =
                "{\"op\":4,\"d\":{\"mode\":\"aead_aes256_gcm_rtpsize\",\"dave_protocol_version\":0,\"secret_key\":[";
        for (String damage : List.of("]}}", "\"x\"]}}", "256]}}", "1", "nul]}}")) {
            try (TestLogging.Capture log = new TestLogging.Capture();
                    RawGateway gateway = new RawGateway()) {
                VoiceConnection connection = gateway.connect(1);
                listen(connection);
                try (RawGateway.Peer peer = gateway.accept()) {
                    peer.untilSelected();
                    repeat(peer, start + numbers + damage);
                    String why = connection
                            .closed()
                            .orTimeout(60, TimeUnit.SECONDS)
                            .join()
                            .message();
                    assertTrue(why.contains("malformed"), why);
                    assertEquals(List.of(), secrets.shownBy(log.text() + events + why, words), damage);
                }
            }
        }
    }

    /** Once is enough for a description that is not one; what is no JSON at all ends a session when there is too much of it. */
    private static void repeat(RawGateway.Peer peer, String message) {
        try {
            for (int i = 0; i < 101; i++) {
                peer.text(message);
            }
        } catch (IOException e) {
            return; // the client has had enough
        }
    }

    @Test
    void what_looks_for_secrets_finds_them() {
        byte[] planted = HexFormat.of().parseHex("00ff107f80a1b2c3d4e5f60718293a4b5c6d7e8f9fafbfcfdfefff0011223344");
        secrets.collect((Object) planted);
        for (String shown : List.of(
                HexFormat.of().formatHex(planted),
                HexFormat.of().withUpperCase().formatHex(planted),
                Base64.getEncoder().encodeToString(planted),
                Base64.getUrlEncoder().encodeToString(planted),
                Arrays.toString(planted),
                "[0,255,16,127,128,161,178,195,212,229,246,7,24,41]",
                "the token")) {
            try (TestLogging.Capture log = new TestLogging.Capture()) {
                LoggerFactory.getLogger("dev.acord.test").trace("here it is: {}", shown);
                assertEquals(1, secrets.shownBy(log.text(), Set.of("the token")).size(), shown);
            }
        }
        assertEquals(List.of(), secrets.shownBy("nothing of that kind", Set.of("the token")));
    }
}
