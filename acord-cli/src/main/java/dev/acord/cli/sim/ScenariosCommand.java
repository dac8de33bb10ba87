package dev.acord.cli.sim;

import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.VersionProvider;
import dev.acord.sim.virtual.ScenarioResult;
import dev.acord.sim.virtual.ScenarioSummary;
import java.io.PrintStream;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code acord scenarios}: many simulated calls with random users, networks and faults. */
@Command(
        name = "scenarios",
        description = {
            "Simulates calls of one to four minutes with 2 to 8 users in virtual time: real clients and the embedded server on a simulated"
                    + " network, with random users and random faults (bad networks, broken websockets, every close code, crashes, moves,"
                    + " kicks, suspended machines).",
            "Every scenario follows from its seed, and must keep the rules that docs/simulation.md lists."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every rule held", "1:a rule was broken; the seeds are printed", "2:the command line is wrong"
        })
public final class ScenariosCommand implements java.util.concurrent.Callable<Integer> {
    private static final int PROGRESS_EVERY = 250;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many scenarios (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The seed of the first; the others have those after it (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--encrypted",
            paramLabel = "PERCENT",
            defaultValue = "5",
            description =
                    "How many of them have end-to-end encrypted calls, which take longer (default: ${DEFAULT-VALUE}).")
    private int encryptedPercent;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Console console;
    private int done;

    /**
     * Makes the command.
     *
     * @param console what it writes to
     */
    public ScenariosCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandFailure {
        if (count < 1 || encryptedPercent < 0 || encryptedPercent > 100) {
            throw new ParameterException(
                    spec.commandLine(), "--count must be at least 1, and --encrypted a percentage from 0 to 100");
        }
        int encrypted = (int) Math.round(count * (encryptedPercent / 100.0));
        PrintStream out = console.text();
        int failures = run(out, "plain", seed, count - encrypted, false);
        failures += run(out, "end-to-end encrypted", seed + count - encrypted, encrypted, true);
        if (failures > 0) {
            throw new CommandFailure(failures + " scenarios broke a rule; the seeds are above");
        }
        return ExitCode.OK;
    }

    private int run(PrintStream out, String title, long firstSeed, int scenarios, boolean encrypted) {
        if (scenarios == 0) {
            return 0;
        }
        out.println("Seeds " + firstSeed + " to " + (firstSeed + scenarios - 1) + ", " + title + ":");
        done = 0;
        ScenarioSummary summary = ScenarioSummary.run(
                LongStream.range(firstSeed, firstSeed + scenarios), encrypted, result -> progress(result, scenarios));
        out.println(summary.text());
        out.println();
        out.println(summary.coverageText());
        out.println();
        return summary.failures();
    }

    private void progress(ScenarioResult result, int scenarios) {
        done++;
        if (!result.failures().isEmpty()) {
            console.text().println("seed " + result.seed() + ": " + String.join("; ", result.failures()));
        } else if (console.terminal() && done % PROGRESS_EVERY == 0) {
            console.err().println(done + " of " + scenarios);
        }
    }
}
