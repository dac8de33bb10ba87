package dev.acord.cli.soak;

import com.google.gson.JsonObject;
import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.VersionProvider;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code acord soak}: whether a long call grows, drifts or loses anything. */
@Command(
        name = "soak",
        description = {
            "Runs a call on the embedded server for a while: members talk in turns, one comes and goes, everything is end-to-end"
                    + " encrypted.",
            "Prints a line each minute, at shorter runs for each fifth, and at the end: time, heap after a garbage collection,"
                    + " threads, open files, packets, losses, the drift of RTP time from the clock, breaches of the protocol."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing grew, nothing drifted, nobody broke the protocol",
            "1:the heap grew by more than 8 MiB after the first fifth, a stream drifted by more than 100 ms, the protocol was"
                    + " broken, or nothing was heard",
            "2:the command line is wrong"
        })
public final class SoakCommand implements Callable<Integer> {
    private static final double MAX_MINUTES = 100_000;
    private static final int MAX_MEMBERS = 1_000;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "10",
            description = "For how long; fractions are allowed (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(
            names = "--members",
            paramLabel = "M",
            defaultValue = "4",
            description = "How many are in the call, the one who comes and goes included (default: ${DEFAULT-VALUE}).")
    private int members;

    @Option(names = "--faults", description = "Break websockets, change keys and ask for heartbeats now and then.")
    private boolean faults;

    @Option(names = "--json", description = "Print JSON events, one a line, for scripts.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    private final Console console;

    /**
     * Makes the command.
     *
     * @param console what it writes to
     */
    public SoakCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException, CommandFailure {
        if (!(minutes > 0 && minutes <= MAX_MINUTES)) {
            throw wrong("--minutes must be over 0 and at most " + (int) MAX_MINUTES);
        }
        if (members < 3 || members > MAX_MEMBERS) {
            throw wrong("--members must be 3 to " + MAX_MEMBERS + ": two who talk, and one who comes and goes");
        }
        CountDownLatch end = new CountDownLatch(1);
        console.onInterrupt(end::countDown);
        PrintStream out = console.text();
        Soak soak = new Soak(
                members,
                faults,
                (long) (minutes * 60_000),
                end,
                sample -> out.println(json ? json(sample) : line(sample)));
        List<String> reasons = SoakVerdict.of(soak.run());
        if (json) {
            JsonObject result = new JsonObject();
            result.addProperty("ev", "result");
            result.addProperty("ok", reasons.isEmpty());
            out.println(result);
        }
        if (!reasons.isEmpty()) {
            throw new CommandFailure(String.join("; ", reasons));
        }
        return ExitCode.OK;
    }

    private RuntimeException wrong(String what) {
        CommandSpec self = spec;
        return self == null ? new IllegalStateException(what) : new ParameterException(self.commandLine(), what);
    }

    private static String line(SoakSample sample) {
        long seconds = sample.elapsedMs() / 1_000;
        return String.format(
                Locale.ROOT,
                "%d:%02d:%02d  heap %d KiB  threads %d  files %d  visits %d  sent %d  received %d  lost %d  drift %.1f ms"
                        + "  violations %d",
                seconds / 3_600,
                seconds / 60 % 60,
                seconds % 60,
                sample.heapBytes() / 1_024,
                sample.threads(),
                sample.openFiles(),
                sample.connects(),
                sample.sent(),
                sample.received(),
                sample.lost(),
                sample.worstDriftMs(),
                sample.violations());
    }

    private static JsonObject json(SoakSample sample) {
        JsonObject event = new JsonObject();
        event.addProperty("ev", "sample");
        event.addProperty("elapsedMs", sample.elapsedMs());
        event.addProperty("heapBytes", sample.heapBytes());
        event.addProperty("threads", sample.threads());
        event.addProperty("openFiles", sample.openFiles());
        event.addProperty("visits", sample.connects());
        event.addProperty("sent", sample.sent());
        event.addProperty("received", sample.received());
        event.addProperty("lost", sample.lost());
        JsonObject drifts = new JsonObject();
        sample.driftMs().forEach((user, drift) -> drifts.addProperty(Long.toUnsignedString(user), drift));
        event.add("driftMs", drifts);
        event.addProperty("violations", sample.violations());
        return event;
    }
}
