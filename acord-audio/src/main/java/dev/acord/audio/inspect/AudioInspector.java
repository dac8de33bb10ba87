package dev.acord.audio.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells files apart by their first bytes and hands them to who knows them. */
final class AudioInspector {

    private static final int HEAD_BYTES = 16;

    private AudioInspector() {}

    static AudioInspection inspect(Path file) throws IOException {
        InspectionReport report = new InspectionReport();
        long fileBytes = Files.size(file);
        String head = head(file);
        try (InputStream in = Files.newInputStream(file)) {
            if (head.startsWith("OggS")) {
                new OggInspector(in, report).inspect();
            } else if (head.startsWith("\u001aE\u00df\u00a3")) {
                new WebmInspector(in, report).inspect();
            } else if (head.startsWith("RIFF") && head.startsWith("WAVE", 8)) {
                PcmInspector.inspect(file, AudioContainer.WAV, report);
            } else if (head.startsWith("FORM") && head.startsWith("AIF", 8)) {
                PcmInspector.inspect(file, AudioContainer.AIFF, report);
            } else if (head.startsWith(".snd")) {
                PcmInspector.inspect(file, AudioContainer.AU, report);
            } else {
                report.codec = guess(head);
                report.problem(
                        0,
                        head.isEmpty()
                                ? "The file is empty"
                                : "Neither Ogg, WebM, WAV, AIFF nor AU; ffmpeg may know it, and can convert it:"
                                        + " ffmpeg -i IN -c:a libopus OUT.opus");
            }
        }
        return report.finish(fileBytes);
    }

    /** The first bytes, one character each. */
    private static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1);
        }
    }

    private static String guess(String head) {
        if (head.startsWith("ID3")
                || (head.length() > 1 && head.charAt(0) == 0xFF && (head.charAt(1) & 0xE0) == 0xE0)) {
            return "MP3 or AAC";
        }
        if (head.startsWith("fLaC")) {
            return "FLAC";
        }
        return head.startsWith("ftyp", 4) ? "MP4" : "unknown";
    }
}
