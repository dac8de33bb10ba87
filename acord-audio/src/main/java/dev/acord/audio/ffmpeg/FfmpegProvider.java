package dev.acord.audio.ffmpeg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Brings ffmpeg where none is installed, as the optional module {@code acord-ffmpeg} does. Found by {@link java.util.ServiceLoader}; asked
 * only when neither the caller, the configuration nor {@code PATH} names a program, and at most once each for the life of the JVM.
 */
public interface FfmpegProvider {

    /**
     * What to call it in messages.
     *
     * @return a short name, such as that of the library with the program in it
     */
    String name();

    /**
     * Gives the ffmpeg program, making it ready first if needed, for example by unpacking it.
     *
     * @return an executable file; empty when there is none for this machine
     * @throws IOException when there should be one, but it cannot be made ready
     */
    Optional<Path> ffmpeg() throws IOException;

    /**
     * Gives the ffprobe program in the same way.
     *
     * @return an executable file; empty when there is none for this machine
     * @throws IOException when there should be one, but it cannot be made ready
     */
    Optional<Path> ffprobe() throws IOException;
}
