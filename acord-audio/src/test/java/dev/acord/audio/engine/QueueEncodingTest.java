package dev.acord.audio.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSources;
import dev.acord.audio.opus.OpusEncoderOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueEncodingTest {

    private static List<byte[]> read(AudioQueue queue, int count) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        for (byte[] packet; packets.size() < count && (packet = Sounds.read(queue)) != null; ) {
            packets.add(packet);
        }
        return packets;
    }

    @Test
    void aTrackOfSamplesIsEncodedByTheQueueOnce() throws IOException {
        short[] pcm = Sounds.noise(1, 0.1, 48_000);
        List<ArraySource> sources = new ArrayList<>();
        try (AudioQueue queue = new AudioQueue()) {
            queue.add(Track.ofPcm("pcm", () -> {
                sources.add(new ArraySource(pcm));
                return sources.get(sources.size() - 1);
            }));
            queue.add(Track.of("encoded", () -> {
                sources.add(new ArraySource(pcm));
                return AudioSources.encode(sources.get(sources.size() - 1), OpusEncoderOptions.defaults());
            }));
            queue.finish();
            queue.adjustEncoder(encoder -> encoder.setBitrateBps(32_000));
            List<byte[]> played = Sounds.readAll(queue);
            assertEquals(100, played.size());
            assertFalse(queue.isPassthrough());
            int bytes = played.stream().mapToInt(packet -> packet.length).sum();
            assertTrue(bytes < 1.2 * 2 * 4_000, "32 kbit/s for both, not " + bytes * 4 + " bit/s");
            assertTrue(sources.stream().allMatch(source -> source.closed));
        }
    }

    @Test
    void theEncoderCanBeAdjustedWhileItWorks() throws IOException {
        try (AudioQueue queue = new AudioQueue()) {
            queue.add(Track.ofPcm("noise", () -> new ArraySource(Sounds.noise(1, 0.1, 5 * 48_000))));
            int before = bytes(read(queue, 50));
            queue.adjustEncoder(encoder -> {
                encoder.setBitrateBps(24_000);
                encoder.setPacketLossPercent(20);
                encoder.setInbandFec(true);
            });
            int after = bytes(read(queue, 50));
            assertTrue(after < before / 3, before + " bytes, then " + after);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> queue.adjustEncoder(encoder -> encoder.setPacketLossPercent(101)));
            queue.adjustEncoder(encoder -> assertEquals(20, encoder.packetLossPercent()));
        }
    }

    private static int bytes(List<byte[]> packets) {
        return packets.stream().mapToInt(packet -> packet.length).sum();
    }
}
