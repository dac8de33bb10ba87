package dev.acord.audio;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.acord.audio.input.CountingChannel;
import dev.acord.audio.ogg.MediaTools;
import dev.acord.audio.ogg.Mutants;
import dev.acord.audio.ogg.OggException;
import dev.acord.audio.ogg.OggOpusSource;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.audio.pcm.PcmException;
import dev.acord.audio.pcm.SampledPcmSource;
import dev.acord.audio.webm.WebmException;
import dev.acord.audio.webm.WebmOpusSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files, played and sought: each gives audio or says what is wrong, reads no more than a few times its length for each thing it is
 * asked, and takes no memory to speak of.
 */
class SourceMutantsTest {

    private static final int MUTANTS = 10_000;
    private static final long MAX_ALLOCATED_BYTES = 16 << 20;

    /** Nothing that is asked for once may read more often than this through a file, windows of reading ahead not counted. */
    private static final int MAX_PASSES = 6;

    private static final long WINDOWS_BYTES = 256 << 10;

    @TempDir
    private Path folder;

    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[] packet = new byte[AudioSource.MAX_PACKET_BYTES];
    private final short[] pcm = new short[2 * 960];
    private int refused;
    private int sought;

    @Test
    void damagedOggFilesAreSoughtOrRefused() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        byte[] chain = concat(file, file);
        for (long seed = 0; seed < MUTANTS; seed++) {
            byte[] mutant = Mutants.of(seed % 3 == 0 ? chain : file, new Random(seed));
            byte[] bytes = seed % 2 == 0 ? Mutants.withRightChecksums(mutant) : mutant;
            play("Ogg, seed " + seed, bytes, seed, channel -> OggOpusSource.open(channel));
        }
        assertOutcomes();
    }

    @Test
    void damagedWebmFilesAreSoughtOrRefused() throws IOException {
        byte[] file = MediaTools.resource("webm/ffmpeg-tones.webm");
        for (long seed = 0; seed < MUTANTS; seed++) {
            byte[] mutant = Mutants.of(file, new Random(seed));
            play("WebM, seed " + seed, mutant, seed, channel -> WebmOpusSource.open(channel));
        }
        assertOutcomes();
    }

    @Test
    void damagedWavFilesAreSoughtOrRefused() throws IOException {
        byte[] file = wav();
        Path path = folder.resolve("mutant.wav");
        for (long seed = 0; seed < MUTANTS; seed++) {
            Files.write(path, Mutants.of(file, new Random(seed)));
            long before = memory.getThreadAllocatedBytes(Thread.currentThread().getId());
            String where = "WAV, seed " + seed;
            try (PcmSource source = SampledPcmSource.open(path)) {
                playSamples(source, new Random(seed));
                sought++;
            } catch (PcmException e) {
                assertFalse(String.valueOf(e.getMessage()).isBlank(), where);
                refused++;
            } catch (RuntimeException | IOException e) {
                throw new AssertionError(where, e);
            }
            assertAllocatedSince(before, where);
        }
        assertOutcomes();
    }

    private void play(String where, byte[] file, long seed, Opener opener) {
        CountingChannel channel = new CountingChannel(file);
        long before = memory.getThreadAllocatedBytes(Thread.currentThread().getId());
        try (AudioSource source = opener.open(channel)) {
            playPackets(source, channel, file.length, new Random(seed), where);
            sought++;
        } catch (OggException | WebmException e) {
            assertFalse(String.valueOf(e.getMessage()).isBlank(), where);
            refused++;
        } catch (RuntimeException | IOException e) {
            throw new AssertionError(where, e);
        }
        assertTrue(channel.bytesRead() < 8 * ((long) MAX_PASSES * file.length + WINDOWS_BYTES), where);
        assertAllocatedSince(before, where);
    }

    /** Plays a little, asks how long it is, goes to five places and plays the rest from the last; damage found on the way is no obstacle. */
    private void playPackets(AudioSource source, CountingChannel channel, int length, Random random, String where)
            throws IOException {
        playUpTo(source, 20);
        long total = source.duration().map(PcmSource::framesOf).orElse(100_000L);
        assertTrue(total >= 0, where);
        for (int i = 0; i < 5; i++) {
            long target = Math.floorMod(random.nextLong(), Math.min(total, 1L << 40) + 10_000);
            long read = channel.bytesRead();
            try {
                source.seek(PcmSource.timeOf(target));
                playUpTo(source, 3);
            } catch (OggException | WebmException e) {
                if (i == 4) {
                    throw e;
                }
            }
            long bytes = channel.bytesRead() - read;
            assertTrue(bytes < (long) MAX_PASSES * length + WINDOWS_BYTES, where + ": read " + bytes);
        }
        playUpTo(source, 1_000_000);
    }

    private void playUpTo(AudioSource source, int packets) throws IOException {
        for (int i = 0; i < packets; i++) {
            int length = source.read(packet, 0);
            if (length == AudioSource.END) {
                return;
            }
            assertTrue(OpusPacket.samples(packet, 0, length) > 0);
            assertTrue(i < 999_999, "it does not end");
        }
    }

    private void playSamples(PcmSource source, Random random) throws IOException {
        long total = source.duration().map(PcmSource::framesOf).orElse(30_000L);
        for (int i = 0; i < 3; i++) {
            if (source.read(pcm, 0, 960) == AudioSource.END) {
                return;
            }
            source.seek(PcmSource.timeOf(Math.floorMod(random.nextLong(), Math.min(total, 1L << 40) + 10_000)));
        }
        source.read(pcm, 0, 960);
    }

    private void assertAllocatedSince(long before, String where) {
        long allocated = memory.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertTrue(allocated < MAX_ALLOCATED_BYTES, where + ": allocated " + allocated + " bytes");
    }

    private void assertOutcomes() {
        assertTrue(refused > MUTANTS / 10, "only " + refused + " mutants were refused");
        assertTrue(sought > MUTANTS / 10, "only " + sought + " mutants were played");
    }

    /** A third of a second of mono at 22,050 Hz with a few chunks before it. */
    private static byte[] wav() {
        int frames = 7_000;
        ByteBuffer file = ByteBuffer.allocate(60 + 2 * frames).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {'R', 'I', 'F', 'F'}).putInt(52 + 2 * frames);
        file.put(new byte[] {'W', 'A', 'V', 'E', 'f', 'm', 't', ' '}).putInt(16);
        file.putShort((short) 1)
                .putShort((short) 1)
                .putInt(22_050)
                .putInt(44_100)
                .putShort((short) 2);
        file.putShort((short) 16).put(new byte[] {'L', 'I', 'S', 'T'}).putInt(8).put(new byte[8]);
        file.put(new byte[] {'d', 'a', 't', 'a'}).putInt(2 * frames);
        for (int i = 0; i < frames; i++) {
            file.putShort((short) (i * 31));
        }
        return file.array();
    }

    private static byte[] concat(byte[] one, byte[] two) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(one);
        out.writeBytes(two);
        return out.toByteArray();
    }

    @FunctionalInterface
    private interface Opener {
        AudioSource open(CountingChannel channel) throws IOException;
    }
}
