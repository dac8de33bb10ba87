package dev.acord.dave;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Another implementation in a process of its own, which answers one line of JSON with another. */
public class Oracle implements AutoCloseable {
    /** What was asked for did not work; the process goes on. */
    public static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(Oracle.class);
    private static final Gson GSON = new Gson();
    private static final int ANSWER_SECONDS = 60;

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    Oracle(Process process) {
        this.process = process;
        questions = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Says why the test is skipped, which reports do not show for a whole class; to be thrown. */
    static TestAbortedException skip(String why) {
        LOGGER.warn("skipped: {}", why);
        return new TestAbortedException("skipped: " + why);
    }

    /** The file of that name in the project's interop folder; the test is skipped where there is none. */
    static Path script(String name) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path script = folder.resolve("interop").resolve(name);
            if (Files.exists(script)) {
                return script;
            }
        }
        throw skip("interop/" + name + " is in no parent folder");
    }

    /** Starts a process whose errors go where this one's go; the test is skipped if there is no such program. */
    static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw skip(command.get(0) + " does not start: " + e.getMessage());
        }
    }

    /** Asks one question; {@code fields} are names and values in turns, where byte arrays become hexadecimal. */
    public String ask(String question, Object... fields) {
        JsonObject line = new JsonObject();
        line.addProperty("ask", question);
        for (int i = 0; i < fields.length; i += 2) {
            String name = (String) fields[i];
            if (fields[i + 1] instanceof byte[] bytes) {
                line.addProperty(name, HexFormat.of().formatHex(bytes));
            } else if (fields[i + 1] instanceof Number number) {
                line.addProperty(name, number);
            } else {
                line.addProperty(name, (String) fields[i + 1]);
            }
        }
        JsonObject answer = GSON.fromJson(exchange(line.toString()), JsonObject.class);
        if (answer.has("error")) {
            throw new Refusal("the oracle says to " + question + ": "
                    + answer.get("error").getAsString());
        }
        return answer.get("answer").getAsString();
    }

    /** Asks a question whose answer is bytes. */
    public byte[] askBytes(String question, Object... fields) {
        return HexFormat.of().parseHex(ask(question, fields));
    }

    private String exchange(String line) {
        try {
            questions.write(line + "\n");
            questions.flush();
            String answer = CompletableFuture.supplyAsync(this::readLine).get(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (answer == null) {
                throw new IllegalStateException("the oracle ended instead of answering");
            }
            return answer;
        } catch (Exception e) {
            close();
            throw new IllegalStateException("no answer from the oracle to " + line, e);
        }
    }

    private String readLine() {
        try {
            return answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
