package dev.acord.cli.play;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/** The keys of the terminal, one by one and not shown, until it is closed: then the terminal is as before. */
final class Keyboard implements AutoCloseable {
    private static final int LOOK_MS = 200;

    private final Terminal terminal;
    private final Attributes before;
    private final Thread thread;
    private volatile boolean closed;

    /** Opens the terminal of this process; fails where there is none. */
    Keyboard(Consumer<Key> keys) throws IOException {
        terminal = TerminalBuilder.builder().system(true).dumb(false).build();
        before = terminal.enterRawMode();
        thread = new Thread(() -> read(keys), "acord-keys");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(Consumer<Key> keys) {
        Key.Decoder decoder = new Key.Decoder();
        try {
            NonBlockingReader reader = terminal.reader();
            while (!closed) {
                int character = reader.read(LOOK_MS);
                if (character == NonBlockingReader.READ_EXPIRED) {
                    continue;
                }
                Key key = character < 0 ? Key.QUIT : decoder.decode(character);
                if (key != null) {
                    keys.accept(key);
                }
                if (character < 0) {
                    return;
                }
            }
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            if (!closed) {
                keys.accept(Key.QUIT); // the terminal is gone, and with it whoever could end this
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        terminal.setAttributes(before);
        try {
            terminal.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the terminal could not be closed", e);
        }
    }
}
