package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.opus.OpusControls;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The queue's encoder: made when it is needed first, adjusted from any thread, and never freed while it works. The lock is held for one
 * packet at most.
 */
final class PacketEncoder {

    private final OpusEncoderOptions options;
    private @Nullable OpusEncoder encoder;
    private boolean closed;

    PacketEncoder(OpusEncoderOptions options) {
        this.options = options;
    }

    OpusEncoderOptions options() {
        return options;
    }

    synchronized void adjust(Consumer<? super OpusControls> change) {
        change.accept(open());
    }

    /** Forgets what was encoded. */
    synchronized int resetAndLookahead() {
        OpusEncoder working = open();
        working.reset();
        return working.lookaheadSamples();
    }

    synchronized int encode(short[] pcm, int offset, int frames, byte[] out, int outOffset) {
        return open().encode(pcm, offset, frames, out, outOffset, AudioSource.MAX_PACKET_BYTES);
    }

    /**
     * As {@link #encode}, but without reference to packets before: for a decoder that heard other packets than this encoder made. Volumes of
     * bands are then not predicted from those of the packet before, and there is no long-term prediction.
     */
    synchronized int encodeAlone(short[] pcm, int offset, int frames, byte[] out, int outOffset) {
        OpusEncoder working = open();
        boolean disabled = working.predictionDisabled();
        working.setPredictionDisabled(true);
        try {
            return encode(pcm, offset, frames, out, outOffset);
        } finally {
            working.setPredictionDisabled(disabled);
        }
    }

    private OpusEncoder open() {
        if (closed) {
            throw new IllegalStateException("the queue is closed");
        }
        OpusEncoder working = encoder;
        if (working == null) {
            working = OpusEncoder.create(options);
            encoder = working;
        }
        return working;
    }

    synchronized void close() {
        closed = true;
        if (encoder != null) {
            encoder.close();
        }
    }
}
