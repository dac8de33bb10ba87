package dev.acord.system;

import dev.acord.audio.AudioSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Opus packets of 20 ms that are all different: the number, then seeded noise. They are packets by form, not by sound. */
final class NumberedFrames implements AudioSource {
    private static final byte CELT_FULLBAND_20_MS_STEREO = (byte) 0xFC;

    private final int count;
    private final boolean immediate;
    private final Random random = new Random(42);
    private int next;

    NumberedFrames(int count, boolean immediate) {
        this.count = count;
        this.immediate = immediate;
    }

    /** The packets that a source of this many gives. */
    static List<List<Byte>> expected(int count) {
        NumberedFrames frames = new NumberedFrames(count, true);
        byte[] buffer = new byte[MAX_PACKET_BYTES];
        List<List<Byte>> all = new ArrayList<>();
        int length;
        while ((length = frames.read(buffer, 0)) != END) {
            all.add(bytes(buffer, length));
        }
        return all;
    }

    static List<Byte> bytes(byte[] array, int length) {
        List<Byte> list = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            list.add(array[i]);
        }
        return list;
    }

    @Override
    public int read(byte[] buffer, int offset) {
        if (next == count) {
            return END;
        }
        int length = 5 + random.nextInt(300);
        for (int i = 0; i < length; i++) {
            buffer[offset + i] = (byte) random.nextInt(256);
        }
        buffer[offset] = CELT_FULLBAND_20_MS_STEREO;
        buffer[offset + 1] = (byte) (next >>> 8);
        buffer[offset + 2] = (byte) next;
        next++;
        return length;
    }

    @Override
    public boolean immediate() {
        return immediate;
    }

    @Override
    public void close() {}
}
