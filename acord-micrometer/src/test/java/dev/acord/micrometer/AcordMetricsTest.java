package dev.acord.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceRuntime;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Meters of real calls on the embedded server. */
class AcordMetricsTest {
    private static final byte[] PACKET = {(byte) 0xFC, 1, 2, 3, 4, 5, 6, 7};

    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private VoiceConnection join(long guild, long user) throws Exception {
        VoiceTicket ticket = server.join(guild, guild + 1, user);
        VoiceServerInfo info =
                new VoiceServerInfo(guild, guild + 1, user, ticket.sessionId(), ticket.token(), ticket.endpoint());
        VoiceConnection connection = VoiceConnection.create(
                info,
                VoiceOptions.builder().sslContext(server.trustingContext()).build());
        connection.connect().get(60, TimeUnit.SECONDS);
        return connection;
    }

    private static void play(VoiceConnection connection, int packets) throws Exception {
        AudioSource source = new AudioSource() {
            private int left = packets;

            @Override
            public int read(byte[] buffer, int offset) {
                if (left-- <= 0) {
                    return END;
                }
                System.arraycopy(PACKET, 0, buffer, offset, PACKET.length);
                return PACKET.length;
            }

            @Override
            public void close() {}
        };
        new BasePlayer(connection, source).play().get(60, TimeUnit.SECONDS);
    }

    private double count(String name, String... tags) {
        FunctionCounter counter = registry.get(name).tags(tags).functionCounter();
        return counter.count();
    }

    /** Figures may be half a second old. */
    private static void await(BooleanSupplier wanted) throws InterruptedException {
        long deadlineNs = System.nanoTime() + 60_000_000_000L;
        while (!wanted.getAsBoolean() && System.nanoTime() < deadlineNs) {
            Thread.sleep(20);
        }
        assertTrue(wanted.getAsBoolean());
    }

    private static void leave(VoiceConnection connection) throws Exception {
        connection.disconnect("over").get(60, TimeUnit.SECONDS);
    }

    @Test
    void the_meters_say_what_the_connections_say_and_keep_it_when_they_close() throws Exception {
        try (AcordMetrics metrics = AcordMetrics.create()) {
            metrics.bindTo(registry);
            metrics.watch(VoiceRuntime.shared());
            VoiceConnection listener = join(10, 2);
            VoiceConnection bot = join(10, 1);
            metrics.watch(bot).watch(listener).watch(bot);
            play(bot, 50);
            await(() -> registry.get("acord.voice.connections")
                            .tag("state", "ready")
                            .gauge()
                            .value()
                    == 2);
            await(() -> {
                VoiceStats sent = bot.stats();
                VoiceStats heard = listener.stats();
                return sent.packetsSent() >= 55
                        && count("acord.voice.packets.sent") == sent.packetsSent() + heard.packetsSent()
                        && count("acord.voice.packets.received") == sent.packetsReceived() + heard.packetsReceived();
            });
            await(() -> count("acord.voice.transitions") >= 2);
            server.killSocket(1);
            await(() -> count("acord.voice.reconnects") == 1);
            await(() -> count("acord.voice.resumes") == 1);
            assertEquals(0, count("acord.voice.encryption.failures"));
            assertEquals(0, registry.get("acord.voice.sending").gauge().value());
            assertTrue(count("acord.voice.pacer.skipped") >= 0);
            assertTrue(registry.get("acord.voice.heartbeat.latency").timeGauge().value(TimeUnit.SECONDS) < 60);
            double sent = bot.stats().packetsSent() + listener.stats().packetsSent();
            leave(bot);
            leave(listener);
            await(() -> registry.get("acord.voice.connections")
                            .tag("state", "ready")
                            .gauge()
                            .value()
                    == 0);
            assertTrue(count("acord.voice.packets.sent") >= sent, "what closed connections counted stays");
        }
        assertTrue(registry.getMeters().isEmpty(), "closing takes the meters away");
    }

    @Test
    void with_tags_a_guild_has_meters_of_its_own_which_go_with_its_last_connection() throws Exception {
        try (AcordMetrics metrics = AcordMetrics.createWithGuildTags()) {
            VoiceConnection one = join(10, 1);
            metrics.watch(one);
            metrics.bindTo(registry);
            VoiceConnection other = join(30, 2);
            metrics.watch(other);
            play(one, 20);
            await(() -> count("acord.voice.packets.sent", "guild", "10") >= 20);
            assertTrue(count("acord.voice.packets.sent", "guild", "30") < 20);
            leave(one);
            await(() ->
                    registry.find("acord.voice.packets.sent").tag("guild", "10").functionCounter() == null);
            assertFalse(registry.find("acord.voice.packets.sent")
                    .tag("guild", "30")
                    .functionCounters()
                    .isEmpty());
            leave(other);
            await(() -> registry.getMeters().isEmpty());
        }
    }

    @Test
    void connections_that_nobody_closed_are_not_kept() throws Exception {
        Totals totals = new Totals();
        totals.add(VoiceConnection.create(new VoiceServerInfo(1, 2, 3, "session", "token", "localhost:1")));
        await(() -> {
            System.gc();
            totals.count(Figure.PACKETS_SENT);
            return totals.size() == 0;
        });
    }
}
