package dev.acord.audio.ffmpeg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The programs that {@link FfmpegProvider}s bring. Each is asked for once, and what came of it is kept. */
final class ProvidedPrograms {

    private static final Logger LOG = LoggerFactory.getLogger(ProvidedPrograms.class);

    private final Iterable<FfmpegProvider> providers;
    private final List<String> problems = new ArrayList<>();
    private boolean ffmpegAsked;
    private boolean ffprobeAsked;
    private Optional<Path> ffmpeg = Optional.empty();
    private Optional<Path> ffprobe = Optional.empty();

    ProvidedPrograms(Iterable<FfmpegProvider> providers) {
        this.providers = providers;
    }

    /** Those of the service loader. */
    static ProvidedPrograms installed() {
        return Installed.PROGRAMS;
    }

    synchronized Optional<Path> ffmpeg() {
        if (!ffmpegAsked) {
            ffmpegAsked = true;
            ffmpeg = first(FfmpegProvider::ffmpeg);
        }
        return ffmpeg;
    }

    synchronized Optional<Path> ffprobe() {
        if (!ffprobeAsked) {
            ffprobeAsked = true;
            ffprobe = first(FfmpegProvider::ffprobe);
        }
        return ffprobe;
    }

    /** Why providers that are there brought nothing; empty if there are none, or all is well. */
    synchronized String problems() {
        return String.join("; ", problems);
    }

    private Optional<Path> first(Program program) {
        try {
            for (FfmpegProvider provider : providers) {
                Optional<Path> found = of(provider, program);
                if (found.isPresent()) {
                    return found;
                }
            }
        } catch (ServiceConfigurationError e) {
            problem("a provider of ffmpeg could not be loaded: " + e.getMessage(), e);
        }
        return Optional.empty();
    }

    private Optional<Path> of(FfmpegProvider provider, Program program) {
        try {
            Optional<Path> found = program.of(provider);
            if (found.isEmpty()) {
                problems.add(provider.name() + " has no ffmpeg for this machine");
            }
            return found;
        } catch (IOException | RuntimeException | LinkageError e) {
            // what a provider does is not ours: its failure must not keep others from being asked
            problem(provider.name() + " could not make ffmpeg ready: " + e.getMessage(), e);
            return Optional.empty();
        }
    }

    private void problem(String what, Throwable e) {
        problems.add(what);
        LOG.warn("{}", what);
        LOG.debug("where it failed", e);
    }

    @FunctionalInterface
    private interface Program {
        Optional<Path> of(FfmpegProvider provider) throws IOException;
    }

    private static final class Installed {
        static final ProvidedPrograms PROGRAMS = new ProvidedPrograms(ServiceLoader.load(FfmpegProvider.class));
    }
}
