package dev.acord.sim.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** {@code @discordjs/voice} in a process of its own, driven by JSON lines; see {@code interop/node/discordjs-voice.js}. */
public final class NodeClient implements AutoCloseable {
    private static final Path FOLDER = Path.of("..", "interop", "node");
    private static final int PATIENCE_S = 60;

    private final Process process;
    private final PrintStream commands;
    private final LinkedBlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Path certificate;

    public NodeClient(VoiceServer server) throws Exception {
        assumeTrue(
                Files.isDirectory(FOLDER.resolve("node_modules/@discordjs/voice")),
                "skipped: run 'npm install --no-package-lock' in interop/node to test against @discordjs/voice");
        certificate = Files.createTempFile("acord-sim", ".pem");
        Files.writeString(certificate, server.certificatePem());
        ProcessBuilder builder = new ProcessBuilder("node", "discordjs-voice.js");
        builder.directory(FOLDER.toFile());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("NODE_EXTRA_CA_CERTS", certificate.toString());
        process = start(builder);
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "node-reader");
        reader.setDaemon(true);
        reader.start();
        await(e -> is(e, "up"));
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            assumeTrue(false, "skipped: node is not installed");
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonObject event = new Gson().fromJson(line, JsonObject.class);
                log.add(line);
                if (!is(event, "log")) {
                    events.add(event);
                }
            }
        } catch (IOException e) {
            log.add(e.toString());
        }
    }

    public void join(VoiceTicket ticket, boolean dave) {
        JsonObject command = command("join");
        command.addProperty("guildId", Long.toString(ticket.guildId()));
        command.addProperty("channelId", Long.toString(ticket.channelId()));
        command.addProperty("userId", Long.toString(ticket.userId()));
        command.addProperty("sessionId", ticket.sessionId());
        command.addProperty("token", ticket.token());
        command.addProperty("endpoint", ticket.endpoint());
        command.addProperty("dave", dave);
        commands.println(command);
    }

    public void play(List<byte[]> frames) {
        JsonArray array = new JsonArray();
        frames.forEach(frame -> array.add(Base64.getEncoder().encodeToString(frame)));
        JsonObject command = command("play");
        command.add("frames", array);
        commands.println(command);
    }

    public void listen(long userId) throws Exception {
        JsonObject command = command("listen");
        command.addProperty("userId", Long.toString(userId));
        commands.println(command);
        await(e -> is(e, "listening"));
    }

    public void tell(String name) {
        commands.println(command(name));
    }

    private static JsonObject command(String name) {
        JsonObject command = new JsonObject();
        command.addProperty("cmd", name);
        return command;
    }

    public void awaitState(String state) throws Exception {
        await(e -> is(e, "state") && e.get("state").getAsString().equals(state));
    }

    public void awaitPlayer(String state) throws Exception {
        await(e -> is(e, "player") && e.get("state").getAsString().equals(state));
    }

    public byte[] awaitFrame() throws Exception {
        return Base64.getDecoder()
                .decode(await(e -> is(e, "heard")).get("frame").getAsString());
    }

    private JsonObject await(Predicate<JsonObject> wanted) throws Exception {
        while (true) {
            JsonObject event = events.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (event == null) {
                throw new TimeoutException("node said:\n" + log());
            }
            if (is(event, "error")) {
                throw new IOException("node said:\n" + log());
            }
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    public String log() {
        synchronized (log) {
            return String.join("\n", log);
        }
    }

    private static boolean is(JsonObject event, String name) {
        return event.get("ev").getAsString().equals(name);
    }

    @Override
    public void close() throws IOException {
        commands.close(); // the end of its input ends the process
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(certificate);
    }
}
