package dev.acord.audio.pcm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * Turns bytes into samples of full scale -1 to 1, and those into 16 bits.
 *
 * <p>The converters of {@code javax.sound.sampled} were measured first (JDK 17). Right: 8, 24 and 32 bit integers and G.711. Wrong:
 * unsigned 16 bit (0, which is full negative, becomes silence) and floating point beyond full scale (2.0 wraps around to -2 steps
 * instead of clipping). Everything but G.711 is therefore done here, G.711 from a table that the JDK's converter fills.
 */
final class SampleDecoder {

    /** Floating-point samples are held within this, +36 dB, so that an infinity in a file cannot poison the filters. */
    private static final float FLOAT_LIMIT = 64f;

    private static final float INT_SCALE = 0x1p-31f;

    private final PcmFormat format;
    private final float[] companding;

    SampleDecoder(PcmFormat format) {
        this.format = format;
        companding = switch (format.encoding()) {
            case A_LAW -> compandingTable(AudioFormat.Encoding.ALAW);
            case U_LAW -> compandingTable(AudioFormat.Encoding.ULAW);
            default -> new float[0];
        };
    }

    /** Decodes {@code samples} samples (not frames) from {@code in} to {@code out}. */
    void decode(byte[] in, int inOffset, float[] out, int outOffset, int samples) {
        switch (format.encoding()) {
            case SIGNED -> decodeInt(in, inOffset, out, outOffset, samples, 0);
            case UNSIGNED -> decodeInt(in, inOffset, out, outOffset, samples, Integer.MIN_VALUE);
            case FLOAT -> decodeFloat(in, inOffset, out, outOffset, samples);
            case A_LAW, U_LAW -> {
                for (int i = 0; i < samples; i++) {
                    out[outOffset + i] = companding[in[inOffset + i] & 0xFF];
                }
            }
        }
    }

    /** Rounds samples of full scale -1 to 1 to 16 bits; what lies beyond is clipped. Exact for samples that came from 16 bits. */
    static void toShorts(float[] in, int inOffset, short[] out, int outOffset, int samples) {
        for (int i = 0; i < samples; i++) {
            int value = Math.round(in[inOffset + i] * 32768f);
            out[outOffset + i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
        }
    }

    private void decodeInt(byte[] in, int inOffset, float[] out, int outOffset, int samples, int flip) {
        int width = format.sampleBytes();
        int at = inOffset;
        for (int i = 0; i < samples; i++) {
            out[outOffset + i] = ((int) (bits(in, at, width) << (32 - 8 * width)) ^ flip) * INT_SCALE;
            at += width;
        }
    }

    private void decodeFloat(byte[] in, int inOffset, float[] out, int outOffset, int samples) {
        int width = format.sampleBytes();
        int at = inOffset;
        for (int i = 0; i < samples; i++) {
            long bits = bits(in, at, width);
            float value = width == 4 ? Float.intBitsToFloat((int) bits) : (float) Double.longBitsToDouble(bits);
            out[outOffset + i] = Float.isNaN(value) ? 0f : Math.max(-FLOAT_LIMIT, Math.min(FLOAT_LIMIT, value));
            at += width;
        }
    }

    private long bits(byte[] in, int at, int width) {
        long bits = 0;
        if (format.bigEndian()) {
            for (int i = 0; i < width; i++) {
                bits = (bits << 8) | (in[at + i] & 0xFF);
            }
        } else {
            for (int i = width - 1; i >= 0; i--) {
                bits = (bits << 8) | (in[at + i] & 0xFF);
            }
        }
        return bits;
    }

    private static float[] compandingTable(AudioFormat.Encoding encoding) {
        byte[] codes = new byte[256];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) i;
        }
        AudioFormat from = new AudioFormat(encoding, 8000, 8, 1, 1, 8000, false);
        AudioFormat to = new AudioFormat(8000, 16, 1, true, false);
        byte[] linear;
        try (AudioInputStream in = AudioSystem.getAudioInputStream(
                to, new AudioInputStream(new ByteArrayInputStream(codes), from, codes.length))) {
            linear = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory cannot fail to be read", e);
        }
        float[] table = new float[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = (short) ((linear[2 * i] & 0xFF) | (linear[2 * i + 1] << 8)) / 32768f;
        }
        return table;
    }
}
