package dev.acord.voice.receive;

import dev.acord.audio.opus.OpusDecoder;
import java.util.Arrays;
import java.util.List;

/** Drives a decoder as a real receiver does: packets as they arrive, and a timer every 20 ms that reads 960 frames. */
final class Listener {

    static final long TICK_NS = 20_000_000;

    short[] pcm = new short[48_000 * 2];
    int frames;
    final ReceiveStats stats;

    Listener(JitterOptions options, OpusDecoder opus, List<Sent> sent, int ticks) {
        JitterBuffer buffer = new JitterBuffer(options, 0);
        short[] block = new short[1_920];
        int next = 0;
        try (SpeechDecoder decoder = new SpeechDecoder(buffer, opus)) {
            for (int tick = 1; tick <= ticks; tick++) {
                long now = tick * TICK_NS;
                while (next < sent.size() && sent.get(next).arrivalNs <= now) {
                    Sent packet = sent.get(next++);
                    buffer.put(
                            packet.sequence(),
                            packet.timestamp,
                            packet.packet,
                            0,
                            packet.packet.length,
                            packet.arrivalNs);
                }
                append(block, decoder.read(now, block, 0, 960));
            }
            stats = decoder.stats();
        }
        pcm = Arrays.copyOf(pcm, frames * 2);
    }

    private void append(short[] block, int read) {
        if (pcm.length < (frames + read) * 2) {
            pcm = Arrays.copyOf(pcm, pcm.length * 2);
        }
        System.arraycopy(block, 0, pcm, frames * 2, read * 2);
        frames += read;
    }

    /** The largest difference of two samples that follow each other in a channel, over frames {@code from} to {@code to}. */
    static int largestStep(short[] pcm, int from, int to) {
        int largest = 0;
        for (int i = Math.max(1, from) * 2; i < to * 2; i++) {
            largest = Math.max(largest, Math.abs(pcm[i] - pcm[i - 2]));
        }
        return largest;
    }
}
