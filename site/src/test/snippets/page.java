import dev.acord.sim.*;
import dev.acord.sim.web.*;
class Prelude {
    VoiceServer server;
}
