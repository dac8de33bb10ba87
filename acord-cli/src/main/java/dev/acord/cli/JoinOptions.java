package dev.acord.cli;

import dev.acord.voice.EncryptionMode;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options of every command that joins a call: which one, how, and for how long; with whose credentials is another matter, such as {@link
 * SessionCredentials}. In the help those come first, and a command's own options stand between the place and the others if their {@code order} is -80 to -71. The options that every command has come last, at
 * picocli's default, which is -1.
 */
public final class JoinOptions {
    @Option(names = "--guild", order = -89, required = true, paramLabel = "ID", description = "The guild.")
    private Snowflake guild = new Snowflake(1);

    @Option(
            names = "--channel",
            order = -88,
            required = true,
            paramLabel = "ID",
            description = "The voice or stage channel.")
    private Snowflake channel = new Snowflake(1);

    @Option(names = "--duration", order = -70, paramLabel = "MS", description = "Leave after this many milliseconds.")
    private @Nullable Long durationMs;

    @Option(names = "--no-dave", order = -69, description = "Do not offer end-to-end encryption.")
    private boolean noDave;

    @Option(
            names = "--gateway-version",
            order = -68,
            paramLabel = "N",
            defaultValue = "8",
            description = "The voice gateway's version, 4 to 9 (default: ${DEFAULT-VALUE}).")
    private int gatewayVersion;

    @Option(
            names = "--mode",
            order = -67,
            paramLabel = "MODE",
            converter = ModeConverter.class,
            description = "The transport encryption: aes, xchacha, or a name as in the protocol (default: aes where"
                    + " offered).")
    private @Nullable EncryptionMode mode;

    @Option(
            names = "--update-grace",
            order = -66,
            paramLabel = "MS",
            defaultValue = "30000",
            description = "How long to wait for an update when the session is lost (default: ${DEFAULT-VALUE}).")
    private long updateGraceMs;

    @ArgGroup(order = -65)
    private @Nullable Trust trust;

    @Option(names = "--plain-ws", order = -63, description = "Connect without TLS.")
    private boolean plain;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    private final Console console;

    /** Whom to trust: at most one of these. */
    static final class Trust {
        @Option(names = "--ca", order = -65, paramLabel = "FILE.pem", description = "Trust these certificates, too.")
        private @Nullable Path ca;

        @Option(names = "--insecure", order = -64, description = "Trust any certificate. For experiments only.")
        private boolean insecure;
    }

    /**
     * Makes options for the command line to fill in.
     *
     * @param console where a dangerous choice is warned of
     */
    public JoinOptions(Console console) {
        this.console = console;
    }

    /**
     * The guild.
     *
     * @return a snowflake
     */
    public long guild() {
        return guild.id();
    }

    /**
     * The channel.
     *
     * @return a snowflake
     */
    public long channel() {
        return channel.id();
    }

    /**
     * The call, and the credentials for it.
     *
     * @param credentials the credentials
     * @return what the main gateway said
     * @throws ParameterException when it cannot be right
     */
    public VoiceServerInfo info(SessionCredentials credentials) {
        try {
            return credentials.info(guild.id(), channel.id());
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    /**
     * How to join. Warns on standard error when the choice is dangerous.
     *
     * @return the options of the connection
     * @throws ParameterException when a value is out of its range
     * @throws CommandFailure when the certificates are none, or the Java runtime has no TLS
     * @throws IOException when the certificates cannot be read
     */
    public VoiceOptions options() throws IOException, CommandFailure {
        try {
            return checkedOptions();
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private VoiceOptions checkedOptions() throws IOException, CommandFailure {
        VoiceOptions.Builder options = VoiceOptions.builder()
                .endToEndEncryption(!noDave)
                .gatewayVersion(gatewayVersion)
                .updateGrace(Duration.ofMillis(updateGraceMs))
                .plainWebsocket(plain);
        if (mode != null) {
            options.modes(mode);
        }
        Trust given = trust;
        if (given != null && given.ca != null) {
            options.sslContext(TrustedTls.trusting(given.ca));
        } else if (isInsecure()) {
            console.err().println("acord: WARNING: --insecure: anybody on the way can read and change this session");
            options.sslContext(TrustedTls.insecure());
        }
        return options.build();
    }

    /**
     * Whether any certificate is trusted.
     *
     * @return true with {@code --insecure}
     */
    public boolean isInsecure() {
        return trust != null && trust.insecure;
    }

    /**
     * After which time to leave.
     *
     * @return the duration, more than 0; null for never
     * @throws ParameterException when it is 0 or less
     */
    public @Nullable Duration duration() {
        Long ms = durationMs;
        if (ms == null) {
            return null;
        }
        if (ms <= 0) {
            throw usage("--duration must be more than 0, not " + ms);
        }
        return Duration.ofMillis(ms);
    }

    /**
     * How long a lost session waits for a new one.
     *
     * @return the grace time
     */
    public Duration updateGrace() {
        return Duration.ofMillis(updateGraceMs);
    }

    /**
     * Whether end-to-end encryption is offered.
     *
     * @return false with {@code --no-dave}
     */
    public boolean encrypted() {
        return !noDave;
    }

    /**
     * What to throw when these options turn out to be wrong.
     *
     * @param message what is wrong, and what to do
     * @return a failure that names the command
     */
    public ParameterException usage(String message) {
        CommandSpec self = spec;
        if (self == null) {
            throw new IllegalStateException("not made by the command line");
        }
        return new ParameterException(self.commandLine(), message);
    }
}
