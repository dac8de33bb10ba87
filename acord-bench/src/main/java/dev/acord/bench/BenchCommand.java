package dev.acord.bench;

import dev.acord.voice.EncryptionMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code bench}: runs the scale benchmark and prints its report. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures what many paced connections cost on this machine: each sends an encrypted Opus packet every 20 ms over the"
                    + " loopback interface, from a JVM of their own to another.",
            "A case takes its warm-up and measured time and about two seconds more. Results depend on what else the machine does."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int MAX_CONNECTIONS = 10_000;
    /** What one pacing thread is meant for. */
    private static final int CONNECTIONS_PER_THREAD = 2_000;

    private static final int MAX_SECONDS = 300;
    private static final int MAX_PAYLOAD_BYTES = 1_200;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Option(
            names = "--connections",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,100,1000,3000",
            description = "How many connections; one case for each number (default: ${DEFAULT-VALUE}).")
    private List<Integer> connections = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "Seconds that are measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "5",
            description = "Seconds of sending before that (default: ${DEFAULT-VALUE}).")
    private int warmUpS;

    @Option(names = "--jda", description = "Runs each case with JDA's send classes as well, and prints the ratio.")
    private boolean jda;

    @Option(
            names = "--dave",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Runs each case a second time in which frames are encrypted end to end (DAVE) as well; --no-dave"
                            + " leaves it out. JDA runs without DAVE: its is a native library.")
    private boolean dave;

    @Option(
            names = "--mode",
            split = ",",
            defaultValue = "AES256_GCM",
            description = "Transport encryption: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private List<EncryptionMode> modes = List.of();

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Pacing threads (default: one for every 2,000 connections); JDA always has one per connection.")
    private int threads;

    @Option(
            names = "--payload",
            paramLabel = "BYTES",
            defaultValue = "160",
            description = "Bytes of an Opus packet (default: ${DEFAULT-VALUE}, which is 64 kbit/s).")
    private int payloadBytes;

    @Option(
            names = "--jvm",
            paramLabel = "ARG",
            description = "An argument for the JVM that sends, such as -XX:StartFlightRecording=...; may be repeated.")
    private List<String> jvmArguments = List.of();

    @Option(names = "--json", description = "Prints the report as JSON.")
    private boolean json;

    @Option(names = "--check", description = "Exits with 1 when a goal that was measured is not reached.")
    private boolean check;

    /** A command with its default options; picocli sets the others. */
    public BenchCommand() {}

    /** The command as a program of its own. */
    static CommandLine commandLine() {
        return new CommandLine(new BenchCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    /**
     * Runs all cases; blocks until they are done.
     *
     * @return 0, or 1 when a case could not be measured, or {@code --check} was given and a goal was missed
     * @throws InterruptedException when the thread is interrupted; the processes are ended
     */
    @Override
    public Integer call() throws InterruptedException {
        List<ScaleCase> cases = cases();
        PrintWriter progress = spec.commandLine().getErr();
        int caseSeconds = warmUpS + seconds + 2;
        List<CaseResult> results = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (ScaleCase each : cases) {
            String name = each.name();
            int number = results.size() + failures.size() + 1;
            progress.printf("%d of %d: %s (about %d s)%n", number, cases.size(), name, caseSeconds);
            progress.flush();
            try {
                results.add(ScaleBenchmark.run(each));
            } catch (IOException e) {
                failures.add(name + ": " + e.getMessage());
            }
        }
        ScaleReport report = new ScaleReport(results, failures);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? report.json() : report.text());
        out.flush();
        boolean missed = report.verdicts().stream().anyMatch(verdict -> !verdict.reached());
        return !failures.isEmpty() || (check && missed) ? 1 : 0;
    }

    private List<ScaleCase> cases() {
        require(seconds >= 1 && seconds <= MAX_SECONDS, "--seconds must be 1 to " + MAX_SECONDS);
        require(warmUpS >= 1 && warmUpS <= MAX_SECONDS, "--warm-up must be 1 to " + MAX_SECONDS);
        require(threads >= 0 && threads <= 64, "--threads must be 1 to 64, or 0 for one per 2,000 connections");
        require(payloadBytes >= 1 && payloadBytes <= MAX_PAYLOAD_BYTES, "--payload must be 1 to " + MAX_PAYLOAD_BYTES);
        if (jda) {
            requireJda();
        }
        List<ScaleCase> cases = new ArrayList<>();
        for (EncryptionMode mode : modes) {
            for (int count : connections) {
                require(count >= 1 && count <= MAX_CONNECTIONS, "--connections must be 1 to " + MAX_CONNECTIONS);
                cases.add(scaleCase(ScaleCase.ACORD, count, mode, false));
                if (dave) {
                    cases.add(scaleCase(ScaleCase.ACORD, count, mode, true));
                }
                if (jda) {
                    cases.add(scaleCase(ScaleCase.JDA, count, mode, false));
                }
            }
        }
        return cases;
    }

    private ScaleCase scaleCase(String system, int count, EncryptionMode mode, boolean endToEnd) {
        int pacers = threads > 0 ? threads : (count + CONNECTIONS_PER_THREAD - 1) / CONNECTIONS_PER_THREAD;
        int used = system.equals(ScaleCase.JDA) ? count : pacers;
        return new ScaleCase(system, count, used, mode, endToEnd, payloadBytes, warmUpS, seconds, jvmArguments);
    }

    private void requireJda() {
        try {
            Class.forName(
                    "net.dv8tion.jda.api.audio.factory.DefaultSendSystem",
                    false,
                    getClass().getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new ParameterException(
                    spec.commandLine(), "--jda needs the JDA jar (net.dv8tion:JDA) on the class path", e);
        }
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
