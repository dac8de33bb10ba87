package dev.acord.cli.session;

import static dev.acord.fuzz.Checks.check;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** The standard input of a session: every line is one command within its limits, or refused without anything being done. */
class CommandFuzzTest {
    @FuzzTest
    void fuzz(byte[] data) throws IOException {
        BoundedLines lines = new BoundedLines(new ByteArrayInputStream(data));
        int read = 0;
        while (true) {
            try {
                String line = lines.next();
                if (line == null) {
                    break;
                }
                dispatch(line);
            } catch (BoundedLines.UnreadableLineException e) {
                check(e.getMessage() != null, () -> "an error without a message");
            }
            read++;
        }
        int count = read;
        check(count <= data.length + 1, () -> count + " lines of " + data.length + " bytes");
    }

    private static void dispatch(String line) {
        Counting handler = new Counting();
        try {
            SessionCommands.dispatch(line, handler);
            check(handler.calls == 1, () -> handler.calls + " commands of one line");
        } catch (MalformedCommandException e) {
            check(handler.calls == 0, () -> "done, and refused");
            check(e.getMessage() != null && e.getMessage().length() <= 500, () -> "a message of any length");
        }
    }

    private static final class Counting implements SessionCommands.Handler {
        int calls;

        @Override
        public void play(String file) {
            calls++;
            check(!file.isBlank(), () -> "a file without a name");
        }

        @Override
        public void pause() {
            calls++;
        }

        @Override
        public void resume() {
            calls++;
        }

        @Override
        public void stop() {
            calls++;
        }

        @Override
        public void seek(long ms) {
            calls++;
            check(ms >= 0 && ms <= Long.MAX_VALUE / 1_000_000, () -> "to " + ms + " ms");
        }

        @Override
        public void volume(int percent) {
            calls++;
            check(percent >= 0 && percent <= 1_000, () -> "a volume of " + percent);
        }

        @Override
        public void update(SessionUpdate update) {
            calls++;
            check(
                    update.endpoint() != null
                            || update.session() != null
                            || update.token() != null
                            || update.channel() != null,
                    () -> "an update of nothing");
        }

        @Override
        public void leave() {
            calls++;
        }
    }
}
