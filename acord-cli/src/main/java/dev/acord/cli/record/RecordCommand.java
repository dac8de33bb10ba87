package dev.acord.cli.record;

import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.Failures;
import dev.acord.cli.JoinOptions;
import dev.acord.cli.SessionCredentials;
import dev.acord.cli.VersionProvider;
import dev.acord.cli.bot.BotLogin;
import dev.acord.voice.RecordingOptions;
import dev.acord.voice.RecordingOptions.MixFormat;
import dev.acord.voice.RecordingOptions.TrackFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code acord record}: a call in files. */
@Command(
        name = "record",
        description = {
            "Joins a call and records it into a directory: a track for each speaker, a mixture of all, and who spoke when.",
            "Either as a bot of yours, which JDA logs in (--token-file): it follows where it is moved. Or with credentials"
                    + " that the main gateway sent somebody: SESSION of the voice state update, TOKEN and ENDPOINT of the"
                    + " voice server update."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        footerHeading = "%n",
        footer = {
            "Ends by Ctrl-C, a termination signal or a command, after --duration, or when",
            "the session is lost or the bot thrown out; not at the end of the input. In the",
            "background of a terminal, give it an empty input: acord record ... < /dev/null &",
            "",
            "Commands, one JSON object a line on standard input:",
            "  {\"cmd\":\"update\",\"endpoint\":..,\"session\":..,\"token\":..,\"channel\":..}",
            "                     what is new from the main gateway; not for bots",
            "  {\"cmd\":\"leave\"}   ends the recording"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:recorded: to the command leave, to the end of --duration, or to Ctrl-C",
            "1:nobody could log in or join, the connection is closed for good, or a file could not be written",
            "2:the command line is wrong",
            "3:the session was lost and no update came within the grace time, or the bot was thrown out; what was recorded"
                    + " is whole"
        })
public final class RecordCommand implements Callable<Integer> {
    private static final String PICTURE = "speech.svg";

    @Parameters(paramLabel = "DIRECTORY", description = "Where to; made if it is not there.")
    private Path directory = Path.of("");

    @Mixin
    private final JoinOptions join;

    @ArgGroup(multiplicity = "1")
    private Joining joining = new Joining();

    @Option(
            names = "--format",
            order = -80,
            paramLabel = "ogg|wav|both",
            defaultValue = "ogg",
            description = "Tracks of speakers: Ogg Opus as it was sent (default), WAV, or both.")
    private TrackFormat format = TrackFormat.OGG;

    @Option(
            names = "--mix",
            order = -79,
            paramLabel = "wav|ogg|none",
            defaultValue = "wav",
            description = "The mixture: WAV (default), Ogg Opus, or none.")
    private MixFormat mix = MixFormat.WAV;

    @Option(
            names = "--picture",
            order = -78,
            paramLabel = "FILE",
            description = "Draw who spoke when; the name ends in .svg or .png (default: " + PICTURE + " in DIRECTORY).")
    private @Nullable Path picture;

    @Option(names = "--json", order = -77, description = "Print one JSON object instead of a table.")
    private boolean json;

    private final Console console;

    /** Whose credentials: one of these. */
    static final class Joining {
        @ArgGroup(exclusive = false, multiplicity = "1")
        private @Nullable BotLogin bot;

        @ArgGroup(exclusive = false, multiplicity = "1")
        private @Nullable SessionCredentials session;
    }

    /**
     * Makes the command.
     *
     * @param console what it reads from and writes to
     */
    public RecordCommand(Console console) {
        this.console = console;
        this.join = new JoinOptions(console);
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        Path drawn = picture == null ? directory.resolve(PICTURE) : picture;
        String misnamed = SpeechPicture.misnamed(drawn);
        if (misnamed != null) {
            throw join.usage(misnamed);
        }
        RecordingOptions files = RecordingOptions.DEFAULTS.withTracks(format).withMix(mix);
        RecordSettings settings = new RecordSettings(directory, files, join.duration(), join.updateGrace());
        CallRecorder recorder = new CallRecorder(console, joinedCall(), settings);
        if (RecordedCall.isAt(directory)) {
            throw new CommandFailure(directory + " has a recording already; name another directory");
        }
        Files.createDirectories(directory);
        SpeechPicture.prepare(drawn);
        recorder.run();
        IOException broken = null;
        if (recorder.begun()) {
            broken = show(drawn, recorder.failures());
        } else {
            console.err().println("acord: nothing was recorded: the session was never ready");
        }
        recorder.check();
        if (broken != null) {
            throw new CommandFailure(drawn + " cannot be drawn: " + Failures.describe(broken), broken);
        }
        return ExitCode.OK;
    }

    private JoinedCall joinedCall() throws IOException, CommandFailure {
        BotLogin bot = joining.bot;
        SessionCredentials session = joining.session;
        if (bot != null) {
            String misuse = bot.misuse();
            if (misuse != null) {
                throw join.usage(misuse);
            }
            if (join.isInsecure()) {
                throw join.usage("--insecure would show the bot's token to anybody on the way; use --ca");
            }
            return new BotCall(console, bot, join.options(), join.guild(), join.channel());
        }
        if (session == null) {
            throw join.usage("give --token-file, or --endpoint, --user, --session and --token");
        }
        try {
            return new SessionCall(join.info(session), join.options());
        } catch (IllegalArgumentException e) {
            throw join.usage(String.valueOf(e.getMessage()));
        }
    }

    /** Draws and prints; gives what went wrong with that. */
    private @Nullable IOException show(Path drawn, List<String> failures) {
        IOException broken = null;
        try {
            RecordedCall call = RecordedCall.read(directory);
            try {
                SpeechPicture.write(call, drawn);
            } catch (IOException e) {
                broken = e;
            }
            Path shown = broken == null ? drawn : null;
            if (json) {
                console.text().println(RecordedText.json(call, shown, failures));
            } else {
                console.text().print(RecordedText.table(call, shown));
            }
        } catch (IOException e) {
            broken = e;
        }
        return broken;
    }
}
