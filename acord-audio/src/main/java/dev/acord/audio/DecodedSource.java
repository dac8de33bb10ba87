package dev.acord.audio;

import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes Opus packets. The decoder is made with the first packet, so that a source that is never read costs little.
 *
 * <p>{@link #close} may come from another thread in the middle of a packet: {@code codec} keeps it from freeing a decoder that works.
 */
final class DecodedSource implements PcmSource {

    /** RFC 7845 section 4.6: after 80 ms a decoder's output no longer depends on what it was fed before. */
    private static final long PRE_ROLL_FRAMES = SAMPLE_RATE_HZ * 80 / 1000;

    private final AudioSource source;
    private final byte[] packet = new byte[AudioSource.MAX_PACKET_BYTES];
    private final short[] decoded = new short[CHANNELS * OpusPacket.MAX_SAMPLES];
    private final Object codec = new Object();
    private @Nullable OpusDecoder decoder;
    private boolean closed;
    private int at;
    private int end;
    private long skipFrames;
    private volatile long positionFrames;

    DecodedSource(AudioSource source) {
        this.source = source;
        positionFrames = source.position().map(PcmSource::framesOf).orElse(0L);
    }

    @Override
    public int read(short[] pcm, int offset, int frames) throws IOException {
        if (frames < 1) {
            throw new IllegalArgumentException("frames must be at least 1, not " + frames);
        }
        Objects.checkFromIndexSize(offset, Math.multiplyExact(frames, CHANNELS), pcm.length);
        while (at == end) {
            int length = source.read(packet, 0);
            if (length <= 0) {
                return length;
            }
            decode(length);
        }
        int count = Math.min(frames, end - at);
        System.arraycopy(decoded, at * CHANNELS, pcm, offset, count * CHANNELS);
        at += count;
        long next = positionFrames + count;
        positionFrames = next;
        return count;
    }

    private void decode(int length) throws IOException {
        int samples = OpusPacket.samples(packet, 0, length);
        if (samples == OpusPacket.MALFORMED) {
            throw new OpusException("After " + positionFrames / 48 + " ms of audio come " + length
                    + " bytes that are not an Opus packet: "
                    + OpusPacket.check(packet, 0, length).description());
        }
        synchronized (codec) {
            if (closed) {
                throw new IOException("The source is closed");
            }
            if (decoder == null) {
                decoder = OpusDecoder.create(CHANNELS);
            }
            try {
                end = decoder.decode(packet, 0, length, decoded, 0, OpusPacket.MAX_SAMPLES);
            } catch (OpusException e) {
                // a listener's decoder would do the same, and the packets after it are none the worse
                end = decoder.conceal(decoded, 0, samples);
            }
        }
        at = (int) Math.min(skipFrames, end);
        skipFrames -= at;
    }

    @Override
    public boolean isSeekable() {
        return source.isSeekable();
    }

    @Override
    public Optional<Duration> duration() throws IOException {
        return source.duration();
    }

    @Override
    public Optional<Duration> position() {
        return Optional.of(PcmSource.timeOf(positionFrames));
    }

    @Override
    public Duration seek(Duration position) throws IOException {
        long target = PcmSource.framesOf(position);
        Duration reached = source.seek(PcmSource.timeOf(Math.max(0, target - PRE_ROLL_FRAMES)));
        long from = PcmSource.framesOf(reached);
        at = 0;
        end = 0;
        skipFrames = Math.max(0, target - from);
        positionFrames = Math.max(target, from);
        synchronized (codec) {
            if (decoder != null && !closed) {
                decoder.reset();
            }
        }
        return PcmSource.timeOf(positionFrames);
    }

    @Override
    public void close() throws IOException {
        synchronized (codec) {
            closed = true;
            if (decoder != null) {
                decoder.close();
            }
        }
        source.close();
    }
}
