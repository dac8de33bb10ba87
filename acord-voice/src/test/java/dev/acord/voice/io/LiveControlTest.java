package dev.acord.voice.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.engine.AudioQueue;
import dev.acord.audio.engine.Track;
import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.tone.ToneSource;
import dev.acord.voice.VoiceOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many packets are sent until a change of a queue is heard; the test is the pacer, the workers and the listener. */
class LiveControlTest {
    private static final double LOUD = 0.25 / Math.sqrt(2);
    /** 26 dB less: the fade of 10 ms, and the delay of the limiter and the encoder, reach 1.5 ms into the packet after. */
    private static final double QUIET = LOUD / 20;

    private static final int FRAMES = 960;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final AudioQueue queue = new AudioQueue();
    private final OpusDecoder listener = OpusDecoder.create(2);
    private final QueuedFeed feed =
            new QueuedFeed(queue, VoiceOptions.defaults().queueAheadFrames(), tasks::add, this::later, () -> {});

    private Scheduler.Timer later(Runnable task, long delayNs) {
        ScheduledFuture<?> scheduled = timer.schedule(task, delayNs, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @AfterEach
    void stop() {
        feed.close();
        listener.close();
        timer.shutdownNow();
    }

    private void runWorkers() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }

    /** Sends a packet; the loudness of what the listener hears of it. */
    private double send() throws IOException {
        OutgoingPacket packet = feed.peek();
        assertNotNull(packet, "a packet every 20 ms");
        short[] pcm = new short[2 * FRAMES];
        assertEquals(
                FRAMES,
                listener.decode(packet.bytes(), OutgoingPacket.HEAD_BYTES, packet.payloadBytes(), pcm, 0, FRAMES));
        feed.release();
        runWorkers();
        double sum = 0;
        for (short sample : pcm) {
            sum += sample * sample;
        }
        return Math.sqrt(sum / pcm.length) / 32_768;
    }

    private void begin(Track... tracks) throws IOException {
        queue.readAheadWith(Runnable::run);
        for (Track track : tracks) {
            queue.add(track);
        }
        feed.start();
        runWorkers();
        for (int i = 0; i < 50; i++) {
            double loudness = send();
            assertTrue(i < 3 || Math.abs(loudness - LOUD) < 0.02, "packet " + i + ": " + loudness);
        }
    }

    private void quietWithinThree(String what) throws IOException {
        int sent = 0;
        while (send() > QUIET) {
            sent++;
            assertTrue(sent <= 3, what + " was not heard after " + sent + " packets");
        }
        send(); // what the codec still makes of the packet before
        double rest = send();
        assertTrue(rest < LOUD / 1_000, "silence follows, not " + rest);
    }

    private static Track tone() {
        return Track.ofPcm("tone", () -> new ToneSource(440, 0.25, Duration.ofSeconds(60)));
    }

    private static Track silence() {
        return Track.ofPcm("silence", () -> new ToneSource(440, 0, Duration.ofSeconds(60)));
    }

    /** The same tone as Opus packets, which the queue passes on until it needs samples. */
    private static Track packets() {
        return Track.of("packets", () -> {
            AudioQueue encoder = new AudioQueue();
            encoder.add(tone());
            return new AudioSource() {
                @Override
                public int read(byte[] buffer, int offset) throws IOException {
                    return encoder.read(buffer, offset);
                }

                @Override
                public void close() {
                    encoder.close();
                }
            };
        });
    }

    @Test
    void a_volume_of_0_is_heard_within_three_packets() throws IOException {
        begin(tone());
        queue.volume().set(0);
        quietWithinThree("the volume");
        queue.volume().set(1);
        for (int i = 0; i < 4; i++) {
            send();
        }
        assertEquals(LOUD, send(), 0.02);
    }

    @Test
    void so_it_is_when_the_next_packet_is_already_with_the_pacer() throws IOException {
        begin(tone());
        feed.peek();
        queue.volume().set(0);
        quietWithinThree("the volume");
    }

    @Test
    void so_it_is_when_packets_were_passed_on_until_then() throws IOException {
        begin(packets());
        assertTrue(queue.isPassthrough());
        queue.volume().set(0);
        quietWithinThree("the volume");
    }

    @Test
    void a_skip_is_heard_within_three_packets() throws IOException {
        begin(tone(), silence());
        queue.skip();
        quietWithinThree("the skip");
    }
}
