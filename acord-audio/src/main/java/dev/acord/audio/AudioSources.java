package dev.acord.audio;

import dev.acord.audio.ffmpeg.FfmpegExecutable;
import dev.acord.audio.ffmpeg.FfmpegOptions;
import dev.acord.audio.ffmpeg.FfmpegSource;
import dev.acord.audio.ogg.OggException;
import dev.acord.audio.ogg.OggOpusSource;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.pcm.PcmException;
import dev.acord.audio.pcm.SampledPcmSource;
import dev.acord.audio.webm.WebmException;
import dev.acord.audio.webm.WebmOpusSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Opens audio of any kind. The content decides, never the name: Ogg Opus and WebM Opus go through packet by packet; what {@code
 * javax.sound.sampled} reads (WAV, AIFF, AU, and the formats of installed service providers) is resampled and encoded; everything else
 * goes to ffmpeg, where it is installed.
 */
public final class AudioSources {
    private static final int PROBE_BYTES = 4;
    private static final int OGG = 0x4F676753; // "OggS"
    private static final int EBML = 0x1A45DFA3;

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
     * @throws IOException when there is no such file, or it is not audio that can be played here; the message says which and what to do
     */
    public static AudioSource open(Path file, OpusEncoderOptions encoding) throws IOException {
        requireReadable(file);
        int magic;
        try (InputStream in = Files.newInputStream(file)) {
            magic = magic(in.readNBytes(PROBE_BYTES));
        }
        try {
            if (magic == OGG) {
                return OggOpusSource.open(file);
            }
            if (magic == EBML) {
                return WebmOpusSource.open(file);
            }
            return encode(SampledPcmSource.open(file), encoding);
        } catch (OggException | WebmException | PcmException e) {
            if (FfmpegExecutable.find().isEmpty()) {
                throw e;
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
     * @param stream audio as in a file; the source closes it
     * @return its audio
     * @throws IOException when it is not audio that can be played here
     */
    public static AudioSource open(InputStream stream) throws IOException {
        return open(stream, OpusEncoderOptions.defaults());
    }

    /**
     * Opens a stream, which is read as it is played.
     *
     * @param stream audio as in a file; the source closes it
     * @param encoding the encoder's options, for what is not Opus already
     * @return its audio
     * @throws IOException when it is not audio that can be played here
     */
    public static AudioSource open(InputStream stream, OpusEncoderOptions encoding) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stream);
        in.mark(PROBE_BYTES);
        byte[] start = in.readNBytes(PROBE_BYTES);
        in.reset();
        return switch (magic(start)) {
            case OGG -> OggOpusSource.open(in);
            case EBML -> WebmOpusSource.open(in);
            default -> encode(openPcm(in), encoding);
        };
    }

    /** A stream cannot be tried twice: the formats of the JDK are known by their first bytes, all else is for ffmpeg. */
    private static PcmSource openPcm(BufferedInputStream in) throws IOException {
        in.mark(16);
        byte[] start = in.readNBytes(12);
        in.reset();
        boolean known =
                switch (magic(start)) {
                    case 0x52494646, 0x52463634, 0x464F524D, 0x2E736E64 -> true; // RIFF, RF64, FORM, .snd
                    default -> false;
                };
        if (known || FfmpegExecutable.find().isEmpty()) {
            return SampledPcmSource.open(in, "the stream");
        }
        return FfmpegSource.open(in, "the stream", FfmpegOptions.defaults());
    }

    private static int magic(byte[] start) {
        int value = 0;
        for (int i = 0; i < PROBE_BYTES; i++) {
            value = (value << 8) | (i < start.length ? start[i] & 0xFF : 0);
        }
        return value;
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
