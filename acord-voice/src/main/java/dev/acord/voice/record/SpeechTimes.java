package dev.acord.voice.record;

import dev.acord.voice.receive.SpeechEvent;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Who spoke when, as WebVTT: one cue for each time that somebody spoke, in the order in which they ended, with the user as the voice. Players show
 * it beside the mixture. Every cue is in the file as soon as it is over.
 */
final class SpeechTimes implements Closeable {
    private final BufferedWriter out;
    private final long startNs;
    private final Map<Long, Long> speakingSinceNs = new HashMap<>();

    SpeechTimes(Path file, long startNs) throws IOException {
        this.startNs = startNs;
        out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        out.write("WEBVTT\n\n");
        out.flush();
    }

    void handle(long userId, SpeechEvent event) throws IOException {
        if (event.kind() == SpeechEvent.Kind.STARTED) {
            speakingSinceNs.put(userId, event.atNs());
            return;
        }
        Long since = speakingSinceNs.remove(userId);
        if (since != null) {
            cue(userId, since, event.atNs());
        }
    }

    private void cue(long userId, long fromNs, long toNs) throws IOException {
        String user = Long.toUnsignedString(userId);
        out.write(time(fromNs) + " --> " + time(Math.max(toNs, fromNs + 1_000_000)) + "\n<v " + user + ">" + user
                + "\n\n");
        out.flush();
    }

    private String time(long atNs) {
        long ms = Math.max(0, Math.floorDiv(atNs - startNs, 1_000_000));
        return String.format(
                Locale.ROOT, "%02d:%02d:%02d.%03d", ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60, ms % 1_000);
    }

    /** Ends what is still spoken, and the file. */
    void finish(long nowNs) throws IOException {
        for (Map.Entry<Long, Long> each : speakingSinceNs.entrySet()) {
            cue(each.getKey(), each.getValue(), nowNs);
        }
        speakingSinceNs.clear();
        close();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
