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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Other people's implementations behind a Node process; a test that opens one is skipped, with a message, where there is none. */
public final class NodeOracle implements AutoCloseable {
    /** What was asked for did not work; the process goes on. */
    public static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    private static final Gson GSON = new Gson();
    private static final int ANSWER_SECONDS = 60;

    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    private NodeOracle(Process process) {
        this.process = process;
        questions = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts Node; OpenSSL's questions can be asked. */
    public static NodeOracle open() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path script = folder.resolve("interop/node/oracle.mjs");
            if (Files.exists(script)) {
                return open(script);
            }
        }
        return Assumptions.abort("skipped: interop/node/oracle.mjs is in no parent folder");
    }

    private static NodeOracle open(Path script) {
        try {
            return new NodeOracle(new ProcessBuilder("node", script.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            return Assumptions.abort("skipped: node does not start: " + e.getMessage());
        }
    }

    /** Starts Node; davey's questions can be asked too. */
    public static NodeOracle openWithDavey() {
        NodeOracle oracle = open();
        if (!oracle.ask("hasDavey").equals("true")) {
            oracle.close();
            Assumptions.abort("skipped: run 'npm install' in interop/node for @snazzah/davey");
        }
        return oracle;
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
                throw new IllegalStateException("node ended instead of answering");
            }
            return answer;
        } catch (Exception e) {
            close();
            throw new IllegalStateException("no answer from node to " + line, e);
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
