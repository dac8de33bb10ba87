package dev.acord.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one file of a process that targets write their bytes to, for readers that want a path. */
public final class ScratchFile {
    private static final Path FILE = create();

    private ScratchFile() {}

    private static Path create() {
        try {
            Path file = Files.createTempFile("acord-fuzz", ".bin");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException("no temporary file can be made", e);
        }
    }

    public static Path with(byte[] bytes) throws IOException {
        return Files.write(FILE, bytes);
    }
}
