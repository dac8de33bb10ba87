package dev.acord.audio.opus.libopus;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the lines that LWJGL prints, and logs them for debugging. */
final class LwjglLog extends ByteArrayOutputStream {

    private static final Logger LOG = LoggerFactory.getLogger(LwjglLog.class);
    private static final int MAX_LINE_BYTES = 1_000;

    private LwjglLog() {
        super(MAX_LINE_BYTES);
    }

    static PrintStream stream() {
        return new PrintStream(new LwjglLog(), true, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n' || size() == MAX_LINE_BYTES) {
            LOG.debug("{}", toString(StandardCharsets.UTF_8).strip());
            reset();
        }
        if (b != '\n') {
            super.write(b);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            write(bytes[offset + i]);
        }
    }
}
