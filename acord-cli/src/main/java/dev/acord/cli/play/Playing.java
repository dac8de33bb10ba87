package dev.acord.cli.play;

import dev.acord.audio.engine.AudioQueue;
import dev.acord.audio.engine.Track;
import dev.acord.cli.Console;
import dev.acord.cli.Failures;
import dev.acord.cli.LiveLine;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.PlayerState;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A queue that is played, with a line that shows how far it is, and keys that control it. */
final class Playing {
    static final int MAX_PERCENT = 200;
    private static final int STEP_PERCENT = 10;
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final int SHOW_MS = 200;
    private static final int MAX_KEYS = 32;

    private final Console console;
    private final LiveLine line;
    private final BasePlayer player;
    private final AudioQueue queue;
    private final BlockingQueue<Key> keys = new ArrayBlockingQueue<>(MAX_KEYS);
    private int percent;

    Playing(Console console, LiveLine line, BasePlayer player, AudioQueue queue, int percent) {
        this.console = console;
        this.line = line;
        this.player = player;
        this.queue = queue;
        this.percent = percent;
    }

    /** Plays until the queue is over or somebody ends it; gives how it ended. */
    PlayerState run() throws InterruptedException {
        CompletableFuture<PlayerState> finished = player.play();
        console.onInterrupt(player::stop);
        Keyboard keyboard = keyboard();
        try {
            while (!finished.isDone()) {
                Key key = keys.poll(SHOW_MS, TimeUnit.MILLISECONDS);
                if (key != null) {
                    act(key);
                }
                show();
            }
        } finally {
            line.end();
            if (keyboard != null) {
                keyboard.close();
            }
        }
        return finished.join();
    }

    private @Nullable Keyboard keyboard() {
        if (!console.terminal()) {
            return null; // nobody to press keys
        }
        try {
            return new Keyboard(keys::offer);
        } catch (IOException e) {
            line.message("acord: the keys do not work in this terminal: " + Failures.describe(e));
            return null;
        }
    }

    void act(Key key) {
        switch (key) {
            case PAUSE -> {
                if (player.state() == PlayerState.PAUSED) {
                    player.resume();
                } else {
                    player.pause();
                }
            }
            case BACK -> seek(position().minus(STEP));
            case FORWARD -> seek(position().plus(STEP));
            case LOUDER -> setVolume(percent + STEP_PERCENT);
            case SOFTER -> setVolume(percent - STEP_PERCENT);
            case NEXT -> queue.skip();
            case QUIT -> player.stop();
        }
    }

    private void setVolume(int wanted) {
        percent = Math.max(0, Math.min(MAX_PERCENT, wanted));
        queue.volume().setPercent(percent);
    }

    private void seek(Duration wanted) {
        Duration target = wanted.isNegative() ? Duration.ZERO : wanted;
        CompletableFuture<Duration> sought = player.seek(target).whenComplete((where, failure) -> {
            if (failure != null) {
                line.message("acord: cannot go to " + PlayLine.time(target) + ": " + Failures.describe(failure));
            }
        });
        sought.exceptionally(told -> Duration.ZERO);
    }

    private Duration position() {
        return queue.position().orElseGet(player::position);
    }

    private void show() {
        Optional<Track> track = queue.current();
        track.ifPresent(
                each -> line.show(PlayLine.of(player.state(), each.title(), position(), queue.duration(), percent)));
    }
}
