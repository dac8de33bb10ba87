package example;

import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Uses the library and its embedded server from a named module. */
public final class ModularBot {
    private ModularBot() {}

    /** Plays a second of a tone in a call, and gives what another member heard first. */
    public static VoiceFrame playAndHear() throws InterruptedException {
        try (VoiceServer server = VoiceServer.create().start();
                VoiceConnection listener = member(server, 42);
                VoiceConnection bot = member(server, 43)) {
            BaseReceiver receiver = new BaseReceiver(listener);
            new BasePlayer(bot, new ToneSource(440, 0.5, Duration.ofSeconds(1)), OpusEncoderOptions.defaults())
                    .play()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            VoiceFrame frame = receiver.receive(Duration.ofSeconds(30), true);
            server.assertNoViolations();
            return frame;
        }
    }

    private static VoiceConnection member(VoiceServer server, long user) {
        VoiceTicket ticket = server.join(1, 2, user);
        VoiceServerInfo info = new VoiceServerInfo(
                ticket.guildId(), ticket.channelId(), user, ticket.sessionId(), ticket.token(), ticket.endpoint());
        VoiceConnection connection = VoiceConnection.create(
                info, VoiceOptions.builder().sslContext(server.trustingContext()).build());
        connection.connect().orTimeout(60, TimeUnit.SECONDS).join();
        return connection;
    }
}
