package dev.acord.cli.soak;

import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceRuntime;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceStats;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One visit of one user in the call: connects, talks when told, hears all the time. */
final class SoakMember {
    private static final long GUILD = 1;
    private static final long CHANNEL = 2;
    private static final int RECEIVE_FRAMES = 1_000;

    private final VoiceConnection connection;
    private final BasePlayer player;
    private final BaseReceiver receiver;

    SoakMember(VoiceServer server, VoiceRuntime runtime, long user) {
        VoiceTicket ticket = server.join(GUILD, CHANNEL, user);
        VoiceOptions options =
                VoiceOptions.builder().sslContext(server.trustingContext()).build();
        connection = VoiceConnection.create(
                new VoiceServerInfo(GUILD, CHANNEL, user, ticket.sessionId(), ticket.token(), ticket.endpoint()),
                options,
                runtime);
        receiver = new BaseReceiver(connection, RECEIVE_FRAMES);
        player = new BasePlayer(connection, new SoakSource(user));
        player.play();
        player.pause();
        connection.connect();
    }

    void awaitReady(Duration limit) {
        connection.awaitReady(limit);
    }

    void talk(boolean aloud) {
        if (aloud) {
            player.resume();
        } else {
            player.pause();
        }
    }

    /** Takes what was heard, as an attentive listener does. */
    void listen() throws InterruptedException {
        boolean more = true;
        while (more) {
            more = receiver.receive(Duration.ZERO) != null;
        }
    }

    VoiceStats stats() {
        return connection.stats();
    }

    /** The future completes when it has left; until then {@link #stats} goes on. */
    CompletableFuture<?> leave() {
        return connection.disconnect("soak");
    }

    void close() {
        receiver.close();
    }
}
