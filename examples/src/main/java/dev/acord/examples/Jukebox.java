package dev.acord.examples;

import dev.acord.audio.engine.AudioQueue;
import dev.acord.audio.engine.AudioQueueListener;
import dev.acord.audio.engine.Track;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.VoiceConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;

/** One guild's music: a queue, its player, and somebody to tell when a track cannot be played. */
final class Jukebox implements AudioQueueListener {
    private static final Duration CROSS_FADE = Duration.ofSeconds(3);
    private static final int SHOWN = 10;
    private static final int MOST_TRACKS = 200;
    private static final String USER = "user";
    private static final String CHANNEL = "channel";

    final VoiceConnection connection;
    final AudioQueue queue = new AudioQueue();
    final BasePlayer player;
    private final JDA jda;

    Jukebox(VoiceConnection connection, JDA jda) {
        this.connection = connection;
        this.jda = jda;
        queue.setCrossFade(CROSS_FADE);
        queue.addListener(this);
        player = new BasePlayer(connection, queue);
        player.play();
    }

    /** Adds a track, and says what becomes of it. */
    String add(Track track, SlashCommandInteractionEvent askedBy) {
        if (queue.upcoming().size() >= MOST_TRACKS) {
            throw new ExampleBot.Refusal("The queue is full.");
        }
        boolean first = queue.current().isEmpty() && queue.upcoming().isEmpty();
        // its turn may come when the command can no longer be answered
        queue.add(track.withMetadata(Map.of(USER, askedBy.getUser().getId(), CHANNEL, askedBy.getChannelId())));
        return (first ? "Playing " : "Queued ") + track.title() + ".";
    }

    @Override
    public void onTrackFailed(Track track, Exception cause) {
        String user = track.metadata().getOrDefault(USER, "0");
        String channelId = track.metadata().getOrDefault(CHANNEL, "0");
        GuildMessageChannel channel = jda.getChannelById(GuildMessageChannel.class, channelId);
        if (channel != null && channel.canTalk()) {
            channel.sendMessage(ExampleBot.fit(
                            "<@" + user + ">, I cannot play " + track.title() + ": " + cause.getMessage()))
                    .setAllowedMentions(List.of()) // but for the one who asked
                    .mentionUsers(user)
                    .queue();
        }
    }

    /** What is playing, and what comes next. */
    String list() {
        return queue.current()
                .map(track -> track.title() + ", " + time(queue.position().orElse(Duration.ZERO))
                        + queue.duration().map(length -> " of " + time(length)).orElse(""))
                .map(now -> queue.upcoming().stream()
                        .limit(SHOWN)
                        .map(Track::title)
                        .collect(Collectors.joining("\n", now + "\n", "")))
                .orElse("Nothing is playing.");
    }

    /** Minutes and seconds. */
    static String time(Duration time) {
        return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }
}
