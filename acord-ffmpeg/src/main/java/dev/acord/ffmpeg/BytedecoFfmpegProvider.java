package dev.acord.ffmpeg;

import dev.acord.audio.ffmpeg.FfmpegProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * Unpacks ffmpeg and ffprobe from the jars of {@code org.bytedeco:ffmpeg}, the first time they are needed.
 *
 * <p>The programs are in a jar for each platform, such as {@code org.bytedeco:ffmpeg:8.1.2-1.5.14:linux-x86_64}, which the application adds;
 * {@code org.bytedeco:ffmpeg-platform} brings those of all platforms. They are unpacked once for a user of the machine, into {@code
 * ~/.javacpp/cache} or where the system property {@code org.bytedeco.javacpp.cachedir} says, and need about 70 MB there; the folder must
 * not be mounted {@code noexec}. They are built without the parts of ffmpeg under the GPL, unless a jar with {@code -gpl} is chosen.
 *
 * <p>Thread safe.
 */
public final class BytedecoFfmpegProvider implements FfmpegProvider {

    /** Made by the service loader. */
    public BytedecoFfmpegProvider() {}

    @Override
    public String name() {
        return "acord-ffmpeg";
    }

    @Override
    public Optional<Path> ffmpeg() throws IOException {
        return Optional.of(unpacked(org.bytedeco.ffmpeg.ffmpeg.class));
    }

    @Override
    public Optional<Path> ffprobe() throws IOException {
        return Optional.of(unpacked(org.bytedeco.ffmpeg.ffprobe.class));
    }

    private static Path unpacked(Class<?> program) throws IOException {
        String file;
        try {
            file = Loader.load(program);
        } catch (LinkageError e) {
            throw new IOException(missing(program), e);
        }
        if (file == null) {
            throw new IOException(missing(program));
        }
        Path path = Path.of(file);
        if (!Files.isExecutable(path)) {
            throw new IOException(path + " was unpacked but may not be executed: choose another folder with"
                    + " -Dorg.bytedeco.javacpp.cachedir=..., one that is not mounted noexec");
        }
        return path;
    }

    private static String missing(Class<?> program) {
        String platform = Loader.getPlatform();
        return "no jar brings " + program.getSimpleName() + " for " + platform + ": add org.bytedeco:ffmpeg and"
                + " org.bytedeco:javacpp with the classifier " + platform + ", or org.bytedeco:ffmpeg-platform";
    }
}
