package dev.acord.audio.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which track is played, and which ones come after it. Thread safe; {@link #next}, {@link #end} and {@link #drop} are the reader's. */
final class TrackList {

    /** One place in the queue; a track may have several. */
    static final class Entry {
        final Track track;
        private boolean failed;

        Entry(Track track) {
            this.track = track;
        }
    }

    private final int capacity;
    private final Deque<Entry> upcoming = new ArrayDeque<>();
    private @Nullable Entry current;
    private @Nullable Entry repeat;
    private LoopMode loop = LoopMode.NONE;
    private boolean finished;
    private int skips;

    TrackList(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(Track track, boolean first) {
        if (finished) {
            throw new IllegalStateException("the queue is finished or closed: no tracks can be added");
        }
        if (waiting() >= capacity) {
            throw new IllegalStateException("the queue is full: it holds " + capacity + " tracks");
        }
        if (first) {
            upcoming.addFirst(new Entry(track));
        } else {
            upcoming.addLast(new Entry(track));
        }
    }

    synchronized boolean remove(Track track) {
        for (Iterator<Entry> each = upcoming.iterator(); each.hasNext(); ) {
            if (each.next().track.equals(track)) {
                each.remove();
                return true;
            }
        }
        return false;
    }

    synchronized void clear() {
        upcoming.clear();
        skips = Math.min(skips, current == null ? 0 : 1);
    }

    synchronized List<Track> upcoming() {
        return upcoming.stream().map(entry -> entry.track).toList();
    }

    synchronized @Nullable Track current() {
        return current == null ? null : current.track;
    }

    synchronized LoopMode loop() {
        return loop;
    }

    synchronized void setLoop(LoopMode mode) {
        loop = mode;
    }

    synchronized void finish() {
        finished = true;
    }

    synchronized boolean isFinished() {
        return finished;
    }

    /** Asks for the end of the current track, or else of the first; {@code false} when there is none. */
    synchronized boolean skip() {
        if (skips >= waiting()) {
            return false;
        }
        skips++;
        return true;
    }

    synchronized int takeSkips() {
        int taken = skips;
        skips = 0;
        return taken;
    }

    /** What {@link #next} will give if the current track is played to its end. */
    synchronized @Nullable Entry peekNext() {
        boolean again = current != null && !current.failed;
        if (again && loop == LoopMode.ONE) {
            return current;
        }
        Entry first = upcoming.peekFirst();
        return first == null && again && loop == LoopMode.ALL ? current : first;
    }

    /** Makes the next one current. */
    synchronized @Nullable Entry next() {
        current = repeat != null ? repeat : upcoming.pollFirst();
        repeat = null;
        return current;
    }

    /** The current one is over. */
    synchronized void end(TrackEnd why) {
        Entry over = current;
        current = null;
        if (over == null || over.failed || why == TrackEnd.FAILED) {
            return;
        }
        if (loop == LoopMode.ONE && why == TrackEnd.FINISHED) {
            repeat = over;
        } else if (loop == LoopMode.ALL) {
            upcoming.addLast(over);
        }
    }

    /** One that was opened ahead of time failed: its turn will not come. */
    synchronized void drop(Entry entry) {
        entry.failed = true;
        upcoming.remove(entry);
    }

    private int waiting() {
        return upcoming.size() + (current == null ? 0 : 1) + (repeat == null ? 0 : 1);
    }
}
