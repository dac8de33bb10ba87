package dev.acord.voice.io;

import dev.acord.audio.AudioSource;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A feed from an {@link AudioSource}: what reading directly and reading ahead have in common. */
public abstract class SourceFeed implements FrameFeed {
    private static final Logger LOG = LoggerFactory.getLogger(SourceFeed.class);

    /** Result of {@link #readInto}: a packet has been read. */
    static final int READ = 1;

    private final AudioSource source;
    private final byte[] scratch = new byte[AudioSource.MAX_PACKET_BYTES];
    private volatile @Nullable Throwable failure;
    private volatile long playedSamples;

    SourceFeed(AudioSource source) {
        this.source = source;
    }

    /** Reads one packet: {@link #READ}, {@link AudioSource#STARVED}, or {@link AudioSource#END} (also on failure). */
    final int readInto(OutgoingPacket packet) {
        try {
            int length = source.read(scratch, 0);
            if (length <= 0) {
                return length;
            }
            int samples = OpusPacket.samples(scratch, 0, length);
            if (samples <= 0) {
                throw new IOException("the audio source gave " + length + " bytes that are not an Opus packet");
            }
            packet.set(scratch, 0, length, samples);
            return READ;
        } catch (IOException | RuntimeException e) {
            failure = e;
            return AudioSource.END;
        }
    }

    final void countPlayed(int samples) {
        playedSamples = playedSamples() + samples; // the pacing thread is the only writer
    }

    /** How much has been taken for sending, in samples per channel at 48 kHz. */
    public final long playedSamples() {
        return playedSamples;
    }

    @Override
    public final @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (IOException e) {
            LOG.debug("audio source did not close cleanly", e);
        }
    }
}
