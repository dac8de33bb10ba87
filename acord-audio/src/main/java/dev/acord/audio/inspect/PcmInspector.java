package dev.acord.audio.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Looks into files of uncompressed audio, with the readers of the JDK. */
final class PcmInspector {

    private PcmInspector() {}

    static void inspect(Path file, AudioContainer container, InspectionReport report) throws IOException {
        report.container = container;
        AudioFileFormat description;
        try {
            description = AudioSystem.getAudioFileFormat(file.toFile());
        } catch (UnsupportedAudioFileException e) {
            report.problem(0, "A " + container + " file of a kind that the JDK cannot read: " + e.getMessage());
            return;
        } catch (RuntimeException e) {
            // the JDK's readers trust numbers in headers, and fail on damaged ones in ways of their own
            report.problem(0, "A damaged " + container + " header: " + e);
            return;
        }
        AudioFormat format = description.getFormat();
        report.codec = format.getEncoding() + " " + format.getSampleSizeInBits() + " bit"
                + (format.getSampleSizeInBits() > 8 ? (format.isBigEndian() ? " big-endian" : " little-endian") : "");
        report.channels = Math.max(0, format.getChannels());
        report.sampleRateHz = (int) Math.max(0, format.getSampleRate());
        long frames = description.getFrameLength();
        if (frames < 0 || report.sampleRateHz == 0 || format.getFrameSize() <= 0) {
            return;
        }
        report.duration = Optional.of(Duration.ofNanos(Math.round(frames * 1e9 / report.sampleRateHz)));
        report.bitrateBps((long) report.sampleRateHz * format.getFrameSize() * 8);
        long fileBytes = Files.size(file);
        if (frames * format.getFrameSize() > fileBytes) {
            report.problem(
                    fileBytes,
                    "Truncated: the header promises " + frames * format.getFrameSize()
                            + " bytes of audio, the file has " + fileBytes + " in all");
        }
    }
}
