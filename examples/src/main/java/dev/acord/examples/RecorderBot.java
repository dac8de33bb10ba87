package dev.acord.examples;

import dev.acord.jda.AcordVoice;
import dev.acord.voice.Recorder;
import dev.acord.voice.RecordingStats;
import dev.acord.voice.VoiceConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.entities.channel.middleman.AudioChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import net.dv8tion.jda.api.events.guild.voice.GuildVoiceUpdateEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;

/**
 * Records a call, a file for each speaker and one of everybody, and says so to all whom it concerns. {@code RecorderBot FOLDER [TOKEN_FILE]}. Many
 * countries want everybody's consent: that is the matter of whoever runs it.
 */
public final class RecorderBot extends ExampleBot {
    /** What is recorded in a guild, and where to tell about it. */
    private record Recording(Recorder recorder, Path folder, GuildMessageChannel asked) {}

    private final Path folder;
    private final Map<Long, Recording> recordings = new ConcurrentHashMap<>();

    RecorderBot(AcordVoice voice, Path folder) {
        super(voice);
        this.folder = folder;
    }

    /**
     * Runs the bot until it is interrupted. A recording that it does not end is whole but for its last second.
     *
     * @param args the folder, and the file that has the token
     */
    public static void main(String[] args) {
        new RecorderBot(AcordVoice.create(), path(args, 0, "the folder for recordings"))
                .start(JDABuilder.createLight(token(args, 1)));
    }

    @Override
    List<SlashCommandData> commands() {
        return List.of(Commands.slash("record", "Records your voice channel")
                .addSubcommands(
                        new SubcommandData("start", "Comes, and records everybody"),
                        new SubcommandData("stop", "Ends the recording, and leaves")));
    }

    @Override
    CompletableFuture<String> answer(SlashCommandInteractionEvent event, Guild guild) {
        if ("stop".equals(event.getSubcommandName())) {
            Recording recording = recordings.remove(guild.getIdLong());
            if (recording == null) {
                throw new Refusal("I am not recording.");
            }
            return stop(recording, guild);
        }
        if (recordings.containsKey(guild.getIdLong())) {
            throw new Refusal("I am recording already.");
        }
        GuildMessageChannel asked = event.getGuildChannel();
        return join(event).thenApply(connection -> {
            recordings.computeIfAbsent(guild.getIdLong(), id -> record(connection, guild, asked));
            return "I record <#" + Long.toUnsignedString(connection.channelId())
                    + "> from now on: everything that anybody says there, until /record stop.";
        });
    }

    private Recording record(VoiceConnection connection, Guild guild, GuildMessageChannel asked) {
        Path to = folder.resolve(guild.getId() + "-" + Instant.now().toEpochMilli());
        try {
            Recording recording = new Recording(new Recorder(connection, to), to, asked);
            connection
                    .closed()
                    .thenAccept(reason -> lost(recording, guild, "The call is over: " + reason.message() + ". "));
            return recording;
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private CompletableFuture<String> stop(Recording recording, Guild guild) {
        return recording
                .recorder
                .stop()
                .thenCompose(stopped -> recording.recorder.stats())
                .thenCompose(stats -> voice.leave(guild).thenApply(left -> report(recording, stats)));
    }

    private void lost(Recording recording, Guild guild, String why) {
        if (recordings.remove(guild.getIdLong(), recording)) { // not by /record stop
            stop(recording, guild).thenAccept(text -> tell(recording.asked, why + text));
        }
    }

    private static String report(Recording recording, RecordingStats stats) {
        String speakers = stats.tracks().stream()
                .map(each -> "<@" + Long.toUnsignedString(each.userId()) + "> " + Jukebox.time(each.spoken()))
                .collect(Collectors.joining(", "));
        String failures = recording.recorder.failures().stream()
                .map(each -> "\nA file failed: " + each.getMessage())
                .collect(Collectors.joining());
        return "Recorded " + Jukebox.time(stats.duration()) + " into " + recording.folder.getFileName() + ". "
                + (speakers.isEmpty() ? "Nobody spoke." : "Who spoke: " + speakers + ".") + failures;
    }

    /** Whoever comes later is told; when the bot is thrown out, the recording is over. */
    @Override
    public void onGuildVoiceUpdate(GuildVoiceUpdateEvent event) {
        Guild guild = event.getGuild();
        Recording recording = recordings.get(guild.getIdLong());
        if (recording == null) {
            return;
        }
        Member self = guild.getSelfMember();
        AudioChannel joined = event.getChannelJoined();
        if (event.getMember().equals(self)) {
            if (joined == null) {
                lost(recording, guild, "I was thrown out. ");
            }
        } else if (joined != null
                && self.getVoiceState() != null
                && joined.equals(self.getVoiceState().getChannel())) {
            tell(
                    event.getChannelJoined().asGuildMessageChannel(),
                    event.getMember().getAsMention() + ", this channel is being recorded.");
        }
    }

    private static void tell(GuildMessageChannel channel, String text) {
        if (channel.canTalk()) {
            channel.sendMessage(text).queue();
        }
    }
}
