package dev.acord.cli.sim;

import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.ModeConverter;
import dev.acord.cli.Snowflake;
import dev.acord.cli.VersionProvider;
import dev.acord.cli.WebOptions;
import dev.acord.sim.ServerReport;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceServerBuilder;
import dev.acord.sim.VoiceTicket;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.network.FaultSettings;
import dev.acord.sim.network.MalformedConditionsException;
import dev.acord.sim.web.WebPage;
import dev.acord.voice.EncryptionMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code acord sim}: the embedded voice server alone, for clients in any language. */
@Command(
        name = "sim",
        description = {
            "Runs the embedded voice server, until Ctrl-C: a voice gateway and packet forwarding without Discord.",
            "Prints a ready command line for each member; whoever leaves gets new credentials. What clients do against the"
                    + " protocol is shown at once, and again at the end.",
            "With --bot-api it is an offline Discord for a bot of any library: main gateway, requests and voice. People do"
                    + " what lines on standard input say; the bot's answers are shown."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no client broke the protocol",
            "1:there were violations (with --bot-api: of the bot), or a port could not be opened",
            "2:the command line is wrong"
        })
public final class SimCommand implements Callable<Integer> {
    private static final long LOOK_EVERY_MS = 50;

    @Option(
            names = "--bot-api",
            arity = "0..1",
            fallbackValue = "0",
            paramLabel = "PORT",
            description =
                    "An offline Discord for bots, with its main gateway and its requests on this port, or a free one;"
                            + " guild, channels and members are its own.")
    private @Nullable Integer botApi;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "The address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--ws-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Without TLS; 0 for a free one (default).")
    private int wsPort;

    @Option(
            names = "--wss-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "With TLS; 0 for a free one (default).")
    private int wssPort;

    @Option(names = "--udp-port", paramLabel = "PORT", defaultValue = "0", description = "0 for a free one (default).")
    private int udpPort;

    @Option(
            names = "--cert-out",
            paramLabel = "FILE",
            description = "Where to write the server's certificate, PEM (default: a temporary file).")
    private @Nullable Path certificateFile;

    @Option(
            names = "--guild",
            paramLabel = "ID",
            defaultValue = "1",
            description = "The guild (default: ${DEFAULT-VALUE}).")
    private Snowflake guild = new Snowflake(1);

    @Option(
            names = "--channel",
            paramLabel = "ID",
            defaultValue = "2",
            description = "The channel (default: ${DEFAULT-VALUE}).")
    private Snowflake channel = new Snowflake(2);

    @ArgGroup
    private @Nullable Members members;

    @Option(
            names = "--mode",
            paramLabel = "aes|xchacha|NAME",
            converter = ModeConverter.class,
            description = "The only encryption mode to offer (default: all).")
    private @Nullable EncryptionMode mode;

    @Option(
            names = "--heartbeat",
            paramLabel = "MS",
            defaultValue = "13750",
            description = "The heartbeat interval (default: ${DEFAULT-VALUE}).")
    private long heartbeatMs;

    @Option(
            names = "--decorate",
            description = "Forward packets with header extensions and padding, as the service does.")
    private boolean decorate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Make tokens, keys, SSRCs, losses and faults repeatable (default: random).")
    private @Nullable Long seed;

    @Option(
            names = "--faults",
            paramLabel = "LIST",
            description = {
                "A bad network and faults, such as loss=0.1,jitter=60ms,kill=10s,crash=60s.",
                "Network, both ways: loss, burst=ENTER/LEAVE, dup, reorder, corrupt (probabilities); delay, jitter, queue"
                        + " (times); rate (64kbit); partition=5s-7s.",
                "Faults, by their mean interval: kill, kill-lost, close, crash, crash-lost, move, kick, new-key, rebind;"
                        + " with a duration after a slash (30s/2s): ack-delay, null-endpoint, outage."
            })
    private @Nullable String faults;

    @Mixin
    private WebOptions web = new WebOptions();

    @Option(names = "--duration", paramLabel = "MS", description = "End after this many milliseconds.")
    private @Nullable Long durationMs;

    @Option(names = "--json", description = "Print JSON events, one a line, for scripts.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    private final Console console;
    private final CountDownLatch end = new CountDownLatch(1);

    /** Who may join. */
    static final class Members {
        @Option(names = "--user", paramLabel = "ID", description = "A member's user id; may be given several times.")
        private List<Snowflake> users = new ArrayList<>();

        @Option(
                names = "--members",
                paramLabel = "N",
                description = "This many members, with user ids from 100 (default: 2).")
        private int count;
    }

    /**
     * Makes the command.
     *
     * @param console what it reads from and writes to
     */
    public SimCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        List<Snowflake> users = users();
        Duration duration = duration();
        FaultSettings settings = faultSettings();
        long chosenSeed = seed == null ? new SecureRandom().nextLong() : seed;
        console.onInterrupt(end::countDown);
        if (botApi != null) {
            return runBotApi(botApi, settings, chosenSeed, duration);
        }
        SimOutput output = new SimOutput(console, json);
        VoiceServer server = server(chosenSeed)
                .network(settings.conditions(), settings.conditions())
                .build()
                .start();
        try (server;
                WebPage page = web.serve(server, guild.id(), channel.id(), Map.of(), console)) {
            Path certificate = writeCertificate(server);
            String plain = host + ":" + server.wsUri(8).getPort();
            output.listening(server, plain, certificate);
            if (page != null) {
                output.page(page.uri());
            }
            if (faults != null) {
                output.faults(settings, chosenSeed);
            }
            for (Snowflake user : users) {
                invite(server, user.id(), output, plain, certificate);
            }
            SimFaults injected = new SimFaults(server, settings.rates(), users, guild, channel, chosenSeed);
            Consumer<VoiceTicket> tell = ticket -> output.ticket(ticket, plain, certificate);
            SimWatch watch = new SimWatch(server, output, left -> {
                boolean ours = users.stream().anyMatch(user -> user.id() == left.userId()); // not an open web page
                if (ours && !injected.isWithoutServer(left.userId())) {
                    invite(server, left.userId(), output, plain, certificate);
                }
            });
            watch(watch, () -> injected.look(output, tell), output, duration);
            ServerReport report = server.report();
            output.report(report);
            if (faults != null) {
                output.injected(injected.counts(), server.networkCounts());
            }
            if (report.totalViolations() > 0) {
                long count = report.totalViolations();
                throw new CommandFailure(count + (count == 1 ? " violation" : " violations") + " of the protocol");
            }
            return ExitCode.OK;
        }
    }

    private int runBotApi(int port, FaultSettings settings, long chosenSeed, @Nullable Duration duration)
            throws IOException, CommandFailure {
        refuseWithBotApi("--host", "--guild", "--channel", "--user", "--members");
        if (!settings.rates().isEmpty()) {
            throw usage("--bot-api takes a bad network from --faults, but none of its faults: " + settings.rates());
        }
        if (port < 0 || port > 65_535) {
            throw usage("--bot-api must be a port from 0 to 65535, not " + port);
        }
        VoiceServerBuilder voice = server(chosenSeed).network(settings.conditions(), settings.conditions());
        try (OfflineDiscord discord =
                OfflineDiscord.builder().voiceServer(voice).port(port).start()) {
            Path certificate = writeCertificate(discord.voiceServer());
            return new BotApi(console, discord, json, end).run(certificate, web, duration);
        }
    }

    private void refuseWithBotApi(String... names) {
        CommandSpec self = spec;
        for (String name : names) {
            if (self != null && self.commandLine().getParseResult().hasMatchedOption(name)) {
                throw usage("--bot-api and " + name + " exclude each other: the offline Discord has its own");
            }
        }
    }

    private void watch(SimWatch watch, Runnable faultsOfNow, SimOutput output, @Nullable Duration duration) {
        long deadlineNs = duration == null ? 0 : System.nanoTime() + duration.toNanos();
        try {
            while (!output.isBroken() && (duration == null || System.nanoTime() - deadlineNs < 0)) {
                boolean ended = end.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
                faultsOfNow.run();
                watch.look();
                if (ended) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void invite(VoiceServer server, long user, SimOutput output, String plain, Path certificate) {
        VoiceTicket ticket = server.join(guild.id(), channel.id(), user);
        output.ticket(ticket, plain, certificate);
    }

    private Path writeCertificate(VoiceServer server) throws IOException {
        Path file = certificateFile;
        if (file == null) {
            file = Files.createTempFile("acord-sim-", ".pem");
            file.toFile().deleteOnExit();
        }
        return Files.writeString(file, server.certificatePem());
    }

    private FaultSettings faultSettings() {
        try {
            return FaultSettings.parse(faults == null ? "" : faults);
        } catch (MalformedConditionsException e) {
            throw usage("--faults: " + e.getMessage());
        }
    }

    private VoiceServerBuilder server(long chosenSeed) {
        try {
            VoiceServerBuilder builder = VoiceServer.builder()
                    .host(host)
                    .plainWebSocket(true, wsPort)
                    .secureWebSocket(true, wssPort)
                    .udpPort(udpPort)
                    .heartbeatInterval(Duration.ofMillis(heartbeatMs))
                    .decoratePackets(decorate)
                    .seed(chosenSeed);
            return mode == null ? builder : builder.modes(mode);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private List<Snowflake> users() {
        Members given = members;
        if (given != null && !given.users.isEmpty()) {
            return given.users;
        }
        int count = given == null ? 2 : given.count;
        if (count < 1 || count > 1_000) {
            throw usage("--members must be 1 to 1000, not " + count);
        }
        List<Snowflake> users = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            users.add(new Snowflake(100 + i));
        }
        return users;
    }

    private @Nullable Duration duration() {
        Long ms = durationMs;
        if (ms != null && ms <= 0) {
            throw usage("--duration must be more than 0, not " + ms);
        }
        return ms == null ? null : Duration.ofMillis(ms);
    }

    private ParameterException usage(String message) {
        CommandSpec self = spec;
        if (self == null) {
            throw new IllegalStateException("not made by the command line");
        }
        return new ParameterException(self.commandLine(), message);
    }
}
