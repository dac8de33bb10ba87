package dev.acord.cli.inspect;

import dev.acord.cli.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** X. */
@Command(name = "inspect")
public final class InspectCommand implements Callable<Integer> {
    private final Console console;

    /** X. */
    public InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.text().println("x");
        return 0;
    }
}
