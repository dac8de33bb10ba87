package dev.acord.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A command that runs, in this process or in one of its own, with its input and its output line by line. */
public final class Running implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final OutputStream in;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder err = new StringBuilder();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final @Nullable Process process;
    private final @Nullable Console console;
    private int looked;

    private Running(OutputStream in, @Nullable Process process, @Nullable Console console) {
        this.in = in;
        this.process = process;
        this.console = console;
    }

    /** Runs a command in this process. */
    public static Running here(String... args) throws IOException {
        PipedOutputStream in = new PipedOutputStream();
        PipedOutputStream out = new PipedOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PipedInputStream lines = new PipedInputStream(out, 1 << 20);
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Console console = new Console(new PipedInputStream(in, 1 << 20), out, errors, false);
        Running running = new Running(in, null, console);
        Thread reader = running.read(lines);
        start("command", () -> {
            int code = -1;
            try (out) {
                code = Main.run(console, args);
            } catch (IOException e) {
                errors.println(e);
            }
            running.addErrors(err.toString(StandardCharsets.UTF_8));
            try {
                reader.join();
                running.exit.complete(code);
            } catch (InterruptedException e) {
                running.exit.completeExceptionally(e);
            }
        });
        return running;
    }

    /** Runs a command in a process of its own. */
    public static Running process(String... args) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-cp", classes, "dev.acord.cli.Main"));
        command.addAll(Arrays.asList(args));
        Process process = new ProcessBuilder(command).start();
        Running running = new Running(process.getOutputStream(), process, null);
        Thread out = running.read(process.getInputStream());
        Thread errors = start("stderr", () -> running.copyErrors(process.getErrorStream()));
        start("exit", () -> {
            try {
                int code = process.waitFor();
                out.join();
                errors.join();
                running.exit.complete(code);
            } catch (InterruptedException e) {
                running.exit.completeExceptionally(e);
            }
        });
        return running;
    }

    private static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private Thread read(InputStream out) {
        return start("stdout", () -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(out, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    synchronized (lines) {
                        lines.add(line);
                        lines.notifyAll();
                    }
                }
            } catch (IOException e) {
                // a pipe whose writer has ended: there is nothing more to read
            }
        });
    }

    private void copyErrors(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                addErrors(line + "\n");
            }
        } catch (IOException e) {
            addErrors(e.toString());
        }
    }

    /** Writes a line to the command's input. */
    public Running send(String line) throws IOException {
        return send((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes to the command's input. */
    public Running send(byte[] bytes) throws IOException {
        in.write(bytes);
        in.flush();
        return this;
    }

    /** Ends the command's input. */
    public void endInput() throws IOException {
        in.close();
    }

    /** Asks the command to end, as Ctrl-C or a termination signal does. */
    public void interrupt() {
        if (process != null) {
            process.toHandle().destroy(); // the handle's way leaves the streams open
        } else if (console != null) {
            console.interrupt();
        }
    }

    /** Waits for a line that was not looked at before; skips others. */
    public String line(Predicate<String> wanted) throws InterruptedException {
        long deadlineNs = System.nanoTime() + LIMIT.toNanos();
        synchronized (lines) {
            while (true) {
                while (looked < lines.size()) {
                    String line = lines.get(looked++);
                    if (wanted.test(line)) {
                        return line;
                    }
                }
                long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    throw new AssertionError("no such line\n" + this);
                }
                lines.wait(leftMs);
            }
        }
    }

    /** Waits for an event that was not looked at before; skips others. */
    public JsonObject event(Predicate<JsonObject> wanted) throws InterruptedException {
        return json(line(line -> wanted.test(json(line))));
    }

    /** Waits for an event with a value in a field. */
    public JsonObject event(String name, String field, String value) throws InterruptedException {
        return event(event -> is(event, "ev", name) && is(event, field, value));
    }

    /** Whether a field has a value. */
    public static boolean is(JsonObject event, String field, String value) {
        return event.has(field)
                && event.get(field).isJsonPrimitive()
                && event.get(field).getAsString().equals(value);
    }

    private static JsonObject json(String line) {
        return JsonParser.parseString(line).getAsJsonObject();
    }

    /** Waits for the end. */
    public int exitCode() throws InterruptedException {
        try {
            return exit.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("does not end\n" + this, e);
        }
    }

    /** Whether the command still runs. */
    public boolean isRunning() {
        return !exit.isDone();
    }

    /** All lines of the output so far. */
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** All events so far. */
    public Stream<JsonObject> events() {
        return lines().stream().map(Running::json);
    }

    /** What was said to people; in this process only after the end. */
    public String errors() {
        synchronized (err) {
            return err.toString();
        }
    }

    private void addErrors(String text) {
        synchronized (err) {
            err.append(text);
        }
    }

    @Override
    public String toString() {
        return "stdout:\n" + String.join("\n", lines()) + "\nstderr:\n" + errors();
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.destroyForcibly();
        } else if (isRunning()) {
            interrupt();
        }
        in.close();
    }
}
