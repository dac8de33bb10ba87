package dev.acord.cli;

import java.io.PrintStream;

/** A line on a terminal that is written again and again; on anything else there is none, only the messages. Thread safe. */
public final class LiveLine {
    private static final int WIDTH = 79;

    private final PrintStream err;
    private final boolean terminal;
    private String shown = "";
    private boolean ended;

    /**
     * Makes a line that shows nothing yet.
     *
     * @param err where to
     * @param terminal whether that is a terminal
     */
    public LiveLine(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /**
     * Replaces the line.
     *
     * @param line what it says; what does not fit 79 characters is left out
     */
    public synchronized void show(String line) {
        if (terminal && !ended) {
            String next = line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...";
            err.print("\r" + next + " ".repeat(Math.max(0, shown.length() - next.length())));
            err.flush();
            shown = next;
        }
    }

    /**
     * Writes something that stays, on a line of its own.
     *
     * @param line the message
     */
    public synchronized void message(String line) {
        String again = shown;
        clear();
        err.println(line);
        if (!again.isEmpty()) {
            show(again);
        }
    }

    /** Takes the line away for good. */
    public synchronized void end() {
        clear();
        ended = true;
    }

    private void clear() {
        if (!shown.isEmpty()) {
            err.print("\r" + " ".repeat(shown.length()) + "\r");
            err.flush();
            shown = "";
        }
    }
}
