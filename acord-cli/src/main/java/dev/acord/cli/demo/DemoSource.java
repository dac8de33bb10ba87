package dev.acord.cli.demo;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.ogg.OggOpusSource;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.tone.TuneSource;
import dev.acord.audio.webm.WebmOpusSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.jspecify.annotations.Nullable;

/**
 * What a demonstration plays.
 *
 * @param source the packets
 * @param title what it is, for a person
 * @param passedThrough whether the packets are the file's own, not encoded here
 * @param duration how long it is, where that is known beforehand
 */
record DemoSource(AudioSource source, String title, boolean passedThrough, Optional<Duration> duration) {

    static DemoSource open(@Nullable Path file) throws IOException {
        if (file == null) {
            TuneSource tune = new TuneSource();
            Duration duration = ofFrames(tune.durationFrames(), TuneSource.SAMPLE_RATE_HZ);
            AudioSource encoded = AudioSources.encode(tune, OpusEncoderOptions.defaults());
            return new DemoSource(encoded, "built-in tune", false, Optional.of(duration));
        }
        AudioSource source = AudioSources.open(file);
        String title = String.valueOf(file.getFileName());
        if (source instanceof OggOpusSource ogg) {
            return new DemoSource(source, title, true, ogg.duration());
        }
        if (source instanceof WebmOpusSource webm) {
            return new DemoSource(source, title, true, webm.duration());
        }
        return new DemoSource(source, title, false, sampledDuration(file));
    }

    /** The length of what the JDK reads; of other files only ffmpeg knows. */
    private static Optional<Duration> sampledDuration(Path file) {
        try {
            AudioFileFormat format = AudioSystem.getAudioFileFormat(file.toFile());
            int frames = format.getFrameLength();
            float rate = format.getFormat().getFrameRate();
            return frames > 0 && rate > 0 ? Optional.of(ofFrames(frames, Math.round(rate))) : Optional.empty();
        } catch (UnsupportedAudioFileException | IOException e) {
            return Optional.empty(); // the length is only for the progress bar
        }
    }

    private static Duration ofFrames(long frames, int rateHz) {
        return Duration.ofNanos(frames * 1_000_000_000L / rateHz);
    }
}
