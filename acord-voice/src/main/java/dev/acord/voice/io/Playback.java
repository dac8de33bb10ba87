package dev.acord.voice.io;

import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a connection sends: brings what the user wants (a feed, paused or not) together with what is possible (a session that is
 * ready), and says op 5 before and after. Owned by the connection's {@link SerialExecutor}.
 */
final class Playback implements SendStream.Events {
    /** A feed with its listener. */
    static final class Track {
        final FrameFeed feed;
        final PlaybackListener listener;
        boolean primed;
        boolean paused;

        Track(FrameFeed feed, PlaybackListener listener) {
            this.feed = feed;
            this.listener = listener;
        }
    }

    private enum Phase {
        NONE,
        WAITING,
        PLAYING,
        PAUSED
    }

    private final Executor control;
    private final Pacer pacer;
    private final IntConsumer speaking;
    private final Runnable keyExhausted;
    private final PacketFeed packets = new PacketFeed();
    private @Nullable SendStream stream;
    private @Nullable Track track;
    private Phase phase = Phase.NONE;
    private boolean ready;
    private boolean active;
    private int flags = 1;

    /**
     * Makes an idle playback.
     *
     * @param speaking sends op 5 with these flags
     */
    Playback(Executor control, Pacer pacer, IntConsumer speaking, Runnable keyExhausted) {
        this.control = control;
        this.pacer = pacer;
        this.speaking = speaking;
        this.keyExhausted = keyExhausted;
    }

    void stream(SendStream newStream) {
        stream = newStream;
    }

    /** Whether a session is there to send to. */
    void ready(boolean isReady) {
        ready = isReady;
        evaluate();
    }

    /** The flags of op 5 while audio is sent. */
    void flags(int speakingFlags) {
        flags = speakingFlags;
        if (active) {
            speaking.accept(flags);
        }
    }

    void play(Track next) {
        Track last = track;
        track = next;
        phase = Phase.NONE;
        if (last != null) {
            last.feed.close();
            last.listener.onStopped();
        }
        evaluate();
    }

    void primed(Track which) {
        which.primed = true;
        evaluate();
    }

    void pause(Track which, boolean paused) {
        which.paused = paused;
        evaluate();
    }

    void stop(Track which) {
        if (track == which) {
            track = null;
            phase = Phase.NONE;
            which.feed.close();
            evaluate();
            which.listener.onStopped();
        }
    }

    /** The connection has ended: whatever plays ends with it. */
    void end(@Nullable Throwable failure) {
        ready = false;
        Track last = track;
        track = null;
        evaluate();
        if (last != null) {
            last.feed.close();
            if (failure == null) {
                last.listener.onStopped();
            } else {
                last.listener.onEnded(failure);
            }
        }
    }

    /** Any thread: one packet of the user's own; false when too many wait. */
    boolean offer(byte[] opus, int offset, int length, int samples) {
        boolean taken = packets.offer(opus, offset, length, samples);
        control.execute(this::evaluate);
        return taken;
    }

    /** Sends five frames of silence if nothing is being sent: an authentic packet shows the server our address. */
    void nudge() {
        SendStream to = stream;
        if (ready && !active && to != null) {
            active = true;
            speaking.accept(flags); // no packet without it, or the service may end the session
            pacer.add(to);
        }
    }

    private void evaluate() {
        SendStream to = stream;
        if (to == null) {
            return;
        }
        FrameFeed want = wantedFeed();
        to.want(want);
        if (want != null && !active) {
            active = true;
            speaking.accept(flags);
            pacer.add(to);
        }
        reportPhase(want);
    }

    private @Nullable FrameFeed wantedFeed() {
        if (!ready) {
            return null;
        }
        if (track != null && track.primed && !track.paused) {
            return track.feed;
        }
        return packets.isEmpty() ? null : packets;
    }

    private void reportPhase(@Nullable FrameFeed want) {
        Track now = track;
        if (now == null) {
            return;
        }
        Phase next = now.paused ? Phase.PAUSED : want == now.feed ? Phase.PLAYING : Phase.WAITING;
        if (next == phase) {
            return;
        }
        phase = next;
        switch (next) {
            case PAUSED -> now.listener.onPaused();
            case PLAYING -> now.listener.onPlaying();
            default -> now.listener.onWaiting();
        }
    }

    @Override
    public void onStarved(FrameFeed feed) {
        control.execute(() -> {
            Track now = track;
            if (now != null && now.feed == feed) {
                now.listener.onStarved();
            }
        });
    }

    @Override
    public void onRefilled(FrameFeed feed) {
        control.execute(() -> {
            Track now = track;
            if (now != null && now.feed == feed && phase == Phase.PLAYING) {
                now.listener.onPlaying();
            }
        });
    }

    @Override
    public void onEnded(FrameFeed feed) {
        control.execute(() -> {
            Track now = track;
            if (now != null && now.feed == feed) {
                track = null;
                phase = Phase.NONE;
                feed.close();
                evaluate();
                now.listener.onEnded(feed.failure());
            }
        });
    }

    @Override
    public void onStopped() {
        control.execute(() -> {
            active = false;
            speaking.accept(0);
            evaluate();
        });
    }

    @Override
    public void onKeyExhausted() {
        control.execute(keyExhausted);
    }
}
