import dev.acord.jda.*;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.audio.AudioModuleConfig;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.channel.middleman.AudioChannel;
import net.dv8tion.jda.api.requests.GatewayIntent;
import dev.acord.voice.receive.*;
class Prelude {
    JDABuilder builder;
    Guild guild;
    AudioChannel channel;
    AcordVoice voice;
    void transcribe(SpeechStream stream) {}
    void reply(String text) {}
}
