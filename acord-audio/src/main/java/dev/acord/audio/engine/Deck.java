package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.PcmSource;
import dev.acord.audio.Seekable;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One opened track. A track of packets can be read as packets, then as samples from the very next frame on, and as packets again; a track
 * of samples only as samples. Positions are in sample frames from the track's start. Used by the reading thread, but for {@link #close}.
 */
final class Deck implements Closeable {

    static final long UNKNOWN = -1;

    private static final Logger LOG = LoggerFactory.getLogger(Deck.class);

    private final Track track;
    private final @Nullable ReplaySource replay;
    private final PcmSource pcm;
    private final boolean seekable;
    private final long durationFrames;
    private long frame;
    private long segmentFrame;
    private boolean sought;

    Deck(Track track, ReplaySource packets) {
        this(track, packets, AudioSources.decode(packets.kept()), packets.isSeekable(), durationOf(track, packets));
        frame = packets.frame();
        segmentFrame = frame;
    }

    Deck(Track track, PcmSource pcm) {
        this(track, null, pcm, pcm.isSeekable(), durationOf(track, pcm));
        frame = pcm.position().map(PcmSource::framesOf).orElse(0L);
        segmentFrame = frame;
    }

    private Deck(Track track, @Nullable ReplaySource replay, PcmSource pcm, boolean seekable, long durationFrames) {
        this.track = track;
        this.replay = replay;
        this.pcm = pcm;
        this.seekable = seekable;
        this.durationFrames = durationFrames;
    }

    private static long durationOf(Track track, Seekable source) {
        try {
            return source.duration().map(PcmSource::framesOf).orElse(UNKNOWN);
        } catch (IOException e) {
            LOG.debug("the duration of {} is not known", track, e);
            return UNKNOWN;
        }
    }

    Track track() {
        return track;
    }

    boolean hasPackets() {
        return replay != null;
    }

    boolean isSeekable() {
        return seekable;
    }

    /** The length of the track, or {@link #UNKNOWN}. */
    long durationFrames() {
        return durationFrames;
    }

    /** Where the next read begins. */
    long frame() {
        return frame;
    }

    /** Where the present stretch began: the start, or what was sought last. */
    long segmentFrame() {
        return segmentFrame;
    }

    /** Whether anything came out of it, or would have if nobody had sought the end. */
    boolean gaveSound() {
        return sought || frame > segmentFrame;
    }

    /** As of {@link AudioSource#read}. */
    int readPacket(byte[] buffer, int offset) throws IOException {
        ReplaySource packets = packets();
        int length = packets.read(buffer, offset);
        if (length > 0) {
            frame = packets.frame();
        }
        return length;
    }

    /** As of {@link PcmSource#read}. */
    int readPcm(short[] samples, int offset, int frames) throws IOException {
        int read = pcm.read(samples, offset, frames);
        if (read > 0) {
            frame += read;
        }
        return read;
    }

    /**
     * Turns from packets to samples: the next samples read are those of the next packet.
     *
     * @param history receives the samples before it, as a listener heard them; silence before the start
     */
    void enterPcm(short[] history) throws IOException {
        int frames = history.length / PcmSource.CHANNELS;
        long from = PcmSource.framesOf(pcm.seek(PcmSource.timeOf(Math.max(0, frame - frames))));
        int there = (int) (frame - from);
        int at = PcmSource.CHANNELS * (frames - there);
        Arrays.fill(history, 0, at, (short) 0);
        while (at < history.length) {
            int read = pcm.read(history, at, (history.length - at) / PcmSource.CHANNELS);
            if (read <= 0) {
                throw new IllegalStateException("packets that were kept are gone, which is a bug of ours");
            }
            at += PcmSource.CHANNELS * read;
        }
    }

    /** How far it is from a position to where packets could go on: 0 or more, or -1 when they cannot. */
    long framesToPacket(long from) {
        return from < segmentFrame ? -1 : packets().framesToBoundary(from);
    }

    /** Turns from samples to packets; {@link #framesToPacket} was 0 for this position. */
    void leavePcm(long next) {
        packets().rewind(next);
        frame = next;
    }

    /**
     * Goes elsewhere: in a track of packets to the packet that holds the position, in samples to the frame.
     *
     * @param asSamples whether samples are read next
     */
    void seek(long target, boolean asSamples) throws IOException {
        Duration position = PcmSource.timeOf(target);
        sought = true;
        if (replay == null) {
            frame = PcmSource.framesOf(pcm.seek(position));
        } else {
            frame = PcmSource.framesOf(replay.seek(position));
            if (asSamples) {
                // from well before it, for the decoder, and then on to the packet's beginning
                replay.seek(PcmSource.timeOf(Math.max(0, frame - PcmSource.SAMPLE_RATE_HZ / 10)));
                pcm.seek(PcmSource.timeOf(frame));
            }
        }
        segmentFrame = frame;
    }

    private ReplaySource packets() {
        if (replay == null) {
            throw new IllegalStateException("a track of samples has no packets, which is a bug of ours");
        }
        return replay;
    }

    @Override
    public void close() throws IOException {
        try (pcm) {
            if (replay != null) {
                replay.close();
            }
        }
    }

    /** Closes it; what goes wrong then concerns nobody. */
    void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            LOG.debug("{} did not close cleanly", track, e);
        }
    }
}
