package dev.acord.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** What a command reads from and writes to, and the user's wish to end it early (Ctrl-C). Thread safe. */
public final class Console {
    private final InputStream in;
    private final OutputStream out;
    private final PrintStream err;
    private final boolean terminal;
    private @Nullable Runnable interruption;
    private boolean interrupted;
    private volatile boolean debug;

    /**
     * Makes a console of streams.
     *
     * @param in commands
     * @param out results and events, nothing else
     * @param err messages for people
     * @param terminal whether a person looks at {@code err}, so that a progress bar makes sense
     */
    public Console(InputStream in, OutputStream out, PrintStream err, boolean terminal) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /**
     * The console of this process. From now on {@link System#out} leads to standard error, so that nothing but a command's own results
     * ever gets to standard output.
     *
     * @return the console
     */
    static Console ofProcess() {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        // the script knows whether standard error is a terminal; Java does not
        return new Console(System.in, out, System.err, Boolean.getBoolean("acord.terminal"));
    }

    /**
     * Where commands come from.
     *
     * @return standard input
     */
    public InputStream in() {
        return in;
    }

    /**
     * Where events go, byte by byte.
     *
     * @return standard output, not buffered
     */
    public OutputStream out() {
        return out;
    }

    /**
     * Where results go, as text in the platform's encoding.
     *
     * @return a new stream onto standard output
     */
    public PrintStream text() {
        return new PrintStream(out, true, Charset.defaultCharset());
    }

    /**
     * Where messages for people go.
     *
     * @return standard error
     */
    public PrintStream err() {
        return err;
    }

    /**
     * Whether a person looks at standard error.
     *
     * @return true on a terminal
     */
    public boolean terminal() {
        return terminal;
    }

    /**
     * Whether the user wants to see more.
     *
     * @return whether {@code --debug} was given
     */
    public boolean debug() {
        return debug;
    }

    void debug(boolean wanted) {
        debug = wanted;
    }

    /**
     * Names what to do when the user wants to end the running command. It runs on another thread, at once if the user wanted it already.
     *
     * @param action asks the command to end; must not wait for that
     */
    public void onInterrupt(Runnable action) {
        boolean already;
        synchronized (this) {
            interruption = action;
            already = interrupted;
        }
        if (already) {
            action.run();
        }
    }

    /** The user wants to end the running command. */
    public void interrupt() {
        Runnable action;
        synchronized (this) {
            if (interrupted) {
                return;
            }
            interrupted = true;
            action = interruption;
        }
        if (action != null) {
            action.run();
        }
    }

    /**
     * Whether the user wanted to end the command.
     *
     * @return whether {@link #interrupt} was called
     */
    public synchronized boolean isInterrupted() {
        return interrupted;
    }
}
