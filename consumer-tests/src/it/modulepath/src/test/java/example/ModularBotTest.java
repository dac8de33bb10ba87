package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import org.junit.jupiter.api.Test;

class ModularBotTest {
    @Test
    void everythingIsANamedModuleAndACallWorks() throws InterruptedException {
        assertEquals("example.modular", ModularBot.class.getModule().getName());
        assertEquals("dev.acord.voice", VoiceConnection.class.getModule().getName());
        assertTrue(ModularBot.class.getModule().canRead(VoiceConnection.class.getModule()));
        VoiceFrame frame = ModularBot.playAndHear();
        assertNotNull(frame);
        assertEquals(43, frame.userId());
    }
}
