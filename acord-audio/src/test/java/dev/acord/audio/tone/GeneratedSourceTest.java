package dev.acord.audio.tone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GeneratedSourceTest {

    @Test
    void silenceIsTheClientsOwnSilenceAndCostsNothing() throws IOException {
        byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
        try (SilenceSource source = new SilenceSource(Duration.ofMillis(50))) {
            assertTrue(source.immediate());
            assertEquals(Optional.of(Duration.ofMillis(60)), source.duration());
            for (int i = 0; i < 3; i++) {
                assertEquals(3, source.read(buffer, 0));
                assertArrayEquals(new byte[] {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE}, Arrays.copyOf(buffer, 3));
            }
            assertEquals(AudioSource.END, source.read(buffer, 0));
            assertEquals(Duration.ofMillis(40), source.seek(Duration.ofMillis(59)));
            assertEquals(3, source.read(buffer, 0));
            assertEquals(AudioSource.END, source.read(buffer, 0));
        }
        SilenceSource endless = new SilenceSource();
        assertEquals(Optional.empty(), endless.duration());
        assertEquals(3, endless.read(buffer, 0));
        assertEquals(Optional.of(Duration.ofMillis(20)), endless.position());
        endless.close();
        assertThrows(IOException.class, () -> endless.read(buffer, 0));
    }

    @Test
    void aGeneratorIsAskedForWhatIsReadAndClippedNotWrapped() throws IOException {
        GeneratedSource source = new GeneratedSource((pcm, frames, position) -> {
            int count = (int) Math.min(frames, 2_000 - position);
            for (int i = 0; i < count; i++) {
                pcm[2 * i] = (position + i) / 1_000f;
                pcm[2 * i + 1] = -pcm[2 * i];
            }
            return count == 0 ? AudioSource.END : count;
        });
        short[] pcm = new short[2 * 3_000];
        int at = 0;
        for (int read; (read = source.read(pcm, 2 * at, 700)) != AudioSource.END; ) {
            at += read;
        }
        assertEquals(2_000, at);
        assertEquals(16_384, pcm[2 * 500]);
        assertEquals(-16_384, pcm[2 * 500 + 1]);
        assertEquals(32_767, pcm[2 * 1_900]);
        assertEquals(-32_768, pcm[2 * 1_900 + 1]);
        assertEquals(PcmSource.timeOf(500), source.seek(PcmSource.timeOf(500)));
        source.read(pcm, 0, 1);
        assertEquals(16_384, pcm[0]);
        assertEquals(Optional.of(PcmSource.timeOf(501)), source.position());
    }

    @Test
    void aGeneratorThatLiesIsCaught() {
        GeneratedSource source = new GeneratedSource((pcm, frames, position) -> frames + 1);
        assertThrows(IllegalStateException.class, () -> source.read(new short[20], 0, 10));
        GeneratedSource idle = new GeneratedSource((pcm, frames, position) -> 0);
        assertThrows(IllegalStateException.class, () -> idle.read(new short[20], 0, 10));
    }

    @Test
    void tonesAndTunesSeekExactly() throws IOException {
        for (PcmSource source : new PcmSource[] {new ToneSource(440, 0.5, Duration.ofSeconds(2)), new TuneSource()}) {
            short[] all = new short[2 * 96_000];
            for (int at = 0; at < 96_000; ) {
                at += source.read(all, 2 * at, 96_000 - at);
            }
            assertEquals(Duration.ofMillis(700), source.seek(Duration.ofMillis(700)));
            short[] part = new short[2 * 100];
            source.read(part, 0, 100);
            assertArrayEquals(Arrays.copyOfRange(all, 2 * 33_600, 2 * 33_700), part);
            assertTrue(source.isSeekable());
            source.seek(Duration.ofHours(1));
            assertEquals(AudioSource.END, source.read(part, 0, 1));
            assertEquals(source.duration(), source.position());
        }
    }
}
