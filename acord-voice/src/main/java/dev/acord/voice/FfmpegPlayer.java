package dev.acord.voice;

import dev.acord.audio.AudioSources;
import dev.acord.audio.ffmpeg.FfmpegOptions;
import dev.acord.audio.ffmpeg.FfmpegSource;
import dev.acord.audio.opus.OpusEncoderOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Plays anything that ffmpeg reads: files, URLs, streams. ffmpeg runs as a process of its own that is read as fast as is played, never
 * ahead of the read-ahead, and ends with the player on every path.
 */
public class FfmpegPlayer extends BasePlayer {

    /**
     * Plays a file.
     *
     * @param connection where to play
     * @param file the file
     * @throws IOException when there is no such file or no ffmpeg
     */
    public FfmpegPlayer(VoiceConnection connection, Path file) throws IOException {
        this(connection, file, FfmpegOptions.defaults(), OpusEncoderOptions.defaults());
    }

    /**
     * Plays a file.
     *
     * @param connection where to play
     * @param file the file
     * @param options ffmpeg's executable and arguments
     * @param encoding the encoder's options
     * @throws IOException when there is no such file or no ffmpeg
     */
    public FfmpegPlayer(VoiceConnection connection, Path file, FfmpegOptions options, OpusEncoderOptions encoding)
            throws IOException {
        super(connection, () -> AudioSources.encode(FfmpegSource.open(file, options), encoding));
    }

    /**
     * Plays a URL or anything else that ffmpeg takes as an input.
     *
     * @param connection where to play
     * @param uri the input's name
     * @param options ffmpeg's executable and arguments
     * @param encoding the encoder's options
     * @throws IOException when there is no ffmpeg
     */
    public FfmpegPlayer(VoiceConnection connection, String uri, FfmpegOptions options, OpusEncoderOptions encoding)
            throws IOException {
        super(connection, () -> AudioSources.encode(FfmpegSource.open(uri, options), encoding));
    }

    /**
     * Plays a stream.
     *
     * @param connection where to play
     * @param stream what ffmpeg gets on its standard input; closed at the end
     * @param options ffmpeg's executable and arguments
     * @param encoding the encoder's options
     * @throws IOException when there is no ffmpeg
     */
    public FfmpegPlayer(
            VoiceConnection connection, InputStream stream, FfmpegOptions options, OpusEncoderOptions encoding)
            throws IOException {
        super(connection, AudioSources.encode(FfmpegSource.open(stream, "the stream", options), encoding));
    }
}
