package dev.acord.cli.inspect;

import dev.acord.audio.PcmSource;
import dev.acord.audio.ffmpeg.FfmpegExecutable;
import dev.acord.audio.ffmpeg.FfmpegOptions;
import dev.acord.audio.ffmpeg.FfmpegSource;
import dev.acord.audio.inspect.AudioInspection;
import dev.acord.audio.ogg.OggException;
import dev.acord.audio.ogg.OggOpusSource;
import dev.acord.audio.ogg.OpusHead;
import dev.acord.audio.pcm.PcmException;
import dev.acord.audio.pcm.SampledPcmSource;
import dev.acord.audio.webm.WebmException;
import dev.acord.audio.webm.WebmOpusSource;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file's audio as it is, decoded but not encoded again. The same readers in the same order as {@code AudioSources.open}, which would
 * encode what is not Opus.
 *
 * @param pcm the samples
 * @param reader what decodes them, for a person
 */
record DecodedFile(PcmSource pcm, String reader) {

    static DecodedFile open(Path file, AudioInspection found) throws IOException {
        try {
            return switch (found.container()) {
                case OGG_OPUS, OGG -> ogg(file, found);
                case WEBM, MATROSKA -> webm(file, found);
                default -> new DecodedFile(SampledPcmSource.open(file), "the JDK");
            };
        } catch (OggException | WebmException | PcmException e) {
            if (FfmpegExecutable.find().isEmpty()) {
                throw e;
            }
            try {
                return new DecodedFile(FfmpegSource.open(file, FfmpegOptions.defaults()), "ffmpeg");
            } catch (IOException ffmpeg) {
                ffmpeg.addSuppressed(e);
                throw ffmpeg;
            }
        }
    }

    private static DecodedFile ogg(Path file, AudioInspection found) throws IOException {
        OggOpusSource source = OggOpusSource.open(file);
        return new DecodedFile(new OpusPcmSource(source, source::head, maxFrames(found)), "acord");
    }

    private static DecodedFile webm(Path file, AudioInspection found) throws IOException {
        WebmOpusSource source = WebmOpusSource.open(file);
        OpusHead inFile = source.track().opusHead();
        OpusHead head = inFile == null ? OpusHead.of(PcmSource.CHANNELS, source.preSkipSamples()) : inFile;
        return new DecodedFile(new OpusPcmSource(source, () -> head, maxFrames(found)), "acord");
    }

    /** Where the file's end is inside of its last packet. With gaps the duration says nothing about that, nor with several parts. */
    private static long maxFrames(AudioInspection found) {
        boolean exact = found.parts() == 1 && found.gapCount() == 0 && found.problemCount() == 0;
        return exact
                ? found.duration()
                        .map(duration -> Math.round(duration.toNanos() * 48e-6))
                        .orElse(Long.MAX_VALUE)
                : Long.MAX_VALUE;
    }
}
