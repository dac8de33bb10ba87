package dev.acord.examples;

import dev.acord.audio.PcmSource;
import dev.acord.audio.engine.AudioQueue;
import dev.acord.audio.engine.Ducking;
import dev.acord.audio.engine.LoopMode;
import dev.acord.audio.engine.Track;
import dev.acord.jda.AcordVoice;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.VoiceConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;

/** Plays short sounds over music that is lowered meanwhile. {@code SoundboardBot SOUNDS_FOLDER MUSIC_FILE [TOKEN_FILE]} */
public final class SoundboardBot extends ExampleBot {
    private static final int MAX_FRAMES = 10 * PcmSource.SAMPLE_RATE_HZ;
    private static final int MOST_CHOICES = 25; // Discord shows no more

    /** One guild's music, and what lowers it. */
    private record Board(VoiceConnection connection, AudioQueue music, Ducking ducking) {}

    private final Map<String, Clip> sounds;
    private final Path music;
    private final Map<Long, Board> boards = new ConcurrentHashMap<>();

    SoundboardBot(AcordVoice voice, Map<String, Clip> sounds, Path music) {
        super(voice);
        this.sounds = sounds;
        this.music = music;
    }

    /**
     * Runs the bot until it is interrupted.
     *
     * @param args the folder of sounds, the music, and the file that has the token
     * @throws IOException when a sound cannot be read
     */
    public static void main(String[] args) throws IOException {
        new SoundboardBot(
                        AcordVoice.create(), load(path(args, 0, "the folder with sounds")), path(args, 1, "the music"))
                .start(JDABuilder.createLight(token(args, 2)));
    }

    /** Reads all sounds of a folder, by their names without extension. */
    static Map<String, Clip> load(Path folder) throws IOException {
        Map<String, Clip> sounds = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
                sounds.put(name, Clip.load(file, MAX_FRAMES));
            }
        }
        return sounds;
    }

    @Override
    List<SlashCommandData> commands() {
        return List.of(
                Commands.slash("sound", "Plays a sound").addOption(OptionType.STRING, "name", "Which one", true, true),
                Commands.slash("stop", "Stops, and leaves"));
    }

    @Override
    public void onCommandAutoCompleteInteraction(CommandAutoCompleteInteractionEvent event) {
        String typed = event.getFocusedOption().getValue();
        event.replyChoiceStrings(sounds.keySet().stream()
                        .filter(name -> name.startsWith(typed))
                        .limit(MOST_CHOICES)
                        .toList())
                .queue();
    }

    @Override
    CompletableFuture<String> answer(SlashCommandInteractionEvent event, Guild guild) {
        if (event.getName().equals("stop")) {
            boards.remove(guild.getIdLong());
            return voice.leave(guild).thenApply(left -> "Bye.");
        }
        String name = event.getOption("name", "", OptionMapping::getAsString);
        Clip sound = sounds.get(name);
        if (sound == null) {
            throw new Refusal("I have no " + name + ", but " + String.join(", ", sounds.keySet()) + ".");
        }
        return join(event).thenApply(connection -> {
            Board board = boards.compute(
                    guild.getIdLong(),
                    (id, old) -> old != null && old.connection == connection ? old : board(connection));
            // the ducking listens to the sound, and lowers the music for as long as it lasts
            board.music.overlay(board.ducking.watch(sound.open()), 1);
            return name + "!";
        });
    }

    private Board board(VoiceConnection connection) {
        AudioQueue queue = new AudioQueue();
        queue.add(Track.of(music));
        queue.setLoop(LoopMode.ALL);
        Ducking ducking = new Ducking();
        queue.addFilter(ducking);
        new BasePlayer(connection, queue).play();
        return new Board(connection, queue, ducking);
    }
}
