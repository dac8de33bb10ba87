package dev.acord.cli.inspect;

import dev.acord.audio.meter.AudioLevels;
import dev.acord.cli.CommandFailure;
import dev.acord.cli.picture.PictureSize;
import dev.acord.cli.picture.PngCanvas;
import dev.acord.cli.picture.SvgCanvas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The pictures that were asked for: they hear the audio first, and are drawn when all of it is known. */
final class Pictures {
    private final @Nullable Path waveformFile;
    private final @Nullable Path spectrogramFile;
    private final PictureSize size;
    private final Waveform waveform = new Waveform();
    private final Spectrogram spectrogram = new Spectrogram();

    Pictures(@Nullable Path waveformFile, @Nullable Path spectrogramFile, PictureSize size) {
        this.waveformFile = waveformFile;
        this.spectrogramFile = spectrogramFile;
        this.size = size;
    }

    /** What is wrong with the names of the files; null if they are right. */
    @Nullable
    String misnamed() {
        if (waveformFile != null && !isNamed(waveformFile, ".png") && !isNamed(waveformFile, ".svg")) {
            return "--waveform makes .png and .svg files, not " + waveformFile;
        }
        if (spectrogramFile != null && !isNamed(spectrogramFile, ".png")) {
            return "--spectrogram makes .png files, not " + spectrogramFile;
        }
        if (waveformFile != null
                && spectrogramFile != null
                && waveformFile
                        .toAbsolutePath()
                        .normalize()
                        .equals(spectrogramFile.toAbsolutePath().normalize())) {
            return "--waveform and --spectrogram name the same file";
        }
        return null;
    }

    private static boolean isNamed(Path file, String ending) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /** Whether any picture is wanted. */
    boolean wanted() {
        return waveformFile != null || spectrogramFile != null;
    }

    /** Fails now rather than after minutes of decoding. */
    void prepare(Path audio) throws IOException, CommandFailure {
        boolean text = false;
        for (Path file : files()) {
            if (Files.exists(file) && Files.isSameFile(file, audio)) {
                throw new CommandFailure(file + " is the audio itself; name another file for the picture");
            }
            if (Files.isDirectory(file)) {
                throw new CommandFailure(file + " is a folder; name a file for the picture");
            }
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                throw new CommandFailure(folder + ": there is no such folder for the picture");
            }
            text |= isNamed(file, ".png");
        }
        if (text) {
            PngCanvas.requireFonts();
        }
    }

    List<Path> files() {
        List<Path> files = new ArrayList<>();
        if (waveformFile != null) {
            files.add(waveformFile);
        }
        if (spectrogramFile != null) {
            files.add(spectrogramFile);
        }
        return files;
    }

    List<PcmListener> listeners() {
        List<PcmListener> listeners = new ArrayList<>();
        if (waveformFile != null) {
            listeners.add(waveform);
        }
        if (spectrogramFile != null) {
            listeners.add(spectrogram);
        }
        return listeners;
    }

    /** Draws and writes them. */
    void write(Path audio, AudioLevels levels) throws IOException, CommandFailure {
        if (levels.frames() == 0) {
            throw new CommandFailure(audio + " holds no audio to draw");
        }
        String title = InspectionText.printable(String.valueOf(audio.getFileName()));
        String subtitle = LevelText.summary(levels);
        if (waveformFile != null && isNamed(waveformFile, ".svg")) {
            SvgCanvas canvas = new SvgCanvas(size);
            WaveformPicture.draw(canvas, size, waveform, title, subtitle);
            Files.write(waveformFile, canvas.toSvg());
        } else if (waveformFile != null) {
            PngCanvas canvas = new PngCanvas(size);
            WaveformPicture.draw(canvas, size, waveform, title, subtitle);
            Files.write(waveformFile, canvas.toPng());
        }
        if (spectrogramFile != null) {
            PngCanvas canvas = new PngCanvas(size);
            spectrogram.finish();
            SpectrogramPicture.draw(canvas, size, spectrogram, title, subtitle);
            Files.write(spectrogramFile, canvas.toPng());
        }
    }
}
