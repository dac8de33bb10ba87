package dev.acord.system;

import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Members of a call on the embedded server, for tests. */
final class Call implements AutoCloseable {
    static final long GUILD = 41_771_983_423_143_937L;
    static final long CHANNEL = 127_121_515_262_115_840L;
    /** Long enough for the slowest machine; nothing waits this long unless it is broken. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final VoiceServer server;
    private final List<VoiceConnection> members = new ArrayList<>();

    Call(VoiceServer server) {
        this.server = server;
    }

    static VoiceServerInfo info(VoiceTicket ticket) {
        return new VoiceServerInfo(
                ticket.guildId(),
                ticket.channelId(),
                ticket.userId(),
                ticket.sessionId(),
                ticket.token(),
                ticket.endpoint());
    }

    VoiceOptions.Builder options() {
        return VoiceOptions.builder().sslContext(server.trustingContext());
    }

    /** A member that has not connected. */
    VoiceConnection member(long userId, VoiceOptions options) {
        VoiceConnection connection = VoiceConnection.create(info(server.join(GUILD, CHANNEL, userId)), options);
        members.add(connection);
        return connection;
    }

    /** A member that is there. */
    VoiceConnection join(long userId, VoiceOptions options) {
        VoiceConnection connection = member(userId, options);
        connection.connect().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        return connection;
    }

    VoiceConnection join(long userId) {
        return join(userId, options().build());
    }

    /** Everybody leaves, cleanly. */
    void leave() {
        for (VoiceConnection member : members) {
            member.disconnect("test over")
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
        members.clear();
    }

    @Override
    public void close() {
        leave();
    }
}
