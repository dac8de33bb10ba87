package dev.acord.audio.webm;

import java.io.IOException;
import java.util.Arrays;

/**
 * A block of frames (RFC 9559 section 10): big-endian
 *
 * <pre>
 * track number   1 to 8 bytes, like an element size
 * timestamp      2 bytes, signed, relative to the cluster
 * flags          80: key frame; 06: lacing - 0 none, 2 Xiph, 4 equal sizes, 6 EBML
 * with lacing    frames less one, then the sizes of all frames but the last
 * frames
 * </pre>
 */
final class WebmBlock {

    /** No audio block of ours is longer. */
    private static final int MAX_BYTES = 1 << 20;

    private byte[] data = new byte[4_096];
    private final int[] sizes = new int[256];
    private int frames;
    private int frame = -1;
    private int at;
    private long offset;
    private int relativeTimestamp;

    /** Reads a block if it belongs to the track, and skips it if not. {@code end} is where the block ends. */
    boolean read(EbmlInput in, long end, long track) throws IOException {
        frames = 0;
        frame = -1;
        offset = in.position();
        long number = in.size();
        if (in.position() + 3 > end) {
            throw new WebmException("A block too short for its header", offset);
        }
        relativeTimestamp = (short) ((in.octet() << 8) | in.octet());
        int flags = in.octet();
        long length = end - in.position();
        if (number != track) {
            in.skip(length);
            return false;
        }
        if (length > MAX_BYTES) {
            throw new WebmException("An audio block of " + length + " bytes, more than " + MAX_BYTES, offset);
        }
        data = in.read(data, (int) length);
        at = 0;
        switch (flags & 0x06) {
            case 0x00 -> {
                frames = 1;
                sizes[0] = (int) length;
            }
            case 0x02 -> xiph((int) length);
            case 0x04 -> equal((int) length);
            default -> ebml((int) length);
        }
        return true;
    }

    /** Goes to the next frame. */
    boolean next() {
        if (frame >= 0 && frame < frames) {
            at += sizes[frame];
        }
        frame = Math.min(frame + 1, frames);
        return frame < frames;
    }

    void clear() {
        frames = 0;
        frame = -1;
    }

    byte[] data() {
        return data;
    }

    int frameOffset() {
        return at;
    }

    int frameBytes() {
        return sizes[frame];
    }

    int frameIndex() {
        return frame;
    }

    long offset() {
        return offset;
    }

    int relativeTimestamp() {
        return relativeTimestamp;
    }

    private void xiph(int length) throws WebmException {
        frames = count(length);
        int left = length;
        for (int i = 0; i < frames - 1; i++) {
            int size = 0;
            int part = 255;
            while (part == 255) {
                if (at >= length) {
                    throw broken();
                }
                part = data[at++] & 0xFF;
                size += part;
            }
            sizes[i] = size;
            left -= size;
        }
        last(left - at);
    }

    private void equal(int length) throws WebmException {
        frames = count(length);
        if ((length - at) % frames != 0) {
            throw broken();
        }
        Arrays.fill(sizes, 0, frames, (length - at) / frames);
    }

    private void ebml(int length) throws WebmException {
        frames = count(length);
        long left = length;
        long size = 0;
        for (int i = 0; i < frames - 1; i++) {
            int octets = at < length ? Integer.numberOfLeadingZeros(data[at] & 0xFF) - 23 : 9;
            if (octets > 8 || at + octets > length) {
                throw broken();
            }
            long value = data[at++] & 0xFF;
            for (int k = 1; k < octets; k++) {
                value = (value << 8) | (data[at++] & 0xFF);
            }
            value &= (1L << (7 * octets)) - 1;
            // the first is a size; each other one is the difference from the size before, shifted to be positive
            size = i == 0 ? value : size + value - ((1L << (7 * octets - 1)) - 1);
            if (size < 0 || size > length) {
                throw broken();
            }
            sizes[i] = (int) size;
            left -= size;
        }
        last(left - at);
    }

    private int count(int length) throws WebmException {
        if (length == 0) {
            throw broken();
        }
        return (data[at++] & 0xFF) + 1;
    }

    private void last(long size) throws WebmException {
        if (size < 0) {
            throw broken();
        }
        sizes[frames - 1] = (int) size;
    }

    private WebmException broken() {
        frames = 0;
        return new WebmException("The frames of a block are longer than the block: damaged here", offset);
    }
}
