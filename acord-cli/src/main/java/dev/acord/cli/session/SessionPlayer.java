package dev.acord.cli.session;

import dev.acord.cli.Failures;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.PlayerState;
import dev.acord.voice.VoiceConnection;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a session plays: one file at a time. Reports the changes of the newest player only. Thread safe. */
final class SessionPlayer {
    private final VoiceConnection connection;
    private final SessionEvents events;
    private final Consumer<PlayerState> onOver;
    private @Nullable BasePlayer current;
    private String file = "";
    private String reported = "";

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
    BasePlayer open(String path) throws IOException {
        try {
            return new BasePlayer(connection, Path.of(path));
        } catch (InvalidPathException e) {
            throw new IOException(path + " is no file name: " + e.getReason(), e);
        }
    }

    /** Plays a file in place of what plays now; a file that cannot be opened leaves what plays. */
    void play(String path) {
        BasePlayer next;
        try {
            next = open(path);
        } catch (IOException e) {
            events.player("failed", path, 0, Map.entry("message", Failures.describe(e)));
            return;
        }
        start(next, path);
    }

    void start(BasePlayer next, String path) {
        BasePlayer before;
        synchronized (this) {
            before = current;
            current = next;
            file = path;
            reported = "";
        }
        if (before != null) {
            before.stop();
        }
        next.play();
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
            player = current;
        }
        if (player == null || player.state().isOver()) {
            events.error("nothing is playing");
        } else {
            action.accept(player);
        }
    }

    /** A player of the connection has changed; in order, on the connection's event thread. */
    void changed(BasePlayer player, PlayerState state, @Nullable Throwable failure) {
        String name =
                switch (state) {
                    case PLAYING -> "playing";
                    case PAUSED -> "paused";
                    case FINISHED, STOPPED -> "idle";
                    case FAILED -> "failed";
                    case NEW, WAITING, STARVED -> "";
                };
        String path;
        synchronized (this) {
            // "playing" comes again after every gap of the source; that is for the statistics
            if (player != current || name.isEmpty() || name.equals(reported)) {
                return;
            }
            reported = name;
            path = file;
        }
        events.player(name, path, player.position().toMillis(), detail(state, failure));
        if (state.isOver()) {
            onOver.accept(state);
        }
    }

    private static Map.@Nullable Entry<String, String> detail(PlayerState state, @Nullable Throwable failure) {
        return switch (state) {
            case FINISHED -> Map.entry("reason", "finished");
            case STOPPED -> Map.entry("reason", "stopped");
            case FAILED -> Map.entry("message", failure == null ? "unknown" : Failures.describe(failure));
            default -> null;
        };
    }
}
