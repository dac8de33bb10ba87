package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
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

class ModularBotTest {
    @RegisterExtension
    VoiceServer server = VoiceServer.create();

    @Test
    void theBotAndTheLibraryAreNamedModulesAndACallWorks() throws InterruptedException {
        assertEquals("example.modular", ModularBot.class.getModule().getName());
        assertEquals("dev.acord.voice", VoiceConnection.class.getModule().getName());
        try (VoiceConnection listener = member(42);
                VoiceConnection bot = member(43)) {
            BaseReceiver receiver = new BaseReceiver(listener);
            assertEquals(
                    PlayerState.FINISHED,
                    ModularBot.play(bot).orTimeout(60, TimeUnit.SECONDS).join());
            VoiceFrame frame = receiver.receive(Duration.ofSeconds(30), true);
            assertNotNull(frame);
            assertEquals(43, frame.userId());
        }
        server.assertNoViolations();
    }

    private VoiceConnection member(long user) {
        VoiceTicket ticket = server.join(1, 2, user);
        VoiceServerInfo info = new VoiceServerInfo(
                ticket.guildId(), ticket.channelId(), user, ticket.sessionId(), ticket.token(), ticket.endpoint());
        VoiceConnection connection = VoiceConnection.create(
                info, VoiceOptions.builder().sslContext(server.trustingContext()).build());
        connection.connect().orTimeout(60, TimeUnit.SECONDS).join();
        return connection;
    }
}
