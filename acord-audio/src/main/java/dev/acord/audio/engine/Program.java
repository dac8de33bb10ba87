package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is on: the current track's deck, and the next one's when it is open already. Goes from one to the next, past those that fail. Used by
 * the reading thread, but for {@link #closeSources}.
 */
final class Program {

    /** There is a deck to read from. */
    static final int READY = 1;

    /** The track is still being opened, or too many failed at once: ask again later. */
    static final int STARVED = AudioSource.STARVED;

    /** The last track is over, and no more will come. */
    static final int END = AudioSource.END;

    /** The last track is over, but more may come. */
    static final int EMPTY = -2;

    /** Tracks that may fail in one read. */
    private static final int MAX_FAILURES = 8;

    private final TrackList tracks;
    private final TrackOpener opener;
    private final QueueEvents events;
    private final long prefetchFrames;
    private TrackList.@Nullable Entry entry;
    private volatile @Nullable Deck deck;
    private volatile boolean closed;

    Program(TrackList tracks, TrackOpener opener, QueueEvents events, long prefetchFrames) {
        this.tracks = tracks;
        this.opener = opener;
        this.events = events;
        this.prefetchFrames = prefetchFrames;
    }

    /** The current deck, or {@code null} when {@link #ensure} would not say {@link #READY}. */
    @Nullable
    Deck deck() {
        return deck;
    }

    /** Sees to it that there is a current deck: {@link #READY}, {@link #STARVED}, {@link #EMPTY} or {@link #END}. */
    int ensure() {
        int failures = 0;
        while (deck == null) {
            if (closed) {
                return END;
            }
            if (entry == null) {
                boolean last = tracks.isFinished();
                entry = tracks.next();
                if (entry == null) {
                    return last ? END : EMPTY;
                }
            }
            TrackOpener.Opening opening = opener.prepare(entry);
            if (!opening.isDone()) {
                return STARVED;
            }
            opener.taken();
            start(opening.deck());
            if (deck == null) {
                if (closed) {
                    return END;
                }
                events.failed(entry.track, cause(opening));
                over(TrackEnd.FAILED);
                if (++failures == MAX_FAILURES) {
                    return STARVED;
                }
            }
        }
        return READY;
    }

    private static Exception cause(TrackOpener.Opening opening) {
        Exception failure = opening.failure();
        return failure != null ? failure : new IOException("the queue was closed");
    }

    private void start(@Nullable Deck opened) {
        deck = opened;
        if (opened != null) {
            events.fire(listener -> listener.onTrackStarted(opened.track()));
        }
    }

    /** Opens the next track when it is time: that much before it is needed, or at once where nobody knows when that is. */
    void prefetch(long neededFrames) {
        Deck now = deck;
        if (now == null) {
            return;
        }
        TrackList.Entry next = tracks.peekNext();
        giveUpAllBut(next);
        if (next == null || !isTime(now, neededFrames)) {
            return;
        }
        TrackOpener.Opening opening = opener.prepare(next);
        if (opening.isDone() && opening.failure() != null) {
            opener.taken();
            tracks.drop(next);
            if (next != entry) {
                events.failed(next.track, cause(opening));
            } else {
                // it is being played, and not over yet
                Exception cause = cause(opening);
                events.fire(listener -> listener.onTrackFailed(next.track, cause));
            }
        }
    }

    private void giveUpAllBut(TrackList.@Nullable Entry wanted) {
        TrackOpener.Opening opening = opener.current();
        if (opening != null && opening.entry != wanted) {
            opener.cancel();
        }
    }

    private boolean isTime(Deck now, long neededFrames) {
        return now.durationFrames() == Deck.UNKNOWN
                || now.durationFrames() - now.frame() <= prefetchFrames + neededFrames;
    }

    /** The deck that comes after the current one, if it is open already. */
    @Nullable
    Deck openNext() {
        TrackOpener.Opening opening = opener.current();
        return opening != null && opening.entry == tracks.peekNext() ? opening.deck() : null;
    }

    /** The current track is over; its deck is closed. One without any sound has failed, lest it be repeated for ever. */
    void end(TrackEnd why) {
        Deck over = deck;
        if (over == null) {
            over(why);
            giveUpAllBut(tracks.peekNext());
            return;
        }
        if (why == TrackEnd.FINISHED && !over.gaveSound()) {
            fail(new IOException("there is no audio in it"));
            return;
        }
        deck = null;
        over.closeQuietly();
        over(why);
        events.fire(listener -> listener.onTrackEnded(over.track(), why));
    }

    /** The current track is broken. */
    void fail(Exception cause) {
        Deck over = deck;
        deck = null;
        if (over == null) {
            return;
        }
        over.closeQuietly();
        if (!closed) {
            over(TrackEnd.FAILED);
            events.failed(over.track(), cause);
        }
    }

    /** Makes the next deck current, which {@link #openNext} gave, and leaves the present one to the caller, who says when it is over. */
    void crossOver(TrackEnd why) {
        deck = null;
        over(why);
        ensure();
    }

    /** Passes over the next track, which was not begun. */
    void skipNext() {
        TrackList.Entry next = tracks.next();
        if (next != null) {
            tracks.end(TrackEnd.SKIPPED);
            giveUpAllBut(tracks.peekNext());
            events.fire(listener -> listener.onTrackEnded(next.track, TrackEnd.SKIPPED));
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether a track is current, open or not. */
    boolean hasTrack() {
        return entry != null;
    }

    private void over(TrackEnd why) {
        entry = null;
        tracks.end(why);
    }

    /** Closes all sources, so that a blocked read ends. From any thread. */
    void closeSources() {
        closed = true;
        opener.cancel();
        Deck now = deck;
        if (now != null) {
            now.closeQuietly();
        }
    }
}
