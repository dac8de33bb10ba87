package dev.acord.cli.inspect;

import dev.acord.audio.inspect.AudioContainer;
import dev.acord.audio.inspect.AudioInspection;
import dev.acord.audio.inspect.AudioProblem;
import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.Failures;
import dev.acord.cli.VersionProvider;
import dev.acord.cli.picture.PictureSize;
import dev.acord.cli.record.RecordedCall;
import dev.acord.cli.record.RecordedText;
import dev.acord.cli.record.SpeechPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code acord inspect}: what an audio file contains, and how loud it is. */
@Command(
        name = "inspect",
        description = {
            "Shows what an Ogg, WebM, WAV, AIFF or AU file contains, and what is wrong with it. Reads all of it.",
            "Decodes it too, and tells how loud it is (EBU R 128), and draws it if asked to. With ffmpeg installed this goes for"
                    + " nearly every audio file.",
            "Of a directory that 'acord record' made, it shows the speakers, and draws who spoke when if asked to."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong with it (gaps are shown, and are not wrong)",
            "1:it is damaged, is no audio, or cannot be read or drawn",
            "2:the command line is wrong",
            "130:ended by Ctrl-C"
        })
public final class InspectCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            description = "The file; its content counts, not its name. Or a recording's directory.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(names = "--no-levels", description = "Do not decode the file: at once, but without loudness and levels.")
    private boolean noLevels;

    @Option(
            names = "--waveform",
            paramLabel = "FILE",
            description = "Draw peaks and RMS over time; the name ends in .png or .svg.")
    private @Nullable Path waveform;

    @Option(
            names = "--spectrogram",
            paramLabel = "FILE",
            description = "Draw frequencies over time; the name ends in .png.")
    private @Nullable Path spectrogram;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "Of a recording: draw who spoke when; the name ends in .svg or .png.")
    private @Nullable Path picture;

    @Option(
            names = "--size",
            paramLabel = "WIDTHxHEIGHT",
            converter = PictureSize.Converter.class,
            defaultValue = "1200x500",
            description = "Of each picture, in pixels (default: ${DEFAULT-VALUE}).")
    private PictureSize size = new PictureSize(1_200, 500);

    @Spec
    private @Nullable CommandSpec spec;

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
        Pictures pictures = new Pictures(waveform, spectrogram, size);
        checkOptions(pictures);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (RecordedCall.isAt(file)) {
            return inspectRecording();
        }
        if (Files.isDirectory(file)) {
            throw new CommandFailure(file + " is a folder, not an audio file");
        }
        pictures.prepare(file);
        AudioInspection found = AudioInspection.of(file);
        Measurement measured = null;
        String unmeasured = null;
        if (!noLevels) {
            try {
                measured = Measurement.of(file, found, console, pictures.listeners());
                found = known(found, measured);
            } catch (IOException e) {
                unmeasured = Failures.describe(e);
            }
        }
        if (json) {
            console.text().println(InspectionText.json(file, found, measured, unmeasured));
        } else if (found.container() != AudioContainer.UNKNOWN || measured != null) {
            console.text().print(InspectionText.table(file, found, measured, unmeasured));
        }
        if (pictures.wanted() && measured != null) {
            pictures.write(file, measured.levels());
        }
        failOnProblems(found);
        if (pictures.wanted() && unmeasured != null) {
            throw new CommandFailure(file + " cannot be drawn: " + unmeasured);
        }
        return ExitCode.OK;
    }

    private void checkOptions(Pictures pictures) {
        String wrong = pictures.wanted() && noLevels ? "--no-levels does not go with pictures" : pictures.misnamed();
        boolean recording = RecordedCall.isAt(file);
        if (wrong == null && recording && pictures.wanted()) {
            wrong = "--waveform and --spectrogram draw audio files; " + file
                    + " is a recording, for which there is --picture";
        } else if (wrong == null && picture != null) {
            wrong = recording
                    ? SpeechPicture.misnamed(picture)
                    : "--picture draws recordings; for an audio file there are --waveform and --spectrogram";
        }
        CommandSpec self = spec;
        if (wrong != null && self != null) {
            throw new ParameterException(self.commandLine(), wrong);
        }
    }

    private Integer inspectRecording() throws IOException, CommandFailure {
        if (picture != null) {
            SpeechPicture.prepare(picture);
        }
        RecordedCall call = RecordedCall.read(file);
        if (picture != null) {
            SpeechPicture.write(call, picture);
        }
        if (json) {
            console.text().println(RecordedText.json(call, picture, List.of()));
        } else {
            console.text().print(RecordedText.table(call, picture));
        }
        return ExitCode.OK;
    }

    private void failOnProblems(AudioInspection found) throws CommandFailure {
        if (found.container() == AudioContainer.UNKNOWN && found.problemCount() > 0) {
            throw new CommandFailure(file + ": " + found.problems().get(0).description());
        }
        if (found.problemCount() > 0) {
            throw new CommandFailure(file + ": " + InspectionText.count(found.problemCount(), "problem"));
        }
    }

    /** A file of a kind that only ffmpeg knows: that it could be decoded says that it is audio after all, and how long. */
    private static AudioInspection known(AudioInspection found, Measurement measured) {
        if (found.container() != AudioContainer.UNKNOWN) {
            return found;
        }
        String stopped = measured.stopped();
        List<AudioProblem> problems = stopped == null ? List.of() : List.of(new AudioProblem(0, stopped));
        return new AudioInspection(
                found.container(),
                found.codec(),
                found.channels(),
                found.sampleRateHz(),
                Optional.of(Duration.ofMillis(Math.round(measured.levels().frames() / 48.0))),
                found.fileBytes(),
                found.parts(),
                found.packets(),
                found.packetSamples(),
                found.bitrateBps(),
                found.preSkipSamples(),
                found.encoder(),
                found.tags(),
                found.gaps(),
                found.gapCount(),
                problems,
                problems.size());
    }
}
