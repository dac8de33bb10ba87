package dev.acord.voice.io;

import dev.acord.audio.AudioSource;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A feed from an {@link AudioSource}: what reading directly and reading ahead have in common. */
public abstract class SourceFeed implements FrameFeed {
    private static final Logger LOG = LoggerFactory.getLogger(SourceFeed.class);

    /** Result of {@link #readInto}: a packet has been read. */
    static final int READ = 1;

    /** Somewhere else to go on. */
    private record Seek(Duration position, int generation, CompletableFuture<Duration> reached) {}

    private final AudioSource source;
    private final byte[] scratch = new byte[AudioSource.MAX_PACKET_BYTES];
    private final AtomicReference<@Nullable Seek> asked = new AtomicReference<>();
    private volatile @Nullable Throwable failure;
    private volatile long positionSamples;
    /** How many seeks were asked for; packets that were read before the last are not played. */
    private volatile int generation;

    /** The reader's: where the next packet begins, and after how many seeks. */
    private long readSamples;

    private volatile int readGeneration;
    private volatile boolean closed;

    SourceFeed(AudioSource source) {
        this.source = source;
        readSamples = source.position().map(SourceFeed::samplesOf).orElse(0L);
        positionSamples = readSamples;
    }

    /**
     * Goes on elsewhere: what has been read ahead is dropped at once, and nothing is played until the source is there. Any thread.
     *
     * @param position the time in the source
     * @return the position that was reached; fails when the source is not seekable, breaks, or is closed first
     */
    public final CompletableFuture<Duration> seek(Duration position) {
        CompletableFuture<Duration> reached = new CompletableFuture<>();
        if (!source.isSeekable()) {
            reached.completeExceptionally(
                    new UnsupportedOperationException("this source can only be played from its beginning to its end"));
            return reached;
        }
        Seek replaced;
        synchronized (asked) {
            int next = generation + 1;
            replaced = asked.getAndSet(new Seek(position, next, reached));
            generation = next;
            positionSamples = samplesOf(position);
        }
        cancel(replaced, "another seek came before it was done");
        if (closed) {
            cancel(asked.getAndSet(null), "the player is over");
        } else {
            wakeReader();
        }
        return reached;
    }

    private static void cancel(@Nullable Seek seek, String why) {
        if (seek != null) {
            seek.reached.completeExceptionally(new CancellationException(why));
        }
    }

    final boolean isClosed() {
        return closed;
    }

    /** Has the reader look for a seek, if it does not read anyway. */
    abstract void wakeReader();

    final boolean isSeeking() {
        return readGeneration != generation;
    }

    final boolean hasSeek() {
        return asked.get() != null;
    }

    final boolean isCurrent(OutgoingPacket packet) {
        return packet.generation() == generation;
    }

    /** The reader's: goes where it was asked to. Returns whether it has gone somewhere. */
    final boolean followSeek() {
        Seek seek = asked.getAndSet(null);
        if (seek == null) {
            return false;
        }
        try {
            Duration reached = source.seek(seek.position);
            readSamples = samplesOf(reached);
            positionSamples = readSamples;
            readGeneration = seek.generation;
            seek.reached.complete(reached);
        } catch (IOException | RuntimeException e) {
            failure = e;
            readGeneration = seek.generation;
            seek.reached.completeExceptionally(e);
        }
        return true;
    }

    private static long samplesOf(Duration time) {
        return Math.round(time.toNanos() * 48 / 1e6);
    }

    /** Reads one packet: {@link #READ}, {@link AudioSource#STARVED}, or {@link AudioSource#END} (also on failure). */
    final int readInto(OutgoingPacket packet) {
        if (failure != null) {
            return AudioSource.END;
        }
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
            packet.place(readSamples, readGeneration);
            readSamples += samples;
            return READ;
        } catch (IOException | RuntimeException e) {
            failure = e;
            return AudioSource.END;
        }
    }

    /** The pacing thread's: a packet has been sent. */
    final void played(OutgoingPacket packet) {
        if (isCurrent(packet)) {
            positionSamples = packet.positionSamples() + packet.samples();
        }
    }

    /** Where in its source the next packet to be sent begins, in samples per channel at 48 kHz. */
    public final long positionSamples() {
        return positionSamples;
    }

    @Override
    public final @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public void close() {
        closed = true;
        cancel(asked.getAndSet(null), "the player was stopped first");
        try {
            source.close();
        } catch (IOException e) {
            LOG.debug("audio source did not close cleanly", e);
        }
    }
}
