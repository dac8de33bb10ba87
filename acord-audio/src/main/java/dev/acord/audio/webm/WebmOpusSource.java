package dev.acord.audio.webm;

import dev.acord.audio.AudioSource;
import java.io.*;
import java.nio.file.Path;

public final class WebmOpusSource implements AudioSource {
    public static WebmOpusSource open(Path p) throws IOException {
        throw new WebmException();
    }

    public static WebmOpusSource open(InputStream p) throws IOException {
        throw new WebmException();
    }

    public int read(byte[] b, int o) {
        return END;
    }

    public void close() {}
}
