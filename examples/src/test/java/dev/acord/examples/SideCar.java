package dev.acord.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.acord.sim.VoiceTicket;
import dev.acord.sim.discord.OfflineDiscord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A program in another language that drives {@code acord session}; what it prints is kept line by line. */
final class SideCar implements AutoCloseable {
    static final Path FOLDER = Path.of("sidecar").toAbsolutePath();

    final List<String> lines = new CopyOnWriteArrayList<>();
    final Process process;
    private final Thread reader;

    private SideCar(Process process) {
        this.process = process;
        reader = new Thread(this::read, "side-car");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a program. The test is skipped, and says so, where it is not installed. */
    static SideCar start(Map<String, String> environment, String... command) {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs /bin/sh");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            return new SideCar(builder.start());
        } catch (IOException e) {
            assumeTrue(false, "needs the program " + command[0] + ": " + e.getMessage());
            throw new AssertionError(e);
        }
    }

    /** The acord command, made of this test's class path. */
    static Path acord(Path folder) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path script = folder.resolve("acord");
        Files.writeString(
                script,
                "#!/bin/sh\nexec '" + java + "' -cp '" + System.getProperty("java.class.path")
                        + "' dev.acord.cli.Main \"$@\"\n");
        assertTrue(script.toFile().setExecutable(true));
        return script;
    }

    /** What the main gateway would tell a user, in a file. */
    static Path ticket(Path folder, VoiceTicket ticket) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("endpoint", ticket.endpoint());
        json.addProperty("guild", Long.toUnsignedString(ticket.guildId()));
        json.addProperty("channel", Long.toUnsignedString(ticket.channelId()));
        json.addProperty("user", Long.toUnsignedString(ticket.userId()));
        json.addProperty("session", ticket.sessionId());
        json.addProperty("token", ticket.token());
        return Files.writeString(folder.resolve("ticket.json"), json.toString());
    }

    /** What the main gateway says of a bot that is in a channel. */
    static String stateUpdate(VoiceTicket ticket) {
        JsonObject state = new JsonObject();
        state.addProperty("guild_id", Long.toUnsignedString(ticket.guildId()));
        state.addProperty("channel_id", Long.toUnsignedString(ticket.channelId()));
        state.addProperty("user_id", Long.toUnsignedString(ticket.userId()));
        state.addProperty("session_id", ticket.sessionId());
        JsonObject line = new JsonObject();
        line.add("state", state);
        return line.toString();
    }

    /** What the main gateway says then. */
    static String serverUpdate(VoiceTicket ticket) {
        JsonObject server = new JsonObject();
        server.addProperty("guild_id", Long.toUnsignedString(ticket.guildId()));
        server.addProperty("token", ticket.token());
        server.addProperty("endpoint", ticket.endpoint());
        JsonObject line = new JsonObject();
        line.add("server", server);
        return line.toString();
    }

    /** Writes lines to its standard input. */
    void send(String... lines) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** The voice server's certificate, in a file. */
    static Path certificate(Path folder, OfflineDiscord discord) throws IOException {
        return Files.writeString(folder.resolve("ca.pem"), discord.certificatePem());
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("broken off: " + e);
        }
    }

    /** The events so far; all that is printed has to be one. */
    List<JsonObject> events() {
        return lines.stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    /** Whether there was an event. */
    boolean saw(String event, String field, String value) {
        return events().stream()
                .anyMatch(each -> each.has("ev")
                        && each.get("ev").getAsString().equals(event)
                        && each.has(field)
                        && each.get(field).getAsString().equals(value));
    }

    /** The command lines of all that it started. */
    List<String> commandLines() {
        List<String> found = new ArrayList<>();
        process.descendants().forEach(each -> each.info().commandLine().ifPresent(found::add));
        return found;
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        assertTrue(
                process.waitFor(OfflineBot.PATIENCE.toSeconds(), TimeUnit.SECONDS), () -> "it does not end: " + lines);
        reader.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
