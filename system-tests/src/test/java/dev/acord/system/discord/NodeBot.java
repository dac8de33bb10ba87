package dev.acord.system.discord;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.discord.OfflineDiscord;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A bot on discord.js in a process of its own; see {@code interop/node/offline-bot.js}. */
final class NodeBot implements AutoCloseable {
    private static final Path FOLDER = Path.of("..", "interop", "node");

    private final Process process;
    private final Path files;
    /** All that it printed. */
    final List<String> lines = new CopyOnWriteArrayList<>();
    /** The Opus packets that it heard. */
    final List<byte[]> heard = new CopyOnWriteArrayList<>();

    NodeBot(OfflineDiscord discord, int hz) throws IOException {
        assumeTrue(
                Files.isDirectory(FOLDER.resolve("node_modules/discord.js")),
                "skipped: run 'npm install --no-package-lock' in interop/node to test against discord.js");
        files = Files.createTempDirectory("acord-offline");
        Path certificate = Files.writeString(files.resolve("voice.pem"), discord.certificatePem());
        Path tune = Files.writeString(files.resolve("tune.json"), tune(hz).toString());
        ProcessBuilder builder = new ProcessBuilder("node", "offline-bot.js");
        builder.directory(FOLDER.toFile());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("NODE_EXTRA_CA_CERTS", certificate.toString());
        builder.environment().put("DISCORD_API", discord.apiUrl());
        builder.environment().put("DISCORD_TOKEN", discord.token());
        builder.environment().put("TUNE", tune.toString());
        process = start(builder);
        Thread reader = new Thread(this::read, "node-bot-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            assumeTrue(false, "skipped: node is not installed");
            throw new IllegalStateException(e);
        }
    }

    private static JsonArray tune(int hz) throws IOException {
        JsonArray packets = new JsonArray();
        byte[] packet = new byte[AudioSource.MAX_PACKET_BYTES];
        try (AudioSource source =
                AudioSources.encode(new ToneSource(hz, 0.3, Duration.ofSeconds(10)), OpusEncoderOptions.defaults())) {
            for (int length = source.read(packet, 0); length > 0; length = source.read(packet, 0)) {
                packets.add(Base64.getEncoder().encodeToString(Arrays.copyOf(packet, length)));
            }
        }
        return packets;
    }

    private void read() {
        Gson gson = new Gson();
        try (BufferedReader from = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                JsonObject event = gson.fromJson(line, JsonObject.class);
                if (event.get("ev").getAsString().equals("heard")) {
                    heard.add(Base64.getDecoder().decode(event.get("packet").getAsString()));
                } else {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            lines.add(e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close(); // the end of its input ends the process
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        for (String file : List.of("voice.pem", "tune.json")) {
            Files.deleteIfExists(files.resolve(file));
        }
        Files.deleteIfExists(files);
    }
}
