package dev.acord.cli;

/** The exit codes of all commands. */
public final class ExitCode {
    /** All went well. */
    public static final int OK = 0;
    /** Something failed; one line on standard error says what. */
    public static final int FAILURE = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** The voice session was lost, and no new one came from the main gateway within the grace time. */
    public static final int SESSION_LOST = 3;
    /** Ended by the user with Ctrl-C before the work was done. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
