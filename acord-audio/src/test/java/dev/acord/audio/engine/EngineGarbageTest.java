package dev.acord.audio.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.tone.GeneratedSource;
import dev.acord.audio.tone.SilenceSource;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Reading makes no garbage in the steady state. */
class EngineGarbageTest {

    private interface Reading {
        void once() throws IOException;
    }

    /** What this thread has allocated so far. The module has no need of java.management but here, so it is called by name. */
    private static long allocatedBytes() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return (long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getThreadAllocatedBytes", long.class)
                .invoke(threads, Thread.currentThread().getId());
    }

    private static double bytesPerRead(Reading reading) throws IOException, ReflectiveOperationException {
        for (int i = 0; i < 1_000; i++) {
            reading.once();
        }
        double least = Double.MAX_VALUE;
        // the measurement itself allocates a little: the best of some rounds counts
        for (int round = 0; round < 5; round++) {
            long before = allocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                reading.once();
            }
            least = Math.min(least, (allocatedBytes() - before) / 1_000.0);
        }
        return least;
    }

    private static PcmSource endless() {
        return new GeneratedSource((pcm, frames, position) -> {
            for (int i = 0; i < 2 * frames; i++) {
                pcm[i] = ((position + i) % 100) / 150f;
            }
            return frames;
        });
    }

    @Test
    void stagesMakeNone() throws IOException, ReflectiveOperationException {
        Equalizer equalizer = Equalizer.graphic();
        equalizer.setGainDb(3, 5);
        Ducking ducking = new Ducking();
        ducking.setActive(true);
        Mixer mixer = new Mixer();
        mixer.add(new FilteredSource(endless(), new Volume(0.7), equalizer, ducking));
        mixer.add(endless(), 0.5);
        CrossFade fade = new CrossFade(mixer, endless(), Duration.ofSeconds(1));
        short[] pcm = new short[2 * 960];
        double bytes = bytesPerRead(() -> fade.read(pcm, 0, 960));
        assertTrue(bytes < 4, bytes + " bytes for each read");
    }

    @Test
    void aQueueThatPassesPacketsOnMakesNone() throws IOException, ReflectiveOperationException {
        try (AudioQueue queue = new AudioQueue()) {
            queue.add(Track.of("silence", SilenceSource::new));
            byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
            double bytes = bytesPerRead(() -> queue.read(buffer, 0));
            assertTrue(queue.isPassthrough());
            assertTrue(bytes < 4, bytes + " bytes for each read");
        }
    }

    @Test
    void whatTheQueueDoesToSamplesMakesNone() throws IOException, ReflectiveOperationException {
        QueueEvents events = new QueueEvents();
        TrackList tracks = new TrackList(2);
        Program program = new Program(tracks, new TrackOpener(null), events, 0);
        Music music = new Music(program, events);
        FilterChain filters = new FilterChain((filter, cause) -> {});
        filters.add(new Volume(0.3), false);
        MixBus overlays = new MixBus(4, events);
        overlays.add(endless(), 0.5);
        Limiter limiter = new Limiter();
        tracks.add(Track.ofPcm("endless", EngineGarbageTest::endless), false);
        float[] block = new float[2 * 960];
        double bytes = bytesPerRead(() -> {
            program.prefetch(0);
            int frames = music.pull(block, 960);
            filters.process(block, frames);
            overlays.mixInto(block, frames);
            limiter.process(block, 0, frames);
        });
        assertTrue(bytes < 4, bytes + " bytes for each read");
    }
}
