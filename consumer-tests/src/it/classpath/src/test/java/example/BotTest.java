package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.PlayerState;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a bot's project does: the library to run, the embedded voice server to test. */
class BotTest {
    @RegisterExtension
    VoiceServer server = VoiceServer.create();

    private VoiceConnection member(long user) {
        VoiceTicket ticket = server.join(1, 2, user);
        VoiceServerInfo info = new VoiceServerInfo(
                ticket.guildId(), ticket.channelId(), user, ticket.sessionId(), ticket.token(), ticket.endpoint());
        VoiceConnection connection = VoiceConnection.create(
                info, VoiceOptions.builder().sslContext(server.trustingContext()).build());
        connection.connect().orTimeout(60, TimeUnit.SECONDS).join();
        return connection;
    }

    @Test
    void whatTheBotPlaysIsHeard() throws InterruptedException {
        try (VoiceConnection listener = member(42);
                VoiceConnection bot = member(43)) {
            BaseReceiver receiver = new BaseReceiver(listener);
            BasePlayer player = new BasePlayer(bot, new ToneSource(440, 0.5, Duration.ofSeconds(1)), OpusEncoderOptions.defaults());
            assertEquals(PlayerState.FINISHED, player.play().orTimeout(60, TimeUnit.SECONDS).join());
            VoiceFrame frame = receiver.receive(Duration.ofSeconds(30), true);
            assertEquals(43, frame.userId());
            assertTrue(bot.encryption().ready());
        }
        server.assertNoViolations();
    }
}
