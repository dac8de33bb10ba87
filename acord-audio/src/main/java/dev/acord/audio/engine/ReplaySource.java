package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Packets that can be read again: the last half second is kept. A decoder that is set in the middle of a stream gets from here what it must
 * have heard before, and a return to the packets themselves finds here those that a decoder had taken already. Positions are in sample
 * frames. Used by the reading thread, but for {@link #close}.
 */
final class ReplaySource implements AudioSource {

    /** What is kept before and after the present position together: 500 ms. */
    private static final int KEPT_FRAMES = PcmSource.SAMPLE_RATE_HZ / 2;

    /** As many packets of 2.5 ms, and one more of any length. */
    private static final int SLOTS = KEPT_FRAMES / OpusPacket.MIN_FRAME_SAMPLES + 2;

    private static final int SMALL_PACKET_BYTES = 512;

    private final AudioSource source;
    private final byte[][] packets = new byte[SLOTS][];
    private final int[] lengths = new int[SLOTS];
    private final long[] starts = new long[SLOTS];
    private int first;
    private int count;

    /** Which of the kept packets is read next; {@code count} is the source's next one. */
    private int cursor;

    /** The position of the source itself. */
    private long sourceFrame;

    ReplaySource(AudioSource source) {
        this.source = source;
        sourceFrame = source.position().map(PcmSource::framesOf).orElse(0L);
    }

    @Override
    public int read(byte[] buffer, int offset) throws IOException {
        if (cursor < count) {
            int slot = slot(cursor++);
            System.arraycopy(packets[slot], 0, buffer, offset, lengths[slot]);
            return lengths[slot];
        }
        int length = source.read(buffer, offset);
        if (length > 0) {
            keep(buffer, offset, length);
        }
        return length;
    }

    private void keep(byte[] buffer, int offset, int length) throws IOException {
        int samples = OpusPacket.samples(buffer, offset, length);
        if (samples == OpusPacket.MALFORMED) {
            throw new OpusException("After " + sourceFrame / 48 + " ms come " + length
                    + " bytes that are not an Opus packet: "
                    + OpusPacket.check(buffer, offset, length).description());
        }
        while (count > 0 && (count == SLOTS || sourceFrame - starts[slot(1 % count)] > KEPT_FRAMES)) {
            first = (first + 1) % SLOTS;
            count--;
        }
        int slot = slot(count);
        if (packets[slot] == null || packets[slot].length < length) {
            packets[slot] = new byte[length <= SMALL_PACKET_BYTES ? SMALL_PACKET_BYTES : MAX_PACKET_BYTES];
        }
        System.arraycopy(buffer, offset, packets[slot], 0, length);
        lengths[slot] = length;
        starts[slot] = sourceFrame;
        sourceFrame += samples;
        count++;
        cursor = count;
    }

    private int slot(int index) {
        return (first + index) % SLOTS;
    }

    /** The position of the packet that is read next. */
    long frame() {
        return cursor < count ? starts[slot(cursor)] : sourceFrame;
    }

    /** How far it is from a position to the next beginning of a packet, at it or after it; -1 when that is not known. */
    long framesToBoundary(long frame) {
        for (int i = 0; i < count; i++) {
            long distance = starts[slot(i)] - frame;
            if (distance >= 0) {
                return i == 0 && distance > 0 ? -1 : distance;
            }
        }
        return sourceFrame >= frame ? sourceFrame - frame : -1;
    }

    /** Goes to the kept packet that holds a position, or else as near as there is one. */
    void rewind(long frame) {
        cursor = count;
        while (cursor > 0 && frame() > frame) {
            cursor--;
        }
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
    public Duration seek(Duration position) throws IOException {
        Duration reached = source.seek(position);
        count = 0;
        cursor = 0;
        sourceFrame = PcmSource.framesOf(reached);
        return reached;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** These packets for a decoder, whose seeks go no further than what is kept, and which does not close them. */
    AudioSource kept() {
        return new AudioSource() {
            @Override
            public int read(byte[] buffer, int offset) throws IOException {
                return ReplaySource.this.read(buffer, offset);
            }

            @Override
            public boolean isSeekable() {
                return true;
            }

            @Override
            public Duration seek(Duration position) {
                rewind(PcmSource.framesOf(position));
                return PcmSource.timeOf(frame());
            }

            @Override
            public void close() {}
        };
    }
}
