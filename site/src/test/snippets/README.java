import dev.acord.dave.*;
import dev.acord.jda.*;
import dev.acord.lavaplayer.*;
import dev.acord.sim.*;
import dev.acord.sim.discord.*;
import com.sedmelluq.discord.lavaplayer.player.AudioPlayer;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.audio.AudioModuleConfig;
import net.dv8tion.jda.api.entities.channel.middleman.AudioChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import dev.acord.voice.receive.*;
class Prelude {
    JDABuilder builder;
    AudioChannel channel;
    AudioPlayer audioPlayer;
    AcordVoice voice;
    char[] password;
    void transcribe(SpeechStream stream) {}
}
