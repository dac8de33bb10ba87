package dev.acord.audio;

import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import java.io.IOException;
import java.util.Arrays;

/** Encodes PCM to Opus packets of 20 ms. The last packet is filled up with silence. */
final class EncodedSource implements AudioSource {
    private static final int FRAME = PcmSource.SAMPLE_RATE_HZ / 50;

    private final PcmSource pcm;
    private final OpusEncoder encoder;
    private final short[] samples = new short[FRAME * PcmSource.CHANNELS];
    private boolean ended;
    private boolean encoderClosed;

    EncodedSource(PcmSource pcm, OpusEncoderOptions options) {
        this.pcm = pcm;
        this.encoder = OpusEncoder.create(options);
    }

    @Override
    public int read(byte[] buffer, int offset) throws IOException {
        int frames = ended ? 0 : fill();
        if (frames == 0) {
            return END;
        }
        synchronized (encoder) {
            return encoderClosed ? END : encoder.encode(samples, 0, FRAME, buffer, offset, MAX_PACKET_BYTES);
        }
    }

    /** Reads one packet's samples; fewer, and then silence, at the end. */
    private int fill() throws IOException {
        int filled = 0;
        while (filled < FRAME) {
            int read = pcm.read(samples, filled * PcmSource.CHANNELS, FRAME - filled);
            if (read == END) {
                ended = true;
                Arrays.fill(samples, filled * PcmSource.CHANNELS, samples.length, (short) 0);
                return filled;
            }
            filled += read;
        }
        return filled;
    }

    @Override
    public void close() throws IOException {
        synchronized (encoder) {
            encoderClosed = true;
            encoder.close();
        }
        pcm.close();
    }
}
