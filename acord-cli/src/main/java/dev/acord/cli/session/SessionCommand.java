package dev.acord.cli.session;

import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.ModeConverter;
import dev.acord.cli.Snowflake;
import dev.acord.cli.TrustedTls;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
            "  {\"cmd\":\"seek\",\"ms\":N} {\"cmd\":\"volume\",\"percent\":N}   not available yet: an error event",
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

    @Option(
            names = "--endpoint",
            required = true,
            paramLabel = "HOST:PORT",
            description = "The voice server, as received.")
    private String endpoint = "";

    @Option(names = "--guild", required = true, paramLabel = "ID", description = "The guild.")
    private Snowflake guild = new Snowflake(1);

    @Option(names = "--channel", required = true, paramLabel = "ID", description = "The voice channel.")
    private Snowflake channel = new Snowflake(1);

    @Option(names = "--user", required = true, paramLabel = "ID", description = "One's own user.")
    private Snowflake user = new Snowflake(1);

    @Option(names = "--session", required = true, paramLabel = "S", description = "The voice session's id.")
    private String session = "";

    @Option(names = "--token", required = true, paramLabel = "T", description = "The voice server's token.")
    private String token = "";

    @Option(names = "--play", paramLabel = "FILE", description = "Play a file.")
    private @Nullable String play;

    @Option(
            names = "--play-when",
            paramLabel = "dave|ready",
            defaultValue = "ready",
            description =
                    "Play once the session is ready (default), or once frames are end-to-end encrypted and somebody"
                            + " can hear them.")
    private PlayWhen playWhen = PlayWhen.READY;

    @Option(names = "--quit-after-play", description = "Leave when the file is over.")
    private boolean quitAfterPlay;

    @Option(names = "--record", paramLabel = "FILE.jsonl", description = "Append every received packet to a file.")
    private @Nullable Path record;

    @Option(names = "--duration", paramLabel = "MS", description = "Leave after this many milliseconds.")
    private @Nullable Long durationMs;

    @Option(names = "--no-dave", description = "Do not offer end-to-end encryption.")
    private boolean noDave;

    @Option(
            names = "--gateway-version",
            paramLabel = "N",
            defaultValue = "8",
            description = "The voice gateway's version, 4 to 9 (default: ${DEFAULT-VALUE}).")
    private int gatewayVersion;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            converter = ModeConverter.class,
            description = "The transport encryption: aes, xchacha, or a name as in the protocol (default: aes where"
                    + " offered).")
    private @Nullable EncryptionMode mode;

    @Option(
            names = "--update-grace",
            paramLabel = "MS",
            defaultValue = "30000",
            description = "How long to wait for an update when the session is lost (default: ${DEFAULT-VALUE}).")
    private long updateGraceMs;

    @ArgGroup
    private @Nullable Trust trust;

    @Option(names = "--plain-ws", description = "Connect without TLS.")
    private boolean plain;

    @Spec
    private @Nullable CommandSpec spec;

    private final Console console;

    /** Whom to trust: at most one of these. */
    static final class Trust {
        @Option(names = "--ca", paramLabel = "FILE.pem", description = "Trust these certificates, too.")
        private @Nullable Path ca;

        @Option(names = "--insecure", description = "Trust any certificate. For experiments only.")
        private boolean insecure;
    }

    /**
     * Makes the command.
     *
     * @param console what it reads from and writes to
     */
    public SessionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        SessionSettings settings = settings();
        Session joining;
        try {
            VoiceServerInfo info = new VoiceServerInfo(guild.id(), channel.id(), user.id(), session, token, endpoint);
            joining = new Session(console, info, options(), settings);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        joining.run();
        return ExitCode.OK;
    }

    private SessionSettings settings() {
        if (noDave && playWhen == PlayWhen.DAVE) {
            throw usage("--play-when dave and --no-dave exclude each other");
        }
        if (quitAfterPlay && play == null) {
            throw usage("--quit-after-play needs --play");
        }
        Long ms = durationMs;
        if (ms != null && ms <= 0) {
            throw usage("--duration must be more than 0, not " + ms);
        }
        return new SessionSettings(
                play,
                playWhen == PlayWhen.DAVE,
                quitAfterPlay,
                record,
                ms == null ? null : Duration.ofMillis(ms),
                console.debug() ? STATS_INTERVAL : null);
    }

    private VoiceOptions options() throws IOException, CommandFailure {
        VoiceOptions.Builder options = VoiceOptions.builder()
                .endToEndEncryption(!noDave)
                .gatewayVersion(gatewayVersion)
                .updateGrace(Duration.ofMillis(updateGraceMs))
                .plainWebsocket(plain);
        if (mode != null) {
            options.modes(mode);
        }
        Trust given = trust;
        if (given == null) {
            return options.build();
        }
        if (given.ca != null) {
            options.sslContext(TrustedTls.trusting(given.ca));
        } else if (given.insecure) {
            console.err().println("acord: WARNING: --insecure: anybody on the way can read and change this session");
            options.sslContext(TrustedTls.insecure());
        }
        return options.build();
    }

    private ParameterException usage(String message) {
        CommandSpec self = spec;
        if (self == null) {
            throw new IllegalStateException("not made by the command line");
        }
        return new ParameterException(self.commandLine(), message);
    }
}
