package dev.acord.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.TestSignals;
import dev.acord.audio.tone.SilenceSource;
import dev.acord.audio.tone.ToneSource;
import dev.acord.audio.tone.TuneSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoding, encoding, and seeking in both. */
class DecodedSourceTest {

    private static final List<byte[]> TUNE = new ArrayList<>();
    private static short[] decodedTune = {};

    /** Packets of 20 ms from memory; 0 bytes stand for a starved read. */
    private static final class Packets implements AudioSource {
        private final List<byte[]> packets;
        private int at;
        private boolean closed;

        Packets(List<byte[]> packets) {
            this.packets = packets;
        }

        @Override
        public int read(byte[] buffer, int offset) {
            if (at == packets.size()) {
                return END;
            }
            byte[] packet = packets.get(at++);
            System.arraycopy(packet, 0, buffer, offset, packet.length);
            return packet.length;
        }

        @Override
        public boolean isSeekable() {
            return true;
        }

        @Override
        public Optional<Duration> duration() {
            return Optional.of(Duration.ofMillis(20L * packets.size()));
        }

        @Override
        public Duration seek(Duration position) {
            at = (int) Math.min(packets.size(), position.toMillis() / 20);
            return Duration.ofMillis(20L * at);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @BeforeAll
    static void encodeTheTune() throws IOException {
        byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
        try (AudioSource source = AudioSources.encode(new TuneSource(), OpusEncoderOptions.defaults());
                OpusDecoder decoder = OpusDecoder.create(2)) {
            for (int length; (length = source.read(buffer, 0)) > 0; ) {
                TUNE.add(Arrays.copyOf(buffer, length));
            }
            decodedTune = new short[TUNE.size() * 1_920];
            for (int i = 0; i < TUNE.size(); i++) {
                byte[] packet = TUNE.get(i);
                decoder.decode(packet, 0, packet.length, decodedTune, 1_920 * i, 960);
            }
        }
    }

    private static short[] read(PcmSource source, int frames) throws IOException {
        short[] pcm = new short[2 * frames];
        int done = 0;
        while (done < frames) {
            int read = source.read(pcm, 2 * done, Math.min(frames - done, 777));
            if (read == AudioSource.END) {
                break;
            }
            done += read;
        }
        return Arrays.copyOf(pcm, 2 * done);
    }

    @Test
    void packetsBecomeTheSamplesOfADecoder() throws IOException {
        PcmSource source = AudioSources.decode(new Packets(TUNE));
        assertArrayEquals(decodedTune, read(source, 1_000_000));
        assertEquals(Optional.of(PcmSource.timeOf(decodedTune.length / 2)), source.position());
        assertEquals(AudioSource.END, source.read(new short[2], 0, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void afterASeekTheSamplesAreRightFromTheFirst(long seed) throws IOException {
        Random random = new Random(seed);
        try (PcmSource source = AudioSources.decode(new Packets(TUNE))) {
            assertTrue(source.isSeekable());
            for (int i = 0; i < 12; i++) {
                int frame = random.nextInt(decodedTune.length / 2 - 48_000);
                Duration target = PcmSource.timeOf(frame);
                assertEquals(target, source.seek(target));
                assertEquals(Optional.of(target), source.position());
                short[] heard = read(source, 4_800);
                short[] expected = Arrays.copyOfRange(decodedTune, 2 * frame, 2 * (frame + 4_800));
                double snrDb = TestSignals.snrDb(expected, heard, 2, 0, 0, 960);
                double aloneDb = TestSignals.snrDb(expected, withoutPreRoll(frame), 2, 0, 0, 960);
                double level = TestSignals.rms(expected, 0, 1_920);
                String found = "seed " + seed + ", frame " + frame + ": " + snrDb + " dB, without " + aloneDb + " dB";
                assertTrue(level < 50 || (snrDb > 14 && snrDb > aloneDb + 6) || snrDb > 60, found);
            }
            assertEquals(Duration.ZERO, source.seek(Duration.ZERO));
            assertArrayEquals(decodedTune, read(source, 1_000_000));
            source.seek(Duration.ofDays(3));
            assertEquals(AudioSource.END, source.read(new short[2], 0, 1));
        }
    }

    /** 20 ms from a frame on, from a decoder that begins with the packet that holds it. */
    private static short[] withoutPreRoll(int frame) throws IOException {
        try (OpusDecoder decoder = OpusDecoder.create(2)) {
            short[] pcm = new short[2 * 960 * 2];
            int first = frame / 960;
            for (int i = 0; i < 2; i++) {
                byte[] packet = TUNE.get(first + i);
                decoder.decode(packet, 0, packet.length, pcm, 1_920 * i, 960);
            }
            return Arrays.copyOfRange(pcm, 2 * (frame % 960), 2 * (frame % 960 + 960));
        }
    }

    @Test
    void whatWasEncodedHereIsNotDecodedButTakenApart() throws IOException {
        TuneSource tune = new TuneSource();
        EncodedSource encoded = AudioSources.encode(tune, OpusEncoderOptions.defaults());
        assertSame(tune, AudioSources.decode(encoded));
        assertThrows(IllegalStateException.class, () -> encoded.adjustEncoder(encoder -> {}));
    }

    @Test
    void aDamagedPacketIsConcealedAndBytesThatAreNoneEndTheSource() throws IOException {
        List<byte[]> packets = new ArrayList<>(TUNE.subList(0, 20));
        byte[] damaged = TUNE.get(10).clone();
        new Random(4).nextBytes(damaged);
        damaged[0] = TUNE.get(10)[0];
        packets.set(10, damaged);
        assertEquals(20 * 960, read(AudioSources.decode(new Packets(packets)), 1_000_000).length / 2);
        packets.set(10, new byte[] {3});
        PcmSource source = AudioSources.decode(new Packets(packets));
        read(source, 9_600);
        IOException e = assertThrows(IOException.class, () -> source.read(new short[2], 0, 1));
        assertTrue(String.valueOf(e.getMessage()).contains("After 200 ms"), e.toString());
    }

    @Test
    void starvationGoesThroughBothWaysAndLosesNothing() throws IOException {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            packets.add(new byte[0]);
            packets.add(TUNE.get(i));
        }
        PcmSource pcm = AudioSources.decode(new Packets(packets));
        short[] out = new short[1_920];
        assertEquals(AudioSource.STARVED, pcm.read(out, 0, 700));
        assertEquals(700, pcm.read(out, 0, 700));
        assertEquals(260, pcm.read(out, 0, 700));
        assertEquals(AudioSource.STARVED, pcm.read(out, 0, 700));

        AudioSource again =
                AudioSources.encode(AudioSources.decode(new Packets(packets)), OpusEncoderOptions.defaults());
        byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
        int starved = 0;
        int read = 0;
        for (int length; (length = again.read(buffer, 0)) != AudioSource.END; ) {
            starved += length == AudioSource.STARVED ? 1 : 0;
            read += length > 0 ? 1 : 0;
        }
        assertEquals(10, starved);
        assertEquals(10, read);
    }

    @Test
    void anEncodedSourceSeeksAsItsSamplesDo() throws IOException {
        EncodedSource source =
                AudioSources.encode(new ToneSource(440, 0.5, Duration.ofSeconds(2)), OpusEncoderOptions.defaults());
        assertTrue(source.isSeekable());
        assertEquals(Optional.of(Duration.ofSeconds(2)), source.duration());
        byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
        source.read(buffer, 0);
        assertEquals(Optional.of(Duration.ofMillis(20)), source.position());
        assertEquals(Duration.ofMillis(1_990), source.seek(Duration.ofMillis(1_990)));
        assertTrue(source.read(buffer, 0) > 0);
        assertEquals(AudioSource.END, source.read(buffer, 0));
        assertEquals(Optional.of(Duration.ofSeconds(2)), source.position());
        assertEquals(Duration.ZERO, source.seek(Duration.ZERO));
        assertTrue(source.read(buffer, 0) > 0);
        int before = source.read(buffer, 0) + source.read(buffer, 0);
        source.adjustEncoder(encoder -> encoder.setBitrateBps(24_000));
        source.read(buffer, 0);
        int after = source.read(buffer, 0) + source.read(buffer, 0);
        assertTrue(after < before / 2, before + " bytes, then " + after);
        source.close();
        assertThrows(IllegalStateException.class, () -> source.adjustEncoder(encoder -> {}));
    }

    @Test
    void anEncoderOfOneChannelIsRefused() {
        OpusEncoderOptions mono = OpusEncoderOptions.builder().channels(1).build();
        assertThrows(IllegalArgumentException.class, () -> AudioSources.encode(new TuneSource(), mono));
    }

    @Test
    void aSourceThatKnowsNothingSaysSo() throws IOException {
        AudioSource live = new AudioSource() {
            @Override
            public int read(byte[] buffer, int offset) {
                return END;
            }

            @Override
            public void close() {}
        };
        assertFalse(live.isSeekable());
        assertEquals(Optional.empty(), live.duration());
        assertEquals(Optional.empty(), live.position());
        assertThrows(UnsupportedOperationException.class, () -> live.seek(Duration.ZERO));
        assertThrows(UnsupportedOperationException.class, () -> AudioSources.decode(live)
                .seek(Duration.ZERO));
    }

    @Test
    void closingADecodedSourceClosesItsPackets() throws IOException {
        Packets packets = new Packets(TUNE);
        PcmSource source = AudioSources.decode(packets);
        read(source, 10_000);
        source.close();
        assertTrue(packets.closed);
        assertThrows(IOException.class, () -> read(source, 10_000));
        assertThrows(IllegalArgumentException.class, () -> AudioSources.decode(new SilenceSource())
                .read(new short[2], 0, 0));
    }

    @Test
    void timesAndFramesAreExactBothWays() {
        Random random = new Random(8);
        for (int i = 0; i < 10_000; i++) {
            long frames = random.nextLong() >>> (20 + random.nextInt(40));
            assertEquals(frames, PcmSource.framesOf(PcmSource.timeOf(frames)));
        }
        assertEquals(960, PcmSource.framesOf(Duration.ofMillis(20)));
        assertThrows(IllegalArgumentException.class, () -> PcmSource.framesOf(Duration.ofNanos(-1)));
        assertTrue(PcmSource.framesOf(Duration.ofSeconds(Long.MAX_VALUE)) > 0);
    }
}
