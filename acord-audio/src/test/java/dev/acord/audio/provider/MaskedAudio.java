package dev.acord.audio.provider;

import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Arrays;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import javax.sound.sampled.spi.AudioFileReader;
import javax.sound.sampled.spi.FormatConversionProvider;

/**
 * A coding that only the class path knows, as an MP3 provider would add one: "MASK", then stereo samples of 48,000 Hz, each byte inverted.
 * A byte 0x7E makes the decoder fail the way careless decoders do.
 */
public final class MaskedAudio {

    private static final AudioFormat.Encoding ENCODING = new AudioFormat.Encoding("MASKED");
    private static final byte[] MAGIC = {'M', 'A', 'S', 'K'};

    private MaskedAudio() {}

    public static byte[] file(byte[] samples) {
        byte[] file = Arrays.copyOf(MAGIC, MAGIC.length + samples.length);
        for (int i = 0; i < samples.length; i++) {
            file[MAGIC.length + i] = (byte) ~samples[i];
        }
        return file;
    }

    /** Recognises the file. */
    public static final class Reader extends AudioFileReader {

        @Override
        public AudioInputStream getAudioInputStream(InputStream stream)
                throws UnsupportedAudioFileException, IOException {
            stream.mark(MAGIC.length);
            if (!Arrays.equals(stream.readNBytes(MAGIC.length), MAGIC)) {
                stream.reset();
                throw new UnsupportedAudioFileException("not masked");
            }
            AudioFormat coded = new AudioFormat(
                    ENCODING, 48_000, AudioSystem.NOT_SPECIFIED, 2, AudioSystem.NOT_SPECIFIED, -1, false);
            return new AudioInputStream(stream, coded, AudioSystem.NOT_SPECIFIED);
        }

        @Override
        public AudioFileFormat getAudioFileFormat(InputStream stream) throws UnsupportedAudioFileException {
            throw new UnsupportedAudioFileException("streams only");
        }

        @Override
        public AudioFileFormat getAudioFileFormat(URL url) throws UnsupportedAudioFileException {
            throw new UnsupportedAudioFileException("streams only");
        }

        @Override
        public AudioFileFormat getAudioFileFormat(File file) throws UnsupportedAudioFileException {
            throw new UnsupportedAudioFileException("streams only");
        }

        @Override
        public AudioInputStream getAudioInputStream(URL url) throws UnsupportedAudioFileException {
            throw new UnsupportedAudioFileException("streams only");
        }

        @Override
        public AudioInputStream getAudioInputStream(File file) throws UnsupportedAudioFileException {
            throw new UnsupportedAudioFileException("streams only");
        }
    }

    /** Decodes it. */
    public static final class Decoder extends FormatConversionProvider {

        @Override
        public AudioFormat.Encoding[] getSourceEncodings() {
            return new AudioFormat.Encoding[] {ENCODING};
        }

        @Override
        public AudioFormat.Encoding[] getTargetEncodings() {
            return new AudioFormat.Encoding[] {AudioFormat.Encoding.PCM_SIGNED};
        }

        @Override
        public AudioFormat.Encoding[] getTargetEncodings(AudioFormat source) {
            return source.getEncoding().equals(ENCODING) ? getTargetEncodings() : new AudioFormat.Encoding[0];
        }

        @Override
        public AudioFormat[] getTargetFormats(AudioFormat.Encoding target, AudioFormat source) {
            boolean possible = source.getEncoding().equals(ENCODING) && target.equals(AudioFormat.Encoding.PCM_SIGNED);
            return possible ? new AudioFormat[] {new AudioFormat(48_000, 16, 2, true, false)} : new AudioFormat[0];
        }

        @Override
        public AudioInputStream getAudioInputStream(AudioFormat.Encoding target, AudioInputStream source) {
            return getAudioInputStream(new AudioFormat(48_000, 16, 2, true, false), source);
        }

        @Override
        public AudioInputStream getAudioInputStream(AudioFormat target, AudioInputStream source) {
            return new AudioInputStream(new Unmasked(source), target, AudioSystem.NOT_SPECIFIED);
        }
    }

    private static final class Unmasked extends FilterInputStream {

        Unmasked(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            for (int i = offset; i < offset + read; i++) {
                if (bytes[i] == 0x7E) {
                    throw new ArrayIndexOutOfBoundsException("a careless decoder");
                }
                bytes[i] = (byte) ~bytes[i];
            }
            return read;
        }
    }
}
