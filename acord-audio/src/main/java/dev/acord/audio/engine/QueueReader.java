package dev.acord.audio.engine;

import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The reading side of an {@link AudioQueue}. It is in one of two modes:
 *
 * <ul>
 *   <li>packets: the current track's packets go out as they are;
 *   <li>samples: tracks are decoded, and {@link PcmPipeline} makes packets of them.
 * </ul>
 *
 * <p>Before every packet: commands (skip, seek) are carried out; the next track is opened if it is time; the mode changes to samples when
 * something needs them, and back to packets when nothing does, all that was changed is sent, and a packet of the track begins where the next
 * one is due (the packet before is made shorter for that, if need be).
 */
final class QueueReader {

    private static final int CHANGED = Integer.MIN_VALUE;
    private static final int MAX_CHANGES = 16;
    private static final long LONGEST_SKIP_FADE_FRAMES = PcmSource.SAMPLE_RATE_HZ;
    private static final int[] PACKET_FRAMES = {2_880, 1_920, 960, 480, 240, 120};

    private record Seek(long frame, CompletableFuture<Duration> reached) {}

    private final TrackList tracks;
    private final Program program;
    private final Music music;
    private final PcmPipeline pipeline;
    private final QueueEvents events;
    private final int packetFrames;
    private final short[] history = new short[PcmSource.CHANNELS * PcmPipeline.HISTORY_FRAMES];
    private final AtomicReference<@Nullable Seek> seek = new AtomicReference<>();

    private volatile boolean passthrough = true;
    private boolean samples;
    private boolean starved;
    private boolean played;

    QueueReader(
            TrackList tracks,
            Program program,
            Music music,
            PcmPipeline pipeline,
            QueueEvents events,
            int packetFrames) {
        this.tracks = tracks;
        this.program = program;
        this.music = music;
        this.pipeline = pipeline;
        this.events = events;
        this.packetFrames = packetFrames;
    }

    /** As of {@link dev.acord.audio.AudioSource#read}. */
    int read(byte[] buffer, int offset) {
        int result = CHANGED;
        for (int changes = 0; result == CHANGED && changes < MAX_CHANGES; changes++) {
            commands();
            program.prefetch(music.crossFadeFrames());
            result = samples ? readSamples(buffer, offset) : readPacket(buffer, offset);
        }
        return told(result == CHANGED ? Program.STARVED : result);
    }

    private int readPacket(byte[] buffer, int offset) {
        int state = program.ensure();
        Deck deck = program.deck();
        try {
            if (state != Program.READY || deck == null) {
                if (!pipeline.hasOverlays()) {
                    return state;
                }
                enterSamples(null);
                return CHANGED;
            }
            if (needsSamples(deck)) {
                enterSamples(deck);
                return CHANGED;
            }
            int length = deck.readPacket(buffer, offset);
            if (length != Program.END) {
                return length;
            }
            Deck next = program.openNext();
            if (next != null && !next.hasPackets() && deck.gaveSound()) {
                // the encoder goes on where the packets end
                enterSamples(deck);
            }
            program.end(TrackEnd.FINISHED);
        } catch (IOException | RuntimeException e) {
            program.fail(e);
        }
        return CHANGED;
    }

    private boolean needsSamples(Deck deck) {
        return !deck.hasPackets() || !pipeline.isNeutral() || music.isBusy() || music.fadeIsDue(deck);
    }

    private void enterSamples(@Nullable Deck deck) throws IOException {
        if (deck != null && deck.hasPackets()) {
            deck.enterPcm(history);
        } else {
            Arrays.fill(history, (short) 0);
        }
        pipeline.start(history);
        music.begin();
        samples = true;
    }

    private int readSamples(byte[] buffer, int offset) {
        int frames = packetFrames;
        Deck deck = program.deck();
        if (deck != null && !needsSamples(deck) && pipeline.isPlain()) {
            long next = deck.frame() - pipeline.aheadFrames();
            long distance = deck.framesToPacket(next);
            if (distance == 0) {
                deck.leavePcm(next);
                samples = false;
                return CHANGED;
            }
            frames = upTo(distance);
        }
        int result = pipeline.read(music, buffer, offset, frames);
        if (result == Program.END || result == Program.EMPTY) {
            samples = false;
        }
        return result;
    }

    /** The longest packet that does not go past a distance. */
    private int upTo(long distance) {
        for (int frames : PACKET_FRAMES) {
            if (frames <= distance && frames <= packetFrames) {
                return frames;
            }
        }
        return packetFrames;
    }

    /** Tells the listeners what a result means. */
    private int told(int result) {
        if (result > 0) {
            starved = false;
            played = true;
            passthrough = !samples;
            return result;
        }
        if (result == Program.STARVED) {
            Track track = tracks.current();
            if (!starved && track != null) {
                starved = true;
                events.fire(listener -> listener.onStarved(track));
            }
            return result;
        }
        if (played && !program.isClosed()) {
            played = false;
            events.fire(AudioQueueListener::onQueueEnded);
        }
        return result == Program.EMPTY ? Program.STARVED : result;
    }

    private void commands() {
        int skips = tracks.takeSkips();
        if (skips > 0) {
            skip(skips);
        }
        if (seek.get() != null && program.ensure() != Program.STARVED) {
            Seek wanted = seek.getAndSet(null);
            if (wanted != null) {
                seek(wanted);
            }
        }
    }

    private void skip(int count) {
        played = true;
        Deck deck = program.deck();
        Deck next = program.openNext();
        long fade = Math.min(music.crossFadeFrames(), LONGEST_SKIP_FADE_FRAMES);
        boolean fades = count == 1 && fade > 0 && !music.isFading() && tracks.loop() != LoopMode.ONE;
        if (fades && deck != null && next != null) {
            try {
                if (!samples) {
                    enterSamples(deck);
                }
                music.fade(deck, fade, TrackEnd.SKIPPED);
            } catch (IOException | RuntimeException e) {
                program.fail(e);
            }
            return;
        }
        if (samples) {
            music.cut(false);
        }
        int left = count;
        if (program.hasTrack()) {
            program.end(TrackEnd.SKIPPED);
            left--;
        }
        for (; left > 0; left--) {
            program.skipNext();
        }
    }

    private void seek(Seek wanted) {
        try {
            wanted.reached.complete(PcmSource.timeOf(seekNow(wanted.frame)));
        } catch (IOException | RuntimeException e) {
            wanted.reached.completeExceptionally(e);
        }
    }

    /** Takes the current track elsewhere. If that fails, and not because it cannot be done at all, the track has failed. */
    long seekNow(long frame) throws IOException {
        Deck deck = program.ensure() == Program.READY ? program.deck() : null;
        if (deck == null) {
            throw new IllegalStateException("no track is being played");
        }
        if (!deck.isSeekable()) {
            throw new UnsupportedOperationException(deck.track() + " can only be played from its beginning to its end");
        }
        if (samples) {
            music.cut(true);
        }
        try {
            deck.seek(frame, samples);
        } catch (IOException | RuntimeException e) {
            program.fail(e);
            throw e;
        }
        music.jumped();
        return deck.frame();
    }

    /** Asks for a seek with the next read. One that was asked for before, and not begun, is cancelled. */
    CompletableFuture<Duration> seekSoon(long frame) {
        CompletableFuture<Duration> reached = new CompletableFuture<>();
        replaceSeek(new Seek(frame, reached), new CancellationException("another seek or skip came after this one"));
        return reached;
    }

    void replaceSeek(@Nullable Seek next, Exception cause) {
        Seek before = seek.getAndSet(next);
        if (before != null) {
            before.reached.completeExceptionally(cause);
        }
    }

    /** No seek that was asked for, and not begun, will be carried out. */
    void cancelSeek(Exception cause) {
        replaceSeek(null, cause);
    }

    boolean isPassthrough() {
        return passthrough;
    }

    /** Where the next packet begins in the current track. */
    long frame() {
        Deck deck = program.deck();
        if (deck == null) {
            return 0;
        }
        return samples ? Math.max(deck.segmentFrame(), deck.frame() - pipeline.aheadFrames()) : deck.frame();
    }
}
