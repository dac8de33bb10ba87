package dev.acord.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Turns what went wrong into one line on standard error and an exit code. */
public final class Failures {
    private final PrintStream err;

    Failures(PrintStream err) {
        this.err = err;
    }

    int usage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        // picocli has this before what it says about groups of options, and before nothing else
        String message = String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
        err.println("acord: " + oneLine(message));
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    int failure(Exception e, boolean debug) {
        err.println("acord: " + describe(e));
        if (debug) {
            e.printStackTrace(err);
        }
        return e instanceof CommandFailure failure ? failure.exitCode() : ExitCode.FAILURE;
    }

    /**
     * What went wrong, in one line for a person.
     *
     * @param failure the failure
     * @return a line without a line break
     */
    public static String describe(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        if (cause instanceof FileSystemException file) {
            return oneLine(describeFile(file));
        }
        if (message == null || message.isBlank()) {
            return cause.getClass().getSimpleName();
        }
        if (cause instanceof UncheckedIOException && cause.getCause() != null) {
            return oneLine(message + ": " + describe(cause.getCause()));
        }
        boolean foreseen = cause instanceof IOException
                || cause instanceof CommandFailure
                || cause instanceof IllegalArgumentException
                || cause.getClass().getName().startsWith("dev.acord.");
        return oneLine(
                foreseen ? message : "unexpected failure: " + cause + "; --debug shows where; please report this");
    }

    private static String describeFile(FileSystemException e) {
        String name = String.valueOf(e.getFile());
        // exceptions of our own carry a whole sentence in place of the file's name
        if (name.contains(": ") || name.contains(" is ") || name.contains(" cannot ")) {
            return name;
        }
        if (e instanceof NoSuchFileException) {
            return name + ": there is no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return name + ": permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return name + ": exists and is not a folder";
        }
        if (e instanceof NotDirectoryException) {
            return name + ": is not a folder";
        }
        return e.getReason() == null ? name : name + ": " + e.getReason();
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
