package dev.acord.lavaplayer;

import com.sedmelluq.discord.lavaplayer.format.AudioDataFormat;
import com.sedmelluq.discord.lavaplayer.format.Pcm16AudioDataFormat;
import com.sedmelluq.discord.lavaplayer.format.transcoder.AudioChunkEncoder;
import com.sedmelluq.discord.lavaplayer.player.AudioConfiguration;
import dev.acord.audio.PcmSource;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.pcm.PcmFormat;
import dev.acord.audio.pcm.Resampler;
import java.nio.ShortBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames of 16-bit PCM in one of lavaplayer's formats to Opus packets of 20 ms: mono to stereo, resampled to 48 kHz where it is another
 * rate. Not thread safe.
 */
final class PcmFrames {
    private static final int FRAME = PcmSource.SAMPLE_RATE_HZ / 50;
    private static final int STEREO = PcmSource.CHANNELS;

    private final AudioDataFormat format;
    private final boolean bigEndian;
    private final OpusEncoder encoder;
    private @Nullable Resampler resampler;
    private final float[] in;
    private final float[] resampled = new float[STEREO * FRAME];
    private final short[] block = new short[STEREO * FRAME];
    private int filled;

    /** Input frames that the resampler has not taken. */
    private int waitingFrames;

    private int waitingFrom;

    PcmFrames(AudioDataFormat format, OpusEncoder encoder, int maxBytes) {
        this.format = format;
        this.bigEndian = isBigEndian(format);
        this.encoder = encoder;
        this.in = new float[STEREO * (maxBytes / (2 * format.channelCount) + 1)];
        this.resampler = newResampler();
    }

    static boolean supports(AudioDataFormat format) {
        return format instanceof Pcm16AudioDataFormat
                && (format.channelCount == 1 || format.channelCount == 2)
                && format.sampleRate >= PcmFormat.MIN_RATE_HZ
                && format.sampleRate <= PcmFormat.MAX_RATE_HZ;
    }

    @SuppressWarnings("ReferenceEquality") // formats of either byte order call themselves equal
    boolean isFor(AudioDataFormat other) {
        return format == other;
    }

    /** lavaplayer's formats do not say which byte comes first, and call themselves equal; but their encoders know. */
    private static boolean isBigEndian(AudioDataFormat format) {
        AudioChunkEncoder probe = format.createEncoder(new AudioConfiguration());
        try {
            return probe.encode(ShortBuffer.wrap(new short[] {0x0102}))[0] == 1;
        } finally {
            probe.close();
        }
    }

    private @Nullable Resampler newResampler() {
        return format.sampleRate == PcmSource.SAMPLE_RATE_HZ
                ? null
                : new Resampler(format.sampleRate, PcmSource.SAMPLE_RATE_HZ, STEREO);
    }

    /** Takes one frame; all packets of the one before have been taken. Bytes of half a sample are left out. */
    void put(byte[] bytes, int length) {
        int channels = format.channelCount;
        int frames = length / (2 * channels);
        for (int i = 0; i < frames; i++) {
            int at = 2 * channels * i;
            float left = sample(bytes, at);
            in[STEREO * i] = left;
            in[STEREO * i + 1] = channels == 1 ? left : sample(bytes, at + 2);
        }
        waitingFrom = 0;
        waitingFrames = frames;
    }

    private float sample(byte[] bytes, int at) {
        int high = bigEndian ? bytes[at] : bytes[at + 1];
        int low = bigEndian ? bytes[at + 1] : bytes[at];
        return (short) ((high << 8) | (low & 0xFF)) / 32_768f;
    }

    /** Encodes a packet if the samples are there; 0 if they are not. */
    int packet(byte[] buffer, int offset, int maxBytes) {
        while (filled < FRAME) {
            int moved = move();
            if (moved == 0) {
                return 0;
            }
            filled += moved;
        }
        filled = 0;
        return encode(buffer, offset, maxBytes);
    }

    /** The last packet of a track, filled up with silence; 0 when nothing is left. */
    int flush(byte[] buffer, int offset, int maxBytes) {
        Resampler finishing = resampler;
        if (finishing != null) {
            finishing.finish();
            int whole = packet(buffer, offset, maxBytes);
            if (whole > 0) {
                return whole;
            }
        }
        reset();
        if (filled == 0) {
            return 0;
        }
        Arrays.fill(block, STEREO * filled, block.length, (short) 0);
        filled = 0;
        return encode(buffer, offset, maxBytes);
    }

    /** After a seek: what has been taken is not played. */
    void drop() {
        filled = 0;
        reset();
    }

    private void reset() {
        waitingFrames = 0;
        resampler = newResampler();
    }

    private int move() {
        Resampler through = resampler;
        int room = FRAME - filled;
        if (through == null) {
            int moved = Math.min(room, waitingFrames);
            toShorts(in, STEREO * waitingFrom, moved);
            waitingFrom += moved;
            waitingFrames -= moved;
            return moved;
        }
        int read = through.read(resampled, 0, room);
        if (read == 0 && waitingFrames > 0) {
            int taken = through.write(in, STEREO * waitingFrom, waitingFrames);
            waitingFrom += taken;
            waitingFrames -= taken;
            read = through.read(resampled, 0, room);
        }
        toShorts(resampled, 0, read);
        return read;
    }

    private void toShorts(float[] samples, int from, int frames) {
        for (int i = 0; i < STEREO * frames; i++) {
            int value = Math.round(samples[from + i] * 32_768f);
            block[STEREO * filled + i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
        }
    }

    private int encode(byte[] buffer, int offset, int maxBytes) {
        return encoder.encode(block, 0, FRAME, buffer, offset, maxBytes);
    }
}
