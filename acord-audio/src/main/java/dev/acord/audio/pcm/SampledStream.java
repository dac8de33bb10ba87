package dev.acord.audio.pcm;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.jspecify.annotations.Nullable;

/**
 * The samples of an opened file as bytes: WAV by {@link WavHeader}, everything else by the readers and decoders of
 * {@code javax.sound.sampled}, including those that the class path adds. Ends where the file says or where the bytes end, whichever is
 * first, and knows the difference.
 */
final class SampledStream extends InputStream {

    private static final long UNKNOWN = -1;

    /** As far as a provider may look ahead to recognise a file. */
    private static final int LOOK_AHEAD_BYTES = 1 << 16;

    /** What is read at once to pass over it. */
    private static final int SKIP_FRAMES = 1_024;

    private static final String WHAT_TO_DO =
            "; convert it to WAV, put a javax.sound.sampled provider for it on the class path, or install"
                    + " ffmpeg and play it through FfmpegSource";

    private final InputStream in;
    private final String name;
    private final PcmFormat format;
    private final ChannelMixing mixing;

    /** Bytes of samples that the file says it has, or {@link #UNKNOWN}. */
    private final long claimedBytes;

    /** Where the samples begin in the file, or {@link #UNKNOWN}. */
    private final long dataOffset;

    private long position;

    private SampledStream(
            InputStream in, String name, PcmFormat format, int channelMask, long claimedBytes, long dataOffset) {
        this.in = in;
        this.name = name;
        this.format = format;
        mixing = ChannelMixing.of(format.channels(), channelMask);
        this.claimedBytes = claimedBytes;
        this.dataOffset = dataOffset;
    }

    /** Opens a stream from its start. The stream is closed when that fails. */
    static SampledStream open(InputStream in, String name) throws IOException {
        try {
            return recognise(new BufferedInputStream(in, LOOK_AHEAD_BYTES), name);
        } catch (IOException | RuntimeException e) {
            try {
                in.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private static SampledStream recognise(BufferedInputStream in, String name) throws IOException {
        in.mark(LOOK_AHEAD_BYTES);
        byte[] start = in.readNBytes(WavHeader.MAGIC_BYTES);
        if (start.length == 0) {
            throw new PcmException(name + " is empty: it holds no audio");
        }
        in.reset();
        if (!WavHeader.looksLikeWav(start)) {
            return throughProviders(in, name, name + " is not audio that Java can read" + WHAT_TO_DO);
        }
        WavHeader header = WavHeader.read(in, name);
        PcmFormat format = header.format();
        if (format != null) {
            long whole = header.dataBytes() == WavHeader.UNKNOWN
                    ? UNKNOWN
                    : header.dataBytes() - header.dataBytes() % format.frameBytes();
            return new SampledStream(in, name, format, header.channelMask(), whole, header.dataOffset());
        }
        String problem = name + " is a WAV file coded as format " + header.formatTag() + ", which Java cannot decode"
                + WHAT_TO_DO;
        try {
            in.reset();
        } catch (IOException e) {
            throw new PcmException(problem, e);
        }
        return throughProviders(in, name, problem);
    }

    private static SampledStream throughProviders(BufferedInputStream in, String name, String problem)
            throws IOException {
        try {
            AudioInputStream found = AudioSystem.getAudioInputStream(in);
            PcmFormat direct = direct(found.getFormat());
            if (direct != null) {
                long frames = found.getFrameLength();
                long claimed = frames == AudioSystem.NOT_SPECIFIED ? UNKNOWN : frames * direct.frameBytes();
                return new SampledStream(found, name, direct, 0, claimed, UNKNOWN);
            }
            AudioFormat coded = found.getFormat();
            PcmFormat decoded = PcmFormat.signed16(Math.round(coded.getSampleRate()), coded.getChannels());
            AudioFormat target = new AudioFormat(decoded.rateHz(), 16, decoded.channels(), true, false);
            AudioInputStream samples = AudioSystem.getAudioInputStream(target, found);
            return new SampledStream(samples, name, decoded, 0, UNKNOWN, UNKNOWN);
        } catch (UnsupportedAudioFileException | RuntimeException e) {
            // a provider may fail in any way on a file that is damaged or not its own
            throw new PcmException(problem, e);
        }
    }

    /** The format of samples that need no decoder, or {@code null}. */
    private static @Nullable PcmFormat direct(AudioFormat format) {
        SampleEncoding encoding = null;
        if (format.getEncoding().equals(AudioFormat.Encoding.PCM_SIGNED)) {
            encoding = SampleEncoding.SIGNED;
        } else if (format.getEncoding().equals(AudioFormat.Encoding.PCM_UNSIGNED)) {
            encoding = SampleEncoding.UNSIGNED;
        } else if (format.getEncoding().equals(AudioFormat.Encoding.PCM_FLOAT)) {
            encoding = SampleEncoding.FLOAT;
        } else if (format.getEncoding().equals(AudioFormat.Encoding.ALAW)) {
            encoding = SampleEncoding.A_LAW;
        } else if (format.getEncoding().equals(AudioFormat.Encoding.ULAW)) {
            encoding = SampleEncoding.U_LAW;
        }
        if (encoding == null) {
            return null;
        }
        int sampleBytes = format.getFrameSize() / format.getChannels();
        int rateHz = Math.round(format.getSampleRate());
        return new PcmFormat(encoding, sampleBytes, format.isBigEndian(), rateHz, format.getChannels());
    }

    PcmFormat format() {
        return format;
    }

    ChannelMixing mixing() {
        return mixing;
    }

    /** Sample frames that the file says it has, or -1. */
    long claimedFrames() {
        return claimedBytes == UNKNOWN ? UNKNOWN : claimedBytes / format.frameBytes();
    }

    /** Sample frames in a file of this size, when it is samples from its header to its end; or -1. */
    long framesOfFile(long fileBytes) {
        return dataOffset == UNKNOWN ? UNKNOWN : Math.max(0, fileBytes - dataOffset) / format.frameBytes();
    }

    /** What is wrong with an end here, or {@code null} when the file ends as it should. To be asked after the end was read. */
    @Nullable
    String problemAtEnd() {
        if (claimedBytes != UNKNOWN && position < claimedBytes) {
            String cut = dataOffset == UNKNOWN
                    ? name + " ends after sample frame " + position / format.frameBytes() + " of " + claimedFrames()
                    : name + " ends at byte " + (dataOffset + position) + " of " + (dataOffset + claimedBytes);
            return cut + ": it was cut short; what there is has been played. Copy or download the file again";
        }
        if (position == 0) {
            return name + " holds no audio: it has a header and no samples";
        }
        int stray = (int) (position % format.frameBytes());
        if (stray > 0) {
            return name + " ends within a sample frame (" + stray + " of " + format.frameBytes()
                    + " bytes): it was cut short; what there is has been played";
        }
        return null;
    }

    /** Passes over sample frames. Stops at the end without complaint. */
    void skipFrames(long frames) throws IOException {
        byte[] waste = new byte[SKIP_FRAMES * format.frameBytes()];
        long left = frames * format.frameBytes();
        if (claimedBytes != UNKNOWN) {
            left = Math.min(left, claimedBytes - position);
        }
        while (left > 0) {
            // the JDK's stream breaks for good when it skips to an end that is within a frame
            long skipped = dataOffset == UNKNOWN ? 0 : in.skip(left);
            if (skipped > 0) {
                position += skipped;
            } else {
                skipped = read(waste, 0, (int) Math.min(left, waste.length));
            }
            if (skipped <= 0) {
                return;
            }
            left -= skipped;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int wanted = claimedBytes == UNKNOWN ? length : (int) Math.min(length, claimedBytes - position);
        if (wanted <= 0) {
            return length == 0 ? 0 : -1;
        }
        int read;
        try {
            read = in.read(bytes, offset, wanted);
        } catch (RuntimeException e) {
            // decoders of the class path do this on damaged files
            throw new PcmException(
                    name + " cannot be decoded any further: its decoder failed at byte " + position + " of the samples",
                    e);
        }
        if (read > 0) {
            position += read;
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
