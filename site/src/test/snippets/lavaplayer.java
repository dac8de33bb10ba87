import com.sedmelluq.discord.lavaplayer.player.AudioPlayer;
import com.sedmelluq.discord.lavaplayer.player.AudioPlayerManager;
import com.sedmelluq.discord.lavaplayer.player.event.AudioEventAdapter;
import com.sedmelluq.discord.lavaplayer.track.AudioTrack;
import dev.acord.lavaplayer.*;
import org.slf4j.Logger;
class Prelude {
    AudioPlayerManager manager;
    AudioTrack track;
    Logger log;
    static class TrackScheduler extends AudioEventAdapter {
        TrackScheduler(AudioPlayer player) {}
    }
}
