package dev.acord.cli.inspect;

import dev.acord.audio.inspect.AudioContainer;
import dev.acord.audio.inspect.AudioInspection;
import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.VersionProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code acord inspect}: what an audio file contains. */
@Command(
        name = "inspect",
        description =
                "Shows what an Ogg, WebM, WAV, AIFF or AU file contains, and what is wrong with it. Reads all of it.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong with it (gaps are shown, and are not wrong)",
            "1:it is damaged, is no audio, or cannot be read",
            "2:the command line is wrong"
        })
public final class InspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The file; its content counts, not its name.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private final Console console;

    /**
     * Makes the command.
     *
     * @param console what it reads from and writes to
     */
    public InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailure(file + " is a folder, not an audio file");
        }
        AudioInspection found = AudioInspection.of(file);
        boolean unknown = found.container() == AudioContainer.UNKNOWN;
        if (json) {
            console.text().println(InspectionText.json(file, found));
        } else if (!unknown) {
            console.text().print(InspectionText.table(file, found));
        }
        if (unknown && found.problemCount() > 0) {
            throw new CommandFailure(file + ": " + found.problems().get(0).description());
        }
        if (found.problemCount() > 0) {
            throw new CommandFailure(file + ": " + InspectionText.count(found.problemCount(), "problem"));
        }
        return ExitCode.OK;
    }
}
