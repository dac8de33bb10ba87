package dev.acord.audio;

import dev.acord.audio.ffmpeg.FfmpegException;
import dev.acord.audio.ffmpeg.FfmpegExecutable;
import dev.acord.audio.ffmpeg.FfmpegOptions;
import dev.acord.audio.ffmpeg.FfmpegSource;
import dev.acord.audio.input.ReplayInput;
import dev.acord.audio.ogg.OggException;
import dev.acord.audio.ogg.OggOpusSource;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.pcm.PcmException;
import dev.acord.audio.pcm.PcmFormat;
import dev.acord.audio.pcm.RawPcmSource;
import dev.acord.audio.pcm.SampledPcmSource;
import dev.acord.audio.webm.WebmException;
import dev.acord.audio.webm.WebmOpusSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Opens audio of any kind. The content decides, never the name: Ogg Opus and WebM Opus go through packet by packet; what {@code
 * javax.sound.sampled} reads (WAV, AIFF, AU, and the formats of installed service providers) is resampled and encoded; everything else
 * goes to ffmpeg, where {@link FfmpegExecutable} finds it. What is plainly no audio, such as pictures, archives and text, is refused.
 */
public final class AudioSources {

    private static final String STREAM = "the stream";

    private AudioSources() {}

    /**
     * Opens a file.
     *
     * @param file the file
     * @return its audio
     * @throws IOException when there is no such file, or it is not audio that can be played here; the message says which and what to do
     */
    public static AudioSource open(Path file) throws IOException {
        return open(file, OpusEncoderOptions.defaults());
    }

    /**
     * Opens a file.
     *
     * @param file the file
     * @param encoding the encoder's options, for what is not Opus already
     * @return its audio
     * @throws UnplayableException when it is no audio, or needs ffmpeg and there is none
     * @throws IOException when there is no such file, or it is damaged at its beginning; the message says which and what to do
     */
    public static AudioSource open(Path file, OpusEncoderOptions encoding) throws IOException {
        requireReadable(file);
        ContentKind kind;
        try (InputStream in = Files.newInputStream(file)) {
            kind = ContentKind.probe(in);
        }
        requireAudio(file.toString(), kind);
        try {
            return switch (kind.route()) {
                case OGG -> OggOpusSource.open(file);
                case WEBM -> WebmOpusSource.open(file);
                default -> encode(SampledPcmSource.open(file), encoding);
            };
        } catch (OggException | WebmException | PcmException e) {
            if (FfmpegExecutable.find().isEmpty()) {
                throw explained(file.toString(), kind, e);
            }
            return encode(openWithFfmpeg(file, e), encoding);
        }
    }

    private static PcmSource openWithFfmpeg(Path file, IOException first) throws IOException {
        try {
            return FfmpegSource.open(file, FfmpegOptions.defaults());
        } catch (IOException e) {
            e.addSuppressed(first);
            throw e;
        }
    }

    private static void requireReadable(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file + ": there is no such file");
        }
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder, not an audio file");
        }
        if (!Files.isReadable(file)) {
            throw new IOException(file + " cannot be read: permission denied");
        }
        if (Files.size(file) == 0) {
            throw new IOException(file + " is empty");
        }
    }

    /**
     * Opens a stream, which is read as it is played.
     *
     * @param stream audio as in a file; the source closes it, and so does this method when it fails
     * @return its audio
     * @throws IOException when it is not audio that can be played here
     */
    public static AudioSource open(InputStream stream) throws IOException {
        return open(stream, OpusEncoderOptions.defaults());
    }

    /**
     * Opens a stream, which is read as it is played. Its first 512 bytes decide who reads it; a reader that finds something else than it can
     * play, such as Vorbis in Ogg, leaves the stream to ffmpeg, as long as it has read no more than 1 MiB.
     *
     * @param stream audio as in a file; the source closes it, and so does this method when it fails
     * @param encoding the encoder's options, for what is not Opus already
     * @return its audio
     * @throws UnplayableException when it is no audio, or needs ffmpeg and there is none
     * @throws IOException when the stream fails, or is damaged at its beginning; the message says which and what to do
     */
    public static AudioSource open(InputStream stream, OpusEncoderOptions encoding) throws IOException {
        ReplayInput in = new ReplayInput(stream);
        try {
            ContentKind kind = ContentKind.probe(in);
            requireAudio(STREAM, kind);
            in.rewind();
            AudioSource source = open(in, kind, encoding);
            in.release();
            return source;
        } catch (IOException | RuntimeException e) {
            try {
                stream.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private static AudioSource open(ReplayInput in, ContentKind kind, OpusEncoderOptions encoding) throws IOException {
        boolean ffmpeg = FfmpegExecutable.find().isPresent();
        try {
            return switch (kind.route()) {
                case OGG -> OggOpusSource.open(in);
                case WEBM -> WebmOpusSource.open(in);
                case SAMPLED -> encode(SampledPcmSource.open(in, STREAM), encoding);
                default -> encode(ffmpeg ? feedFfmpeg(in) : SampledPcmSource.open(in, STREAM), encoding);
            };
        } catch (OggException | WebmException | PcmException e) {
            if (!ffmpeg) {
                throw explained(STREAM, kind, e);
            }
            if (!in.rewind()) {
                throw e;
            }
            return encode(feedFfmpeg(in), encoding);
        }
    }

    private static PcmSource feedFfmpeg(ReplayInput in) throws FfmpegException {
        in.release();
        return FfmpegSource.open(in, STREAM, FfmpegOptions.defaults());
    }

    /**
     * Opens a file of bare samples, which no content tells.
     *
     * @param file the file
     * @param format the samples' format
     * @param encoding the encoder's options
     * @return its audio
     * @throws IOException when the file cannot be opened
     */
    public static AudioSource openRaw(Path file, PcmFormat format, OpusEncoderOptions encoding) throws IOException {
        requireReadable(file);
        return encode(RawPcmSource.open(file, format), encoding);
    }

    /**
     * Opens a stream of bare samples, which no content tells.
     *
     * @param stream the samples; the source closes it
     * @param format the samples' format
     * @param encoding the encoder's options
     * @return its audio
     */
    public static AudioSource openRaw(InputStream stream, PcmFormat format, OpusEncoderOptions encoding) {
        return encode(new RawPcmSource(stream, format, STREAM), encoding);
    }

    private static void requireAudio(String name, ContentKind kind) throws UnplayableException {
        switch (kind.route()) {
            case NOTHING -> throw new UnplayableException(name, kind.description(), ": it is empty", null);
            case NO_AUDIO ->
                throw new UnplayableException(
                        name,
                        kind.description(),
                        ", not audio; if it is a link to audio, open what it points to",
                        null);
            default -> {}
        }
    }

    /** What Java alone cannot play, ffmpeg may; damage stays damage. */
    private static IOException explained(String name, ContentKind kind, IOException e) {
        return kind.route() == ContentKind.Route.DECODER
                ? new UnplayableException(
                        name,
                        kind.description(),
                        ", which needs ffmpeg, and none was found. Install ffmpeg, or add the module acord-ffmpeg, which brings it;"
                                + " or convert the audio to Opus in Ogg",
                        e)
                : e;
    }

    /**
     * Encodes PCM.
     *
     * @param pcm the samples; the source closes it
     * @param encoding the encoder's options, for two channels
     * @return packets of 20 ms
     * @throws IllegalArgumentException when the options are for one channel
     */
    public static EncodedSource encode(PcmSource pcm, OpusEncoderOptions encoding) {
        return new EncodedSource(pcm, encoding);
    }

    /**
     * Decodes packets: the inverse of {@link #encode}. What {@code encode} made is not decoded but taken apart, so that nothing is lost.
     *
     * <p>Seeking decodes the 80 ms before the target and throws them away, as RFC 7845 section 4.6 asks for, so that the samples are right
     * from the first. A packet whose inside is damaged is concealed, as a listener's decoder does it; bytes that are no Opus packet at all
     * end the source with an exception. Where the packets' source is starved, so is this one.
     *
     * @param source the packets; from now on only read and closed by what is returned
     * @return their samples; as many as the packets last
     */
    public static PcmSource decode(AudioSource source) {
        return source instanceof EncodedSource encoded ? encoded.takePcm() : new DecodedSource(source);
    }
}
