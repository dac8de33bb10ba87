package dev.acord.cli.demo;

import dev.acord.audio.AudioSource;
import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.ModeConverter;
import dev.acord.cli.VersionProvider;
import dev.acord.cli.WebOptions;
import dev.acord.voice.EncryptionMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code acord demo}: shows that voice works, without Discord. */
@Command(
        name = "demo",
        description = {
            "Starts the embedded voice server, lets two members join, plays a file with one and records with the other.",
            "What is heard goes to heard.ogg (the packets as they came) and heard.wav (decoded), and is compared with what was"
                    + " sent."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every frame was heard, in order and unchanged, and the server saw no violation of the protocol",
            "1:something was not heard right, or it could not be played",
            "2:the command line is wrong",
            "130:ended by Ctrl-C"
        })
public final class DemoCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "WAV, Ogg Opus, WebM, and with ffmpeg nearly everything. Without it, a tune of ten seconds.")
    private @Nullable Path file;

    @Option(
            names = "--mode",
            paramLabel = "aes|xchacha|NAME",
            converter = ModeConverter.class,
            description = "The transport encryption (default: aes).")
    private @Nullable EncryptionMode mode;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where to record; made if it is not there (default: the current folder).")
    private Path output = Path.of(".");

    @Option(names = "--plain-ws", description = "Reach the gateway without TLS.")
    private boolean plain;

    @Mixin
    private WebOptions web = new WebOptions();

    private final Console console;

    /**
     * Makes the command.
     *
     * @param console what it reads from and writes to
     */
    public DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        if (web.isWanted()) {
            new WebDemo(console, mode, web).run(file);
            return ExitCode.OK;
        }
        DemoSource source = DemoSource.open(file);
        DemoResult result;
        AudioSource opened = source.source();
        try (opened) {
            Files.createDirectories(output);
            result = new Demo(console, mode, plain, output.normalize()).run(source);
        }
        List<String> faults = result.faults();
        console.text()
                .print((faults.isEmpty() ? "Heard right: " : "NOT heard right: ")
                        + (faults.isEmpty() ? result.verdict() : String.join(", ", faults))
                        + System.lineSeparator()
                        + result.table());
        if (!faults.isEmpty()) {
            if (result.server().totalViolations() > 0) {
                console.err().print(result.server().text());
            }
            throw new CommandFailure("the demonstration was not heard right: " + String.join(", ", faults));
        }
        return ExitCode.OK;
    }
}
