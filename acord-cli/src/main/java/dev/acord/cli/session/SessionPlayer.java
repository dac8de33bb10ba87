package dev.acord.cli.session;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.engine.AudioQueue;
import dev.acord.audio.engine.AudioQueueListener;
import dev.acord.audio.engine.Track;
import dev.acord.cli.Failures;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.PlayerState;
import dev.acord.voice.VoiceConnection;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a session plays: one file at a time, through a queue, which knows volume and seeking. Reports the changes of the newest player only.
 * Thread safe.
 */
final class SessionPlayer {
    /** A file that is open, to be played once. */
    static final class Playing {
        private final String file;
        private final AudioQueue queue = new AudioQueue();
        private final BasePlayer player;
        private volatile @Nullable Exception failure;

        private Playing(VoiceConnection connection, String file, AudioSource source) {
            this.file = file;
            queue.addListener(new AudioQueueListener() {
                @Override
                public void onTrackFailed(Track track, Exception cause) {
                    failure = cause;
                }
            });
            queue.add(Track.of(file, () -> source));
            queue.finish();
            player = new BasePlayer(connection, queue);
        }

        /** Stops it, if it plays, and closes the file. */
        void close() {
            player.close();
        }
    }

    private final VoiceConnection connection;
    private final SessionEvents events;
    private final Consumer<PlayerState> onOver;
    private @Nullable Playing current;
    private String reported = "";
    private int volumePercent = 100;

    /**
     * Makes a player that plays nothing.
     *
     * @param connection where to play
     * @param events hears of changes
     * @param onOver called when a file is over: finished, stopped or failed
     */
    SessionPlayer(VoiceConnection connection, SessionEvents events, Consumer<PlayerState> onOver) {
        this.connection = connection;
        this.events = events;
        this.onOver = onOver;
    }

    /** Opens a file, to be played by {@link #start}. */
    Playing open(String path) throws IOException {
        try {
            return new Playing(connection, path, AudioSources.open(Path.of(path)));
        } catch (InvalidPathException e) {
            throw new IOException(path + " is no file name: " + e.getReason(), e);
        }
    }

    /** Plays a file in place of what plays now; a file that cannot be opened leaves what plays. */
    void play(String path) {
        Playing next;
        try {
            next = open(path);
        } catch (IOException e) {
            events.player("failed", path, 0, Map.entry("message", Failures.describe(e)));
            return;
        }
        start(next);
    }

    void start(Playing next) {
        Playing before;
        synchronized (this) {
            before = current;
            current = next;
            reported = "";
            next.queue.volume().setPercent(volumePercent);
        }
        if (before != null) {
            before.player.stop();
        }
        next.player.play();
    }

    /** Goes on elsewhere in the file; a position behind its end ends it. */
    void seek(long ms) {
        withCurrent(player -> player.seek(Duration.ofMillis(ms)).whenComplete((reached, failure) -> {
            if (failure != null) {
                events.error("seek: " + Failures.describe(failure));
            }
        }));
    }

    /** Changes the volume of what plays and of what will be played; 100 is as it is in the file. */
    synchronized void volume(int percent) {
        volumePercent = percent;
        if (current != null) {
            current.queue.volume().setPercent(percent);
        }
    }

    void pause() {
        withCurrent(BasePlayer::pause);
    }

    void resume() {
        withCurrent(BasePlayer::resume);
    }

    void stop() {
        withCurrent(BasePlayer::stop);
    }

    private void withCurrent(Consumer<BasePlayer> action) {
        BasePlayer player;
        synchronized (this) {
            player = current == null ? null : current.player;
        }
        if (player == null || player.state().isOver()) {
            events.error("nothing is playing");
        } else {
            action.accept(player);
        }
    }

    /** A player of the connection has changed; in order, on the connection's event thread. */
    void changed(BasePlayer player, PlayerState state, @Nullable Throwable failure) {
        Playing playing;
        Throwable cause;
        String name;
        synchronized (this) {
            playing = current;
            if (playing == null || player != playing.player) {
                return;
            }
            // a queue passes over a file that breaks; here there is no other
            cause = failure == null && state == PlayerState.FINISHED ? playing.failure : failure;
            name = cause != null ? "failed" : name(state);
            // "playing" comes again after every gap of the source; that is for the statistics
            if (name.isEmpty() || name.equals(reported)) {
                return;
            }
            reported = name;
        }
        events.player(name, playing.file, player.position().toMillis(), detail(state, cause));
        if (state.isOver()) {
            onOver.accept(cause != null ? PlayerState.FAILED : state);
        }
    }

    private static String name(PlayerState state) {
        return switch (state) {
            case PLAYING -> "playing";
            case PAUSED -> "paused";
            case FINISHED, STOPPED -> "idle";
            case FAILED -> "failed";
            case NEW, WAITING, STARVED -> "";
        };
    }

    private static Map.@Nullable Entry<String, String> detail(PlayerState state, @Nullable Throwable cause) {
        if (cause != null) {
            return Map.entry("message", Failures.describe(cause));
        }
        return switch (state) {
            case FINISHED -> Map.entry("reason", "finished");
            case STOPPED -> Map.entry("reason", "stopped");
            case FAILED -> Map.entry("message", "unknown");
            default -> null;
        };
    }
}
