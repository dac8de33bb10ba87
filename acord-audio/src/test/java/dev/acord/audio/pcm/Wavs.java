package dev.acord.audio.pcm;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** WAV files byte by byte, as the format's description has them, and reading a source to its end. */
final class Wavs {

    private Wavs() {}

    static byte[] file(int tag, int channels, int rateHz, int bits, byte[] samples) {
        return file(tag, channels, rateHz, bits, samples, samples.length);
    }

    static byte[] file(int tag, int channels, int rateHz, int bits, byte[] samples, long claimedBytes) {
        int frameBytes = channels * bits / 8;
        return ByteBuffer.allocate(44 + samples.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt((int) claimedBytes + 36)
                .put(ascii("WAVEfmt "))
                .putInt(16)
                .putShort((short) tag)
                .putShort((short) channels)
                .putInt(rateHz)
                .putInt(rateHz * frameBytes)
                .putShort((short) frameBytes)
                .putShort((short) bits)
                .put(ascii("data"))
                .putInt((int) claimedBytes)
                .put(samples)
                .array();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] littleEndian(short[] pcm) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * pcm.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(pcm);
        return bytes.array();
    }

    static short[] noise(long seed, int frames) {
        Random random = new Random(seed);
        short[] pcm = new short[2 * frames];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (random.nextInt(20_000) - 10_000);
        }
        return pcm;
    }

    /** Reads everything, in calls of the given size. */
    static short[] readAll(PcmSource source, int frames) throws IOException {
        Heard heard = readUntilProblem(source, frames);
        IOException problem = heard.problem;
        if (problem != null) {
            throw problem;
        }
        return heard.pcm;
    }

    /** What was heard before the end or a problem. */
    static final class Heard {
        short[] pcm = new short[0];

        @Nullable
        IOException problem;

        String message() {
            return String.valueOf(problem);
        }
    }

    static Heard readUntilProblem(PcmSource source, int frames) {
        Heard heard = new Heard();
        short[] block = new short[2 * frames];
        short[] all = new short[1 << 16];
        int length = 0;
        try {
            for (int read; (read = source.read(block, 0, frames)) != AudioSource.END; ) {
                if (length + 2 * read > all.length) {
                    all = Arrays.copyOf(all, 2 * all.length);
                }
                System.arraycopy(block, 0, all, length, 2 * read);
                length += 2 * read;
            }
        } catch (IOException e) {
            heard.problem = e;
        }
        heard.pcm = Arrays.copyOf(all, length);
        return heard;
    }
}
