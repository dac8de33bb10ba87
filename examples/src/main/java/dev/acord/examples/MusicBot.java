package dev.acord.examples;

import dev.acord.audio.engine.Track;
import dev.acord.audio.ffmpeg.FfmpegOptions;
import dev.acord.audio.ffmpeg.FfmpegSource;
import dev.acord.jda.AcordVoice;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.GuildVoiceState;
import net.dv8tion.jda.api.events.guild.voice.GuildVoiceUpdateEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** Plays files of a folder, and what ffmpeg reads from web addresses, one after the other. {@code MusicBot FOLDER [TOKEN_FILE]} */
public final class MusicBot extends ExampleBot {
    /** Whoever may use /play has this machine fetch what an address names, inside its own network too. Leave it out among strangers. */
    private static final FfmpegOptions WEB = FfmpegOptions.builder()
            .inputArguments("-protocol_whitelist", "http,https,tcp,tls,crypto")
            .build();

    private final Path folder;
    private final Duration patience;
    private final Map<Long, Jukebox> jukeboxes = new ConcurrentHashMap<>();
    private final Map<Long, Object> emptySince = new ConcurrentHashMap<>();

    MusicBot(AcordVoice voice, Path folder, Duration patience) {
        super(voice);
        this.folder = folder.toAbsolutePath().normalize();
        this.patience = patience;
    }

    /**
     * Runs the bot until it is interrupted.
     *
     * @param args the folder, and the file that has the token
     */
    public static void main(String[] args) {
        new MusicBot(AcordVoice.create(), path(args, 0, "the folder with the music"), Duration.ofMinutes(2))
                .start(JDABuilder.createLight(token(args, 1)));
    }

    @Override
    List<SlashCommandData> commands() {
        OptionData percent = new OptionData(OptionType.INTEGER, "percent", "100 is as it is", true);
        OptionData seconds = new OptionData(OptionType.INTEGER, "seconds", "From its beginning", true);
        return List.of(
                Commands.slash("play", "Plays a file, or a web address")
                        .addOption(OptionType.STRING, "what", "The file's name, or the address", true),
                Commands.slash("skip", "Goes on with the next one"),
                Commands.slash("pause", "Pauses"),
                Commands.slash("resume", "Goes on after a pause"),
                Commands.slash("volume", "Sets the volume").addOptions(percent.setRequiredRange(0, 200)),
                Commands.slash("seek", "Goes elsewhere in what is playing").addOptions(seconds.setMinValue(0)),
                Commands.slash("queue", "Says what is playing, and what comes next"),
                Commands.slash("stop", "Stops, and leaves"));
    }

    @Override
    CompletableFuture<String> answer(SlashCommandInteractionEvent event, Guild guild) {
        if (event.getName().equals("play")) {
            Track track = track(event.getOption("what", "", OptionMapping::getAsString));
            return join(event).thenApply(connection -> jukeboxes
                    // a connection lives through moves and lost sessions; after it was closed, a join makes another
                    .compute(
                            guild.getIdLong(),
                            (id, old) -> old != null && old.connection == connection
                                    ? old
                                    : new Jukebox(connection, event.getJDA()))
                    .add(track, event));
        }
        Jukebox jukebox = jukeboxes.get(guild.getIdLong());
        if (jukebox == null) {
            throw new Refusal("I am not playing.");
        }
        return switch (event.getName()) {
            case "skip" -> done(jukebox.queue.skip() ? "Skipped." : "There is nothing to skip.");
            case "volume" -> {
                int percent = event.getOption("percent", 100, OptionMapping::getAsInt);
                jukebox.queue.volume().setPercent(percent);
                yield done("The volume is " + percent + " %.");
            }
            case "seek" -> {
                Duration position = Duration.ofSeconds(event.getOption("seconds", 0L, OptionMapping::getAsLong));
                yield jukebox.player.seek(position).thenApply(reached -> "At " + Jukebox.time(reached) + ".");
            }
            case "queue" -> done(jukebox.list());
            case "pause" -> {
                jukebox.player.pause();
                yield done("Paused.");
            }
            case "resume" -> {
                jukebox.player.resume();
                yield done("Going on.");
            }
            default -> leave(guild).thenApply(left -> "Bye.");
        };
    }

    private Track track(String what) {
        if (what.startsWith("https://") || what.startsWith("http://")) {
            return Track.ofPcm(what, () -> FfmpegSource.open(what, WEB));
        }
        try {
            Path file = folder.resolve(what).normalize();
            if (file.startsWith(folder) && Files.isRegularFile(file)) {
                return Track.of(file);
            }
        } catch (InvalidPathException e) {
            throw new Refusal("No file can be called " + what + ".");
        }
        throw new Refusal("I have no " + what + ".");
    }

    private CompletableFuture<Void> leave(Guild guild) {
        jukeboxes.remove(guild.getIdLong());
        return voice.leave(guild); // closes the connection, and with it the player and the queue
    }

    /** Leaves a channel in which nobody has been for a while. */
    @Override
    public void onGuildVoiceUpdate(GuildVoiceUpdateEvent event) {
        Guild guild = event.getGuild();
        GuildVoiceState own = guild.getSelfMember().getVoiceState();
        boolean empty = own != null
                && own.getChannel() != null
                && own.getChannel().getMembers().stream()
                        .allMatch(each -> each.getUser().isBot());
        Object now = new Object();
        if (!empty) {
            emptySince.remove(guild.getIdLong());
        } else if (emptySince.putIfAbsent(guild.getIdLong(), now) == null) {
            CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> {
                        if (emptySince.remove(guild.getIdLong(), now)) { // nobody came meanwhile
                            leave(guild);
                        }
                    });
        }
    }
}
