package dev.acord.bench;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM that runs one role of the benchmark and ends, at the latest, with this one. */
final class ChildProcess implements AutoCloseable {
    private static final Gson GSON = new Gson();
    /** Stands for the end of the child's output in the queue. */
    private static final String END = "";

    private static final int MAX_LINES = 16;

    private final String name;
    private final Process process;
    private final Thread hook;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_LINES);

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.hook = new Thread(process::destroyForcibly, "end-" + name);
    }

    /**
     * Starts a JVM with this one's Java and class path.
     *
     * @param name for messages
     * @param jvmArguments arguments of the JVM
     * @param main the class to run
     * @param arguments its arguments
     */
    static ChildProcess start(String name, List<String> jvmArguments, Class<?> main, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ChildProcess child = new ChildProcess(name, process);
        Runtime.getRuntime().addShutdownHook(child.hook);
        Thread reader = new Thread(child::readOutput, "read-" + name);
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    private void readOutput() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = out.readLine()) != null) {
                lines.put(line);
            }
            lines.put(END);
        } catch (IOException e) {
            // the process was destroyed while it was being read, by close(), which nobody waits behind
            lines.offer(END);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Sends one message. */
    void say(Object message) {
        try {
            Writer in = process.outputWriter(StandardCharsets.UTF_8);
            in.write(GSON.toJson(message) + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the " + name + " process is gone", e);
        }
    }

    /**
     * Waits for the next message.
     *
     * @throws IOException when the process ends or says nothing for too long
     */
    <T> T await(Class<T> type, int timeoutS) throws IOException, InterruptedException {
        String line = lines.poll(timeoutS, TimeUnit.SECONDS);
        if (line == null) {
            throw new IOException("the " + name + " process said nothing for " + timeoutS + " s");
        }
        if (line.equals(END)) {
            throw new IOException("the " + name + " process ended early; its error output says why");
        }
        return GSON.fromJson(line, type);
    }

    /** Ends the process, if it has not ended by itself. */
    @Override
    public void close() {
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            process.destroyForcibly(); // this JVM is ending already, and the hook does the same
        }
    }
}
