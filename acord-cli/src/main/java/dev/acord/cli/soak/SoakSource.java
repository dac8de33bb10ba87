package dev.acord.cli.soak;

import dev.acord.audio.AudioSource;
import java.util.SplittableRandom;

/** Talk without end: Opus packets of 20 ms by their form, of the sizes that speech has, with noise in them. */
final class SoakSource implements AudioSource {
    private static final byte CELT_FULLBAND_20_MS_STEREO = (byte) 0xFC;
    private static final int MIN_BYTES = 40;
    private static final int MAX_BYTES = 200;

    private final SplittableRandom random;

    SoakSource(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public int read(byte[] buffer, int offset) {
        int length = random.nextInt(MIN_BYTES, MAX_BYTES);
        for (int i = 1; i < length; i++) {
            buffer[offset + i] = (byte) random.nextInt();
        }
        buffer[offset] = CELT_FULLBAND_20_MS_STEREO;
        return length;
    }

    @Override
    public boolean immediate() {
        return true;
    }

    @Override
    public void close() {}
}
