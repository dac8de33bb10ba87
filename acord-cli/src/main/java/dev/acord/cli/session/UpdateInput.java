package dev.acord.cli.session;

import dev.acord.cli.Failures;
import dev.acord.voice.VoiceServerInfo;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the main gateway said since, for commands that take nothing else: the lines {@code update} and {@code leave} of {@code acord session}.
 * The end of the input means nothing, so that a service can run without one.
 */
public final class UpdateInput {
    /** Carries out what was read; called on a thread of the reader's own. */
    public interface Handler {
        /**
         * Something is new.
         *
         * @param next all that is known now
         */
        void update(VoiceServerInfo next);

        /** The connection is no longer wanted. */
        void leave();

        /**
         * A line was not understood, or changes nothing.
         *
         * @param why for a person, in one line
         */
        void refused(String why);
    }

    private final BoundedLines lines;
    private final Handler handler;
    private @Nullable VoiceServerInfo info;

    /**
     * Makes a reader that does not read yet.
     *
     * @param in JSON lines
     * @param info what is known so far; null where whoever joined finds it out alone, so that {@code update} is refused
     * @param handler carries lines out
     */
    public UpdateInput(InputStream in, @Nullable VoiceServerInfo info, Handler handler) {
        this.lines = new BoundedLines(in);
        this.info = info;
        this.handler = handler;
    }

    /** Begins to read, on a thread of its own that ends with the input or the process. */
    public void start() {
        Thread reader = new Thread(this::read, "acord-commands");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        while (true) {
            try {
                String line = lines.next();
                if (line == null) {
                    return;
                }
                if (!line.isBlank()) {
                    SessionCommands.dispatchOfCall(line, new Commands());
                }
            } catch (BoundedLines.UnreadableLineException | MalformedCommandException e) {
                handler.refused(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                handler.refused("standard input cannot be read any more: " + Failures.describe(e));
                return;
            } catch (RuntimeException e) {
                // one line must not end the call, whatever is wrong with it
                handler.refused(Failures.describe(e));
            }
        }
    }

    private final class Commands implements SessionCommands.CallHandler {
        @Override
        public void update(SessionUpdate update) {
            VoiceServerInfo known = info;
            if (known == null) {
                handler.refused("update: the bot hears from the main gateway by itself; there is the command leave");
                return;
            }
            VoiceServerInfo next = update.applyTo(known);
            if (next.equals(known)) {
                handler.refused("update: nothing in it is new; the session goes on as it is");
                return;
            }
            info = next;
            handler.update(next);
        }

        @Override
        public void leave() {
            handler.leave();
        }
    }
}
