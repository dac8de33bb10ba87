package dev.acord.cli.doctor;

import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.Snowflake;
import dev.acord.cli.TrustedTls;
import dev.acord.cli.VersionProvider;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code acord doctor}. */
@Command(
        name = "doctor",
        description = {
            "Looks at everything that voice needs on this machine, and says of each whether it is good, doubtful or bad, and what to do."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing is bad", "1:something is bad", "2:the command line is wrong"})
public final class DoctorCommand implements Callable<Integer> {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** A call to try: all of it, or nothing. */
    static final class Call {
        @Option(
                names = "--endpoint",
                order = -90,
                required = true,
                paramLabel = "HOST:PORT",
                description = "Try this voice server, instead of the embedded one.")
        private String endpoint = "";

        @Option(names = "--guild", order = -89, required = true, paramLabel = "ID", description = "The guild.")
        private Snowflake guild = new Snowflake(1);

        @Option(
                names = "--channel",
                order = -88,
                required = true,
                paramLabel = "ID",
                description = "The voice channel.")
        private Snowflake channel = new Snowflake(1);

        @Option(names = "--user", order = -87, required = true, paramLabel = "ID", description = "One's own user.")
        private Snowflake user = new Snowflake(1);

        @Option(names = "--session", order = -86, required = true, paramLabel = "S", description = "The session id.")
        private String session = "";

        @Option(names = "--token", order = -85, required = true, paramLabel = "T", description = "Its token.")
        private String token = "";

        @Option(names = "--ca", order = -84, paramLabel = "FILE.pem", description = "Trust these certificates, too.")
        private @Nullable Path ca;

        @Option(names = "--plain-ws", order = -83, description = "Connect without TLS.")
        private boolean plain;
    }

    @ArgGroup(exclusive = false, order = -90)
    private @Nullable Call call;

    @Option(
            names = "--time-server",
            order = -80,
            paramLabel = "URL",
            defaultValue = "https://discord.com",
            description = "Whose clock to compare with, by HTTP (default: ${DEFAULT-VALUE}).")
    private URI timeServer = URI.create("https://discord.com");

    @Option(names = "--offline", order = -79, description = "Ask nobody on the network.")
    private boolean offline;

    @Option(names = "--json", order = -78, description = "Print one JSON object.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    private final Console console;

    /**
     * Makes the command.
     *
     * @param console what it writes to
     */
    public DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Check> checks = new ArrayList<>();
        checks.add(check("java", MachineChecks::java));
        checks.add(check("crypto", MachineChecks::crypto));
        checks.add(check("opus", MachineChecks::opus));
        checks.add(check("ffmpeg", MachineChecks::ffmpeg));
        checks.add(check("resources", MachineChecks::resources));
        if (!offline) {
            checks.add(new ClockCheck(checkedTimeServer(), Instant::now));
        }
        checks.add(new SchedulingCheck());
        Call wanted = call;
        checks.add(wanted == null ? CallCheck.embedded() : CallCheck.at(target(wanted)));
        checks.add(new CapacityCheck());
        List<Finding> findings = new Examination(DEADLINE).run(checks);
        if (json) {
            console.text().println(DiagnosisText.json(findings));
        } else {
            console.text().print(DiagnosisText.table(findings, console.terminal() ? Ansi.AUTO : Ansi.OFF));
        }
        return DiagnosisText.count(findings, Verdict.BAD) == 0 ? ExitCode.OK : ExitCode.FAILURE;
    }

    private URI checkedTimeServer() {
        String scheme = timeServer.getScheme();
        if (timeServer.getHost() == null || !("https".equals(scheme) || "http".equals(scheme))) {
            throw usage("--time-server is an http or https URL, not " + timeServer);
        }
        return timeServer;
    }

    private CallCheck.Target target(Call wanted) {
        VoiceServerInfo info;
        try {
            info = new VoiceServerInfo(
                    wanted.guild.id(),
                    wanted.channel.id(),
                    wanted.user.id(),
                    wanted.session,
                    wanted.token,
                    wanted.endpoint);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        return new CallCheck.Target() {
            @Override
            public VoiceServerInfo info() {
                return info;
            }

            @Override
            public VoiceOptions.Builder options() throws IOException, CommandFailure {
                VoiceOptions.Builder options = VoiceOptions.builder().plainWebsocket(wanted.plain);
                return wanted.ca == null ? options : options.sslContext(TrustedTls.trusting(wanted.ca));
            }
        };
    }

    private ParameterException usage(String why) {
        return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), why);
    }

    private interface Look {
        Finding look() throws Exception;
    }

    private static Check check(String id, Look look) {
        return new Check() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public List<Finding> run() throws Exception {
                return List.of(look.look());
            }
        };
    }
}
