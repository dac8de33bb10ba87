import com.sedmelluq.discord.lavaplayer.player.AudioPlayer;
import dev.acord.jda.*;
import dev.acord.lavaplayer.*;
import java.nio.ByteBuffer;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.audio.AudioSendHandler;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.channel.middleman.AudioChannel;
import net.dv8tion.jda.api.managers.AudioManager;
class Prelude {
    JDABuilder builder;
    Guild guild;
    AudioChannel channel;
    AcordVoice voice;
    AudioSource source;
    AudioPlayer audioPlayer;
    MyMixer mixer;
    interface MyMixer {
        boolean hasFrame();
        byte[] nextFrame();
    }
    FfmpegPlayer open(VoiceConnection connection, Path file) {
        throw new IllegalStateException();
    }
}
