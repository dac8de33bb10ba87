package dev.acord.examples;

import dev.acord.audio.engine.AudioQueue;
import dev.acord.audio.engine.AudioQueueOptions;
import dev.acord.audio.engine.Track;
import dev.acord.jda.AcordVoice;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.receive.SpeechFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says back what each speaker said, as a test of one's microphone. {@code EchoBot [TOKEN_FILE]} */
public final class EchoBot extends ExampleBot {
    private static final Logger LOG = LoggerFactory.getLogger(EchoBot.class);
    /** More people than that at once do not test their microphones. */
    private static final int MOST_WAITING = 10;

    private final Map<Long, VoiceConnection> echoing = new ConcurrentHashMap<>();

    EchoBot(AcordVoice voice) {
        super(voice);
    }

    /**
     * Runs the bot until it is interrupted.
     *
     * @param args the file that has the token
     */
    public static void main(String[] args) {
        new EchoBot(AcordVoice.create()).start(JDABuilder.createLight(token(args, 0)));
    }

    @Override
    List<SlashCommandData> commands() {
        return List.of(
                Commands.slash("echo", "Says back what you say"), Commands.slash("stop", "Stops that, and leaves"));
    }

    @Override
    CompletableFuture<String> answer(SlashCommandInteractionEvent event, Guild guild) {
        if (event.getName().equals("stop")) {
            echoing.remove(guild.getIdLong());
            return voice.leave(guild).thenApply(left -> "Bye.");
        }
        return join(event).thenApply(connection -> {
            if (echoing.put(guild.getIdLong(), connection) != connection) {
                echo(connection, guild);
            }
            return "Say something, and pause.";
        });
    }

    /** All of it ends with the connection. */
    private static void echo(VoiceConnection connection, Guild guild) {
        AudioQueue answers = new AudioQueue(
                AudioQueueOptions.builder().capacity(MOST_WAITING).build());
        new BasePlayer(connection, answers).play();
        // another bot might be one like this
        new Utterances(connection, SpeechFormat.STEREO_48K, said -> {
            Member speaker = guild.getMemberById(said.userId);
            if (speaker != null && !speaker.getUser().isBot()) {
                try {
                    answers.add(Track.ofPcm(speaker.getEffectiveName(), new Clip(said.pcm)::open));
                } catch (IllegalStateException e) {
                    LOG.info("not echoed: {}", e.getMessage()); // too many wait, or the bot is leaving
                }
            }
        });
    }
}
