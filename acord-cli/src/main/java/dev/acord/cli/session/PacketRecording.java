package dev.acord.cli.session;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * Appends every received packet to a file, one JSON object a line. Each line is given to the operating system at once, so a process that is
 * killed loses nothing that it wrote.
 */
final class PacketRecording implements Closeable {
    private static final Gson JSON = new Gson();
    private static final int MAX_WAITING_FRAMES = 10_000;
    private static final long END_WAIT_MS = 5_000;

    private final OutputStream out;
    private final long startNs;
    private final BaseReceiver receiver;
    private final Thread writer;
    private final Consumer<IOException> onFailure;

    /**
     * Begins to record.
     *
     * @param connection whose packets
     * @param file the file; one that exists is continued
     * @param startNs what the packets' times count from ({@link System#nanoTime})
     * @param onFailure called once when the file takes no more; the recording ends then
     * @throws IOException when the file cannot be opened
     */
    PacketRecording(VoiceConnection connection, Path file, long startNs, Consumer<IOException> onFailure)
            throws IOException {
        this.out = Files.newOutputStream(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        this.startNs = startNs;
        this.onFailure = onFailure;
        this.receiver = new BaseReceiver(connection, MAX_WAITING_FRAMES);
        this.writer = new Thread(this::write, "acord-record");
        writer.setDaemon(true);
        writer.start();
    }

    private void write() {
        try {
            for (VoiceFrame frame : receiver) {
                out.write(line(frame));
            }
        } catch (IOException e) {
            receiver.close();
            onFailure.accept(e);
        }
    }

    private byte[] line(VoiceFrame frame) {
        JsonObject line = new JsonObject();
        line.addProperty("t", Math.max(0, frame.arrivalNs() - startNs) / 1_000_000);
        line.addProperty("user", Long.toUnsignedString(frame.userId()));
        line.addProperty("seq", frame.sequence());
        line.addProperty("ts", frame.timestamp());
        line.addProperty("ssrc", Integer.toUnsignedLong(frame.ssrc()));
        line.addProperty("opus", Base64.getEncoder().encodeToString(frame.opus()));
        return (JSON.toJson(line) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes the packets that wait, and ends. */
    @Override
    public void close() throws IOException {
        receiver.close();
        try {
            writer.join(END_WAIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.close();
    }
}
