package dev.acord.cli;

import dev.acord.bench.BenchCommand;
import dev.acord.cli.demo.DemoCommand;
import dev.acord.cli.doctor.DoctorCommand;
import dev.acord.cli.inspect.InspectCommand;
import dev.acord.cli.play.PlayCommand;
import dev.acord.cli.record.RecordCommand;
import dev.acord.cli.session.SessionCommand;
import dev.acord.cli.sim.ScenariosCommand;
import dev.acord.cli.sim.SimCommand;
import dev.acord.cli.soak.SoakCommand;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code acord} command. */
@Command(
        name = "acord",
        description = "Discord voice on the command line, in pure Java.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it went well",
            "1:it failed; one line on standard error says why",
            "2:the command line is wrong",
            "3:the voice session was lost, and no new one came from the main gateway in time"
        },
        footer = {"", "'acord COMMAND --help' tells more. 'acord demo' needs nothing: try it first."})
public final class Main implements Runnable {
    private static final int END_WAIT_S = 10;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show debug messages, and stack traces of errors, on standard error.")
    void debug(boolean wanted) {
        console.debug(wanted);
    }

    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    private Main(Console console) {
        this.console = console;
    }

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        Logging.configure(args);
        Console console = Console.ofProcess();
        CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endEarly(console, exitCode), "acord-shutdown"));
        int code = run(console, args);
        exitCode.complete(code);
        System.exit(code);
    }

    /** On Ctrl-C or a termination signal: lets the command end in order, and the process with the command's own exit code. */
    private static void endEarly(Console console, CompletableFuture<Integer> exitCode) {
        if (exitCode.isDone()) {
            return;
        }
        console.interrupt();
        int code = ExitCode.INTERRUPTED;
        try {
            code = exitCode.get(END_WAIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            console.err().println("acord: did not end within " + END_WAIT_S + " s of the signal");
        }
        Runtime.getRuntime().halt(code);
    }

    /**
     * Runs a command.
     *
     * @param console what it reads from and writes to
     * @param args the command line
     * @return the exit code
     */
    public static int run(Console console, String... args) {
        Main main = new Main(console);
        Failures failures = new Failures(console.err());
        CommandLine commands = new CommandLine(main)
                .addSubcommand(new DemoCommand(console))
                .addSubcommand(new SessionCommand(console))
                .addSubcommand(new PlayCommand(console))
                .addSubcommand(new RecordCommand(console))
                .addSubcommand(new SimCommand(console))
                .addSubcommand(new ScenariosCommand(console))
                .addSubcommand(new InspectCommand(console))
                .addSubcommand(new DoctorCommand(console))
                .addSubcommand(new BenchCommand())
                .addSubcommand(new SoakCommand(console))
                .registerConverter(Snowflake.class, new Snowflake.Converter())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(console.out(), true, Charset.defaultCharset()))
                .setErr(new PrintWriter(console.err(), true, Charset.defaultCharset()))
                .setParameterExceptionHandler(failures::usage)
                .setExecutionExceptionHandler((e, command, parsed) -> failures.failure(e, console.debug()));
        return commands.execute(args);
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        CommandSpec self = spec;
        if (self != null) {
            List<String> commands = List.copyOf(self.subcommands().keySet());
            int last = commands.size() - 1;
            throw new ParameterException(
                    self.commandLine(),
                    "no command; there are " + String.join(", ", commands.subList(0, last)) + " and "
                            + commands.get(last));
        }
    }
}
