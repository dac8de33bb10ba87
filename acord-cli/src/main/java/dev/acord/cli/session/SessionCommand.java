package dev.acord.cli.session;

import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.JoinOptions;
import dev.acord.cli.SessionCredentials;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code acord session}: one voice connection for any program. */
@Command(
        name = "session",
        description = {
            "Holds one voice session, driven by JSON lines: commands on standard input, events on standard output.",
            "The credentials are what the main gateway sent: SESSION of the voice state update, TOKEN and ENDPOINT of the"
                    + " voice server update."
        },
        mixinStandardHelpOptions = true,
        versionProvider = dev.acord.cli.VersionProvider.class,
        sortOptions = false,
        footerHeading = "%nCommands, one JSON object a line (64 KiB at most):%n",
        footer = {
            "  {\"cmd\":\"play\",\"file\":\"x.opus\"}   Ogg Opus goes through without re-encoding",
            "  {\"cmd\":\"pause\"} {\"cmd\":\"resume\"} {\"cmd\":\"stop\"}",
            "  {\"cmd\":\"seek\",\"ms\":N} {\"cmd\":\"volume\",\"percent\":N}   percent: 0 to 1000",
            "  {\"cmd\":\"update\",\"endpoint\":..,\"session\":..,\"token\":..,\"channel\":..}   what is new from the main gateway",
            "  {\"cmd\":\"leave\"}, or the end of the input",
            "",
            "Events: state (ready, disconnected), gateway (send an update), dave (who is in the call, and its encryption),",
            "player (playing, paused, idle, failed), error, and with --debug stats every 5 s.",
            "Recorded lines: {\"t\":ms since the start,\"user\":..,\"seq\":..,\"ts\":..,\"ssrc\":..,\"opus\":base64}"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:left: by command, at the end of the input, after --duration or --quit-after-play, or by Ctrl-C",
            "1:the connection could not be made or is closed for good, or a file could not be opened, played or written",
            "2:the command line is wrong",
            "3:the session was lost, and no update came within the grace time"
        })
public final class SessionCommand implements Callable<Integer> {
    private static final Duration STATS_INTERVAL = Duration.ofSeconds(5);

    /** When {@code --play} begins. */
    enum PlayWhen {
        READY,
        DAVE
    }

    @Mixin
    private final SessionCredentials credentials = new SessionCredentials();

    @Mixin
    private final JoinOptions join;

    @Option(names = "--play", order = -80, paramLabel = "FILE", description = "Play a file.")
    private @Nullable String play;

    @Option(
            names = "--play-when",
            order = -79,
            paramLabel = "dave|ready",
            defaultValue = "ready",
            description =
                    "Play once the session is ready (default), or once frames are end-to-end encrypted and somebody"
                            + " can hear them.")
    private PlayWhen playWhen = PlayWhen.READY;

    @Option(names = "--quit-after-play", order = -78, description = "Leave when the file is over.")
    private boolean quitAfterPlay;

    @Option(
            names = "--record",
            order = -77,
            paramLabel = "FILE.jsonl",
            description = "Append every received packet to a file.")
    private @Nullable Path record;

    private final Console console;

    /**
     * Makes the command.
     *
     * @param console what it reads from and writes to
     */
    public SessionCommand(Console console) {
        this.console = console;
        this.join = new JoinOptions(console);
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        SessionSettings settings = settings();
        VoiceServerInfo info = join.info(credentials);
        VoiceOptions options = join.options();
        Session joining;
        try {
            joining = new Session(console, info, options, settings);
        } catch (IllegalArgumentException e) {
            throw join.usage(String.valueOf(e.getMessage()));
        }
        joining.run();
        return ExitCode.OK;
    }

    private SessionSettings settings() {
        if (!join.encrypted() && playWhen == PlayWhen.DAVE) {
            throw join.usage("--play-when dave and --no-dave exclude each other");
        }
        if (quitAfterPlay && play == null) {
            throw join.usage("--quit-after-play needs --play");
        }
        return new SessionSettings(
                play,
                playWhen == PlayWhen.DAVE,
                quitAfterPlay,
                record,
                join.duration(),
                console.debug() ? STATS_INTERVAL : null);
    }
}
