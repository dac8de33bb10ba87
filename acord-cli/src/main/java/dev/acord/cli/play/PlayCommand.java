package dev.acord.cli.play;

import dev.acord.audio.engine.AudioQueue;
import dev.acord.audio.engine.AudioQueueListener;
import dev.acord.audio.engine.Track;
import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.Failures;
import dev.acord.cli.LiveLine;
import dev.acord.cli.Snowflake;
import dev.acord.cli.TrustedTls;
import dev.acord.cli.bot.Bot;
import dev.acord.cli.bot.BotLogin;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.CloseReason;
import dev.acord.voice.PlayerState;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code acord play}. */
@Command(
        name = "play",
        description = {
            "Plays files in a voice channel, as a bot of yours. It is logged in by JDA, and speaks by this library.",
            ""
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Keys: space pauses and goes on, left and right go 10 s, up and down (or + and -)",
            "change the volume, n plays the next file, q ends.",
            "",
            "The bot must be in the guild and may connect and speak in the channel.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:played to the end, or ended by you",
            "1:the bot could not log in or join, its connection is closed for good, or nothing could be played",
            "2:the command line is wrong"
        })
public final class PlayCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "What to play, one after the other.")
    private List<Path> files = List.of();

    @Mixin
    private final BotLogin login = new BotLogin();

    @Option(names = "--guild", order = -89, required = true, paramLabel = "ID", description = "The guild.")
    private Snowflake guild = new Snowflake(1);

    @Option(
            names = "--channel",
            order = -88,
            required = true,
            paramLabel = "ID",
            description = "The voice or stage channel.")
    private Snowflake channel = new Snowflake(1);

    @Option(
            names = "--volume",
            order = -80,
            paramLabel = "PERCENT",
            defaultValue = "100",
            description = "0 to 200 (default: ${DEFAULT-VALUE}, where Opus files are passed on bit for bit).")
    private int volume = 100;

    @Option(names = "--ca", order = -58, paramLabel = "FILE.pem", description = "Trust these certificates, too.")
    private @Nullable Path ca;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Console console;

    /**
     * Makes the command.
     *
     * @param console what it reads from and writes to
     */
    public PlayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure, InterruptedException {
        if (volume < 0 || volume > Playing.MAX_PERCENT) {
            throw new CommandFailure("--volume is 0 to " + Playing.MAX_PERCENT + ", not " + volume);
        }
        for (Path file : files) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new CommandFailure(file + " cannot be read");
            }
        }
        String misuse = login.misuse();
        if (misuse != null) {
            throw new ParameterException(spec.commandLine(), misuse);
        }
        VoiceOptions.Builder options = VoiceOptions.builder();
        if (ca != null) {
            options.sslContext(TrustedTls.trusting(ca));
        }
        try (Bot bot = Bot.login(console, login, options.build())) {
            VoiceConnection connection = bot.join(guild.id(), channel.id());
            console.err()
                    .println("In " + bot.place(guild.id(), channel.id())
                            + (connection.encryption().version() > 0
                                    ? ", end-to-end encrypted."
                                    : ", not end-to-end encrypted."));
            return play(connection);
        }
    }

    private int play(VoiceConnection connection) throws CommandFailure, InterruptedException {
        AudioQueue queue = new AudioQueue();
        LiveLine line = new LiveLine(console.err(), console.terminal());
        Failed failed = new Failed(line);
        queue.addListener(failed);
        files.forEach(file -> queue.add(Track.of(file)));
        queue.finish();
        queue.volume().setPercent(volume);
        BasePlayer player = new BasePlayer(connection, queue);
        PlayerState end = new Playing(console, line, player, queue, volume).run();
        CloseReason closed = connection.closed().getNow(null);
        if (closed != null && end != PlayerState.FINISHED) {
            throw new CommandFailure("the connection was closed: " + closed);
        }
        if (end == PlayerState.FAILED) {
            Throwable failure = player.failure();
            throw failure == null
                    ? new CommandFailure("playing failed")
                    : new CommandFailure("playing failed: " + Failures.describe(failure), failure);
        }
        if (failed.count.get() == files.size()) {
            throw new CommandFailure("nothing could be played");
        }
        return ExitCode.OK;
    }

    /** Names the files that could not be played; the others are. */
    private static final class Failed implements AudioQueueListener {
        private final LiveLine line;
        private final AtomicInteger count = new AtomicInteger();

        Failed(LiveLine line) {
            this.line = line;
        }

        @Override
        public void onTrackFailed(Track track, Exception cause) {
            count.incrementAndGet();
            line.message("acord: " + track.title() + " cannot be played: " + Failures.describe(cause));
        }
    }
}
