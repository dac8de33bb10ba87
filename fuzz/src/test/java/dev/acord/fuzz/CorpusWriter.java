package dev.acord.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes seeds to where Jazzer looks for a target's inputs. */
public final class CorpusWriter {
    private final Path resources;

    /** A writer of seeds below this folder, {@code src/test/resources}. */
    public CorpusWriter(Path resources) {
        this.resources = resources;
    }

    /** Writes a seed of {@code target}, whose method is {@code fuzz}. */
    public void write(Class<?> target, String name, byte[] seed) throws IOException {
        Path folder = resources.resolve(target.getName().replace('.', '/') + "Inputs/fuzz");
        Files.createDirectories(folder);
        Files.write(folder.resolve(name), seed);
    }
}
