package dev.acord.jda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.engine.AudioQueue;
import dev.acord.audio.engine.Track;
import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.audio.pcm.SignalComparison;
import dev.acord.audio.tone.ToneSource;
import dev.acord.audio.tone.TuneSource;
import dev.acord.voice.PlayerState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What JDA's sending thread gets, which asks every 20 ms and must never wait. */
class AcordSendHandlerTest {

    /** Gives packets from a list, {@code null} for none yet, and fails after them if told to. */
    private static final class Packets implements AudioSource {
        final Deque<byte[]> packets = new ArrayDeque<>();

        @Nullable
        IOException failure;

        boolean closed;
        volatile @Nullable Thread reader;

        Packets(List<byte[]> packets) {
            this.packets.addAll(packets);
        }

        @Override
        public int read(byte[] buffer, int offset) throws IOException {
            reader = Thread.currentThread();
            byte[] packet = packets.poll();
            if (packet == null) {
                if (failure != null) {
                    throw failure;
                }
                return END;
            }
            System.arraycopy(packet, 0, buffer, offset, packet.length);
            return packet.length;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Packets of this many samples, as other encoders make them. */
    private static List<byte[]> encoded(PcmSource pcm, int frameSamples) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        short[] block = new short[2 * frameSamples];
        byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
        try (OpusEncoder encoder = OpusEncoder.create(OpusEncoderOptions.defaults())) {
            int filled = 0;
            int read;
            while ((read = pcm.read(block, 2 * filled, frameSamples - filled)) > 0) {
                filled += read;
                if (filled == frameSamples) {
                    int length = encoder.encode(block, 0, frameSamples, buffer, 0, buffer.length);
                    assertEquals(frameSamples, OpusPacket.samples(buffer, 0, length));
                    packets.add(Arrays.copyOf(buffer, length));
                    filled = 0;
                }
            }
        }
        return packets;
    }

    private static List<byte[]> tone(int packets) throws IOException {
        return encoded(new ToneSource(440, 0.3, Duration.ofMillis(20L * packets)), 960)
                .subList(0, packets);
    }

    /** What JDA does every 20 ms: null is nothing to send. */
    private static byte @Nullable [] tick(AcordSendHandler handler) {
        if (!handler.canProvide()) {
            return null;
        }
        ByteBuffer frame = handler.provide20MsAudio();
        if (frame == null) {
            return null;
        }
        assertTrue(frame.hasArray(), "JDA asks for an array");
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    private static List<byte[]> untilNothing(AcordSendHandler handler) {
        List<byte[]> all = new ArrayList<>();
        byte @Nullable [] frame;
        while ((frame = tick(handler)) != null) {
            all.add(frame);
        }
        return all;
    }

    private static void assertPlays(List<byte[]> expected, List<byte[]> frames) {
        assertEquals(expected.size() + 5, frames.size(), "five frames of silence follow");
        for (int i = 0; i < frames.size(); i++) {
            assertArrayEquals(
                    i < expected.size() ? expected.get(i) : OpusPacket.silence(), frames.get(i), "frame " + i);
        }
    }

    @Test
    void opusGoesThroughBitForBitAndEndsInSilence() throws IOException {
        List<byte[]> expected = tone(120);
        Packets source = new Packets(expected);
        AcordSendHandler handler = new AcordSendHandler(source, Runnable::run);
        assertTrue(handler.isOpus());
        assertPlays(expected, untilNothing(handler));
        assertEquals(PlayerState.FINISHED, handler.finished().join());
        assertEquals(Duration.ofMillis(2400), handler.played());
        assertTrue(source.closed);
        assertFalse(handler.canProvide());
    }

    @Test
    void aPauseIsSilenceThenNothingAndLosesNoFrame() throws IOException {
        List<byte[]> expected = tone(30);
        AcordSendHandler handler = new AcordSendHandler(new Packets(expected), Runnable::run);
        for (int i = 0; i < 10; i++) {
            assertArrayEquals(expected.get(i), tick(handler));
        }
        handler.pause();
        assertEquals(5, untilNothing(handler).size());
        assertEquals(Duration.ofMillis(200), handler.played());
        handler.resume();
        assertPlays(expected.subList(10, 30), untilNothing(handler));
    }

    @ParameterizedTest
    @ValueSource(ints = {480, 1920, 2880})
    void packetsOfOtherDurationsAreMadeOnesOf20Ms(int frameSamples) throws IOException {
        List<byte[]> sent = encoded(new TuneSource(), frameSamples);
        AcordSendHandler handler = new AcordSendHandler(new Packets(sent), Runnable::run);
        List<byte[]> frames = untilNothing(handler);
        assertEquals(PlayerState.FINISHED, handler.finished().join());
        for (byte[] frame : frames) {
            assertEquals(960, OpusPacket.samples(frame, 0, frame.length));
        }
        SignalComparison heard = SignalComparison.of(decoded(sent), decoded(frames));
        assertTrue(heard.correlation() > 0.98, heard.toString());
        System.out.println("packets of " + frameSamples / 48 + " ms encoded anew: " + heard);
    }

    private static short[] decoded(List<byte[]> packets) throws IOException {
        List<short[]> blocks = new ArrayList<>();
        short[] block = new short[2 * OpusPacket.MAX_SAMPLES];
        try (OpusDecoder decoder = OpusDecoder.create(2)) {
            for (byte[] packet : packets) {
                int samples = decoder.decode(packet, 0, packet.length, block, 0, OpusPacket.MAX_SAMPLES);
                blocks.add(Arrays.copyOf(block, 2 * samples));
            }
        }
        short[] all = new short[blocks.stream().mapToInt(each -> each.length).sum()];
        int at = 0;
        for (short[] each : blocks) {
            System.arraycopy(each, 0, all, at, each.length);
            at += each.length;
        }
        return all;
    }

    @Test
    void aSourceThatBreaksIsPlayedUpToThereAndTheCauseIsTold() throws IOException {
        List<byte[]> expected = tone(20);
        Packets source = new Packets(expected);
        source.failure = new IOException("the disk is gone");
        AcordSendHandler handler = new AcordSendHandler(source, Runnable::run);
        assertPlays(expected, untilNothing(handler));
        CompletionException thrown =
                assertThrows(CompletionException.class, () -> handler.finished().join());
        assertSame(source.failure, thrown.getCause());
        assertTrue(source.closed);
    }

    @Test
    void whatIsNoOpusIsNotSent() {
        AcordSendHandler handler = new AcordSendHandler(new Packets(List.of(new byte[] {3})), Runnable::run);
        assertEquals(List.of(), untilNothing(handler));
        CompletionException thrown =
                assertThrows(CompletionException.class, () -> handler.finished().join());
        assertInstanceOf(IOException.class, thrown.getCause());
    }

    @Test
    void closingStopsAtOnceWithSilence() throws IOException {
        Packets source = new Packets(tone(30));
        AcordSendHandler handler = new AcordSendHandler(source, Runnable::run);
        tick(handler);
        handler.close();
        handler.close();
        assertTrue(source.closed);
        assertEquals(5, untilNothing(handler).size());
        assertEquals(PlayerState.STOPPED, handler.finished().join());
    }

    @Test
    void jdasThreadOnlyAsksForTasksAndNeverReads() throws IOException {
        List<byte[]> expected = tone(60);
        Deque<Runnable> tasks = new ArrayDeque<>();
        AcordSendHandler handler = new AcordSendHandler(new Packets(expected), tasks::add);
        assertFalse(handler.canProvide());
        assertFalse(handler.canProvide());
        assertEquals(1, tasks.size(), "one task at a time");
        tasks.remove().run();
        for (int i = 0; i < 50; i++) {
            assertArrayEquals(expected.get(i), tick(handler), "a second is read ahead");
        }
        assertEquals(1, tasks.size());
        assertArrayEquals(OpusPacket.silence(), tick(handler), "the source is late");
        tasks.remove().run();
        assertArrayEquals(expected.get(50), tick(handler), "and goes on");
    }

    @Test
    void withoutAnExecutorAThreadOfItsOwnReads() throws Exception {
        Packets source = new Packets(tone(10));
        AcordSendHandler handler = new AcordSendHandler(source);
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        int frames = 0;
        while (!handler.finished().isDone()) {
            assertTrue(System.nanoTime() - endNs < 0, "it has not ended");
            frames += tick(handler) == null ? 0 : 1;
            Thread.sleep(1);
        }
        assertTrue(frames >= 10, frames + " frames");
        Thread reader = Objects.requireNonNull(source.reader);
        assertTrue(reader.isDaemon());
        assertTrue(reader.getName().startsWith("acord-jda-reader-"), reader.getName());
    }

    @Test
    void aQueueIsHeardSoonAfterItsControls() throws IOException {
        List<byte[]> first = tone(200);
        List<byte[]> second = encoded(new ToneSource(880, 0.3, Duration.ofSeconds(1)), 960);
        AudioQueue queue = new AudioQueue();
        queue.add(Track.of("first", () -> new Packets(first)));
        queue.add(Track.of("second", () -> new Packets(second)));
        queue.finish();
        AcordSendHandler handler = new AcordSendHandler(queue, Runnable::run);
        for (int i = 0; i < 20; i++) {
            assertArrayEquals(first.get(i), tick(handler));
        }
        queue.skip();
        int late = 0;
        byte @Nullable [] frame = tick(handler);
        while (!Arrays.equals(frame, second.get(0))) {
            late++;
            assertTrue(late <= 3, "the skip is heard within three packets");
            frame = tick(handler);
        }
        untilNothing(handler);
        assertEquals(PlayerState.FINISHED, handler.finished().join());
    }
}
