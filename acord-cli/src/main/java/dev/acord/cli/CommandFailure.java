package dev.acord.cli;

/** What a command could not do, in one line for its user, with the exit code. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * Makes a failure with {@link ExitCode#FAILURE}.
     *
     * @param message what failed and, where possible, what to do
     */
    public CommandFailure(String message) {
        this(message, ExitCode.FAILURE);
    }

    /**
     * Makes a failure.
     *
     * @param message what failed and, where possible, what to do
     * @param exitCode one of {@link ExitCode}
     */
    public CommandFailure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /**
     * Makes a failure with {@link ExitCode#FAILURE}.
     *
     * @param message what failed and, where possible, what to do
     * @param cause what lies behind it, shown with {@code --debug}
     */
    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
        this.exitCode = ExitCode.FAILURE;
    }

    /**
     * The exit code.
     *
     * @return one of {@link ExitCode}
     */
    public int exitCode() {
        return exitCode;
    }
}
