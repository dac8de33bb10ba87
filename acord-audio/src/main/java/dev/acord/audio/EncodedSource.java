package dev.acord.audio;

import dev.acord.audio.opus.OpusControls;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Encodes PCM to Opus packets of 20 ms; the last packet is filled up with silence. Made by {@link AudioSources#encode}.
 *
 * <p>Seeks and lasts as its samples do; a position is that of the first sample of the next packet.
 */
public final class EncodedSource implements EncodingSource {
    private static final int FRAME = PcmSource.SAMPLE_RATE_HZ / 50;

    private final PcmSource pcm;
    private final OpusEncoderOptions options;
    private final OpusEncoder encoder;
    private final short[] samples = new short[FRAME * PcmSource.CHANNELS];
    private int filled;
    private volatile long positionFrames;
    private boolean ended;
    private boolean encoderClosed;

    EncodedSource(PcmSource pcm, OpusEncoderOptions options) {
        if (options.channels() != PcmSource.CHANNELS) {
            throw new IllegalArgumentException(
                    "the samples have two channels, but the options are for an encoder of one; for mono packets use two, and then"
                            + " setForcedChannels(1)");
        }
        this.pcm = pcm;
        this.options = options;
        this.encoder = OpusEncoder.create(options);
        positionFrames = pcm.position().map(PcmSource::framesOf).orElse(0L);
    }

    @Override
    public int read(byte[] buffer, int offset) throws IOException {
        if (!ended && !fill()) {
            return STARVED;
        }
        if (filled == 0) {
            return END;
        }
        Arrays.fill(samples, filled * PcmSource.CHANNELS, samples.length, (short) 0);
        long next = positionFrames + filled;
        filled = 0;
        positionFrames = next;
        synchronized (encoder) {
            return encoderClosed ? END : encoder.encode(samples, 0, FRAME, buffer, offset, MAX_PACKET_BYTES);
        }
    }

    /** Reads one packet's samples, fewer at the end; {@code false} when they are not all there yet. */
    private boolean fill() throws IOException {
        while (filled < FRAME) {
            int read = pcm.read(samples, filled * PcmSource.CHANNELS, FRAME - filled);
            if (read == END) {
                ended = true;
                return true;
            }
            if (read == STARVED) {
                return false;
            }
            filled += read;
        }
        return true;
    }

    @Override
    public void adjustEncoder(Consumer<? super OpusControls> change) {
        synchronized (encoder) {
            if (encoderClosed) {
                throw new IllegalStateException("the source is closed");
            }
            change.accept(encoder);
        }
    }

    @Override
    public OpusEncoderOptions encoding() {
        return options;
    }

    @Override
    public boolean isSeekable() {
        return pcm.isSeekable();
    }

    @Override
    public Optional<Duration> duration() throws IOException {
        return pcm.duration();
    }

    @Override
    public Optional<Duration> position() {
        return Optional.of(PcmSource.timeOf(positionFrames));
    }

    @Override
    public Duration seek(Duration position) throws IOException {
        Duration reached = pcm.seek(position);
        filled = 0;
        ended = false;
        positionFrames = PcmSource.framesOf(reached);
        return reached;
    }

    /** Gives the samples back, from the next packet on, and frees the encoder. This source is over then. */
    PcmSource takePcm() {
        closeEncoder();
        return pcm;
    }

    private void closeEncoder() {
        synchronized (encoder) {
            encoderClosed = true;
            encoder.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeEncoder();
        pcm.close();
    }
}
