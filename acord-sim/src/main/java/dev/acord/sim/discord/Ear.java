package dev.acord.sim.discord;

import dev.acord.voice.BaseReceiver;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Takes all that a user hears, on a thread of its own. Thread safe. */
final class Ear implements AutoCloseable {
    private static final int MAX_SPEAKERS = 100;

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition heard = lock.newCondition();
    private final Map<Long, HeardTrack> tracks = new HashMap<>();
    private @Nullable VoiceConnection connection;
    private @Nullable BaseReceiver receiver;

    Ear(String name) {
        this.name = name;
    }

    /** Listens to a connection; does nothing when it does already. */
    void listen(VoiceConnection to) {
        lock.lock();
        try {
            if (connection == to) {
                return;
            }
            if (receiver != null) {
                receiver.close();
            }
            BaseReceiver made = new BaseReceiver(to);
            connection = to;
            receiver = made;
            Thread thread = new Thread(() -> run(made), "acord-ear-" + name);
            thread.setDaemon(true);
            thread.start();
        } finally {
            lock.unlock();
        }
    }

    private void run(BaseReceiver from) {
        for (VoiceFrame frame : from) { // until the receiver is closed
            lock.lock();
            try {
                if (tracks.size() < MAX_SPEAKERS || tracks.containsKey(frame.userId())) {
                    tracks.computeIfAbsent(frame.userId(), user -> new HeardTrack())
                            .add(frame.ssrc(), frame.sequence(), frame.timestamp(), frame.arrivalNs(), frame.opus());
                }
                heard.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    Heard heard(long userId) {
        lock.lock();
        try {
            HeardTrack track = tracks.get(userId);
            return track == null ? Heard.of(new short[0]) : track.heard();
        } finally {
            lock.unlock();
        }
    }

    boolean await(long userId, long packets, Duration timeout) {
        long endNs = System.nanoTime() + timeout.toNanos();
        lock.lock();
        try {
            while (sounding(userId) < packets) {
                long leftNs = endNs - System.nanoTime();
                if (leftNs <= 0) {
                    return false;
                }
                heard.await(Math.min(leftNs, TimeUnit.SECONDS.toNanos(1)), TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private long sounding(long userId) {
        HeardTrack track = tracks.get(userId);
        return track == null || track.packets() == 0 ? 0 : track.soundingPackets();
    }

    void forget() {
        lock.lock();
        try {
            tracks.clear();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (receiver != null) {
                receiver.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
