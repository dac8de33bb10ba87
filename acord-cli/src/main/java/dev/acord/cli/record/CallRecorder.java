package dev.acord.cli.record;

import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.Failures;
import dev.acord.cli.LiveLine;
import dev.acord.cli.session.UpdateInput;
import dev.acord.voice.CloseReason;
import dev.acord.voice.Recorder;
import dev.acord.voice.RecordingStats;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One recorded call, from joining to the last byte of the last file. The recording begins when the session is ready. Events come on the connection's
 * event thread; {@link #run} waits for the end.
 */
final class CallRecorder implements VoiceListener, UpdateInput.Handler {
    private static final int LINE_EVERY_MS = 500;
    private static final int MOST_NAMES = 2;

    private final Console console;
    private final RecordSettings settings;
    private final JoinedCall call;
    private final LiveLine line;
    private final ScheduledExecutorService timer;
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Object beginning = new Object();
    private boolean ended;
    private volatile @Nullable Recorder recorder;
    private volatile @Nullable String failure;
    private volatile String status = "joining";

    CallRecorder(Console console, JoinedCall call, RecordSettings settings) {
        this.console = console;
        this.call = call;
        this.settings = settings;
        this.line = new LiveLine(console.err(), console.terminal());
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "acord-record-timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Joins, and records until somebody ends it or the session is over. All files are closed then.
     *
     * @throws IOException when what is needed to join cannot be read
     * @throws CommandFailure when joining fails at once
     */
    void run() throws IOException, CommandFailure {
        try (call) {
            record();
        } finally {
            timer.shutdownNow();
            line.end();
        }
    }

    private void record() throws IOException, CommandFailure {
        try {
            if (console.terminal()) {
                timer.scheduleAtFixedRate(this::showProgress, 0, LINE_EVERY_MS, TimeUnit.MILLISECONDS);
            }
            call.join(this, line::message, () -> over.complete(null));
            console.onInterrupt(() -> over.complete(null));
            if (settings.duration() != null) {
                timer.schedule(() -> over.complete(null), settings.duration().toMillis(), TimeUnit.MILLISECONDS);
            }
            new UpdateInput(console.in(), call.info(), this).start();
            over.join();
        } finally {
            Recorder running;
            synchronized (beginning) {
                ended = true;
                running = recorder;
            }
            if (running != null) {
                running.stop().join();
            }
            call.leave();
        }
    }

    /** Whether there is anything to show. */
    boolean begun() {
        return recorder != null;
    }

    /** Files that could not be written, and why; in the order in which that was noticed. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /**
     * Fails if the recording did not end as it should; after {@link #run}.
     *
     * @throws CommandFailure when the session ended in another way than by leaving, or a file is not whole
     */
    void check() throws CommandFailure {
        String why = failure;
        if (why != null) {
            throw new CommandFailure(why);
        }
        CommandFailure lost = call.lost();
        if (lost != null) {
            throw lost;
        }
        if (!failures.isEmpty()) {
            throw new CommandFailure("not everything could be written: " + failures.get(0));
        }
    }

    private void showProgress() {
        Recorder running = recorder;
        if (running == null) {
            line.show(status);
        } else {
            running.stats().thenAccept(stats -> line.show(progress(stats) + status));
        }
    }

    /** How it goes, in one line. */
    static String progress(RecordingStats stats) {
        List<RecordingStats.Track> tracks = stats.tracks();
        long lost = tracks.stream().mapToLong(RecordingStats.Track::lost).sum();
        List<String> speaking = tracks.stream()
                .filter(RecordingStats.Track::speaking)
                .map(track -> Long.toUnsignedString(track.userId()))
                .toList();
        String names = speaking.isEmpty()
                ? "nobody speaks"
                : speaking.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                        + (speaking.size() > MOST_NAMES ? " and " + (speaking.size() - MOST_NAMES) + " more" : "");
        String clock = RecordedText.clock(stats.duration().toMillis());
        return clock.substring(0, clock.indexOf('.')) + "  " + tracks.size()
                + (tracks.size() == 1 ? " track" : " tracks") + ", " + lost + " lost  " + names;
    }

    @Override
    public void onState(VoiceConnection which, VoiceState state) {
        if (state == VoiceState.READY) {
            status = "";
            begin(which);
        }
    }

    /** On the connection's event thread only. */
    private void begin(VoiceConnection connection) {
        synchronized (beginning) {
            if (recorder != null || ended) {
                return;
            }
            try {
                recorder = new Recorder(connection, settings.directory(), settings.options());
            } catch (IOException e) {
                failure = "the recording cannot begin: " + Failures.describe(e);
                over.complete(null);
            }
        }
    }

    @Override
    public void onServerNeeded(VoiceConnection which, CloseReason reason) {
        status = "  session lost";
        String code = reason.code() == 0 ? "" : " (close code " + reason.code() + ")";
        line.message(
                "acord: the session is lost: " + reason.message() + code + "; it goes on with an update on standard"
                        + " input within " + settings.grace().toMillis() + " ms");
    }

    @Override
    public void onReconnecting(VoiceConnection which, CloseReason reason) {
        status = "  connecting again";
    }

    @Override
    public void onRecordingFailed(VoiceConnection which, Path file, IOException e) {
        String why = file + ": " + Failures.describe(e);
        failures.add(why);
        line.message("acord: given up: " + why);
    }

    @Override
    public void update(VoiceServerInfo next) {
        call.update(next);
    }

    @Override
    public void leave() {
        over.complete(null);
    }

    @Override
    public void refused(String why) {
        line.message("acord: " + why);
    }
}
