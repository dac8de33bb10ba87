package dev.acord.cli.session;

import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.Failures;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.CloseReason;
import dev.acord.voice.EncryptionState;
import dev.acord.voice.PlayerState;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One voice session, from joining to leaving. Commands come on a thread that reads standard input, events on the connection's event
 * thread; {@link #run} waits for the end.
 */
final class Session implements SessionCommands.Handler, VoiceListener {
    private final Console console;
    private final SessionSettings settings;
    private final VoiceConnection connection;
    private final SessionEvents events;
    private final SessionPlayer player;
    private final Roster roster;
    private final VerificationCodes codes;
    private final ScheduledExecutorService timer;
    private final CompletableFuture<CloseReason> end = new CompletableFuture<>();
    private VoiceServerInfo info;
    private volatile SessionPlayer.@Nullable Playing held;
    private volatile @Nullable String failure;

    Session(Console console, VoiceServerInfo info, VoiceOptions options, SessionSettings settings) {
        this.console = console;
        this.info = info;
        this.settings = settings;
        this.connection = VoiceConnection.create(info, options);
        this.events = new SessionEvents(console.out(), () -> fail("nobody reads the events any more"));
        this.player = new SessionPlayer(connection, events, this::playerOver);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "acord-session-timer");
            thread.setDaemon(true);
            return thread;
        });
        this.codes = new VerificationCodes(connection, events::verification);
        this.roster = new Roster(info.userId(), timer, this::statusChanged);
    }

    /**
     * Joins, and stays until the session is over.
     *
     * @throws CommandFailure when it ended in another way than by leaving
     * @throws IOException when a file of the command line cannot be opened; nothing was joined then
     */
    void run() throws IOException, CommandFailure {
        String file = settings.play();
        SessionPlayer.Playing first = file == null ? null : player.open(file);
        Path record = settings.record();
        PacketRecording recording = record == null
                ? null
                : new PacketRecording(connection, record, System.nanoTime(), this::recordingFailed);
        try (recording) {
            if (settings.playWhenEncrypted()) {
                held = first;
            }
            console.onInterrupt(() -> connection.disconnect("interrupted"));
            connection.addListener(this);
            connection.connect();
            startTimers();
            startReading();
            if (first != null && file != null && !settings.playWhenEncrypted()) {
                player.start(first);
            }
            finish(end.join());
        } finally {
            timer.shutdownNow();
            connection.close();
            if (first != null) {
                first.close();
            }
        }
    }

    /** Plays what waits for the call to be end-to-end encrypted, once it is and somebody is there to hear it. */
    private void statusChanged(CallStatus status) {
        events.dave(status);
        codes.epoch(status);
        SessionPlayer.Playing waiting = held;
        String file = settings.play();
        if (waiting != null && file != null && status.ready() && status.users().size() > 1) {
            held = null;
            player.start(waiting);
        }
    }

    private void startTimers() {
        Duration duration = settings.duration();
        if (duration != null) {
            timer.schedule(
                    () -> connection.disconnect("the duration is over"), duration.toMillis(), TimeUnit.MILLISECONDS);
        }
        Duration interval = settings.statsInterval();
        if (interval != null) {
            long ms = interval.toMillis();
            timer.scheduleAtFixedRate(() -> events.stats(connection.stats()), ms, ms, TimeUnit.MILLISECONDS);
        }
    }

    private void startReading() {
        Thread reader = new Thread(this::readCommands, "acord-commands");
        reader.setDaemon(true);
        reader.start();
    }

    private void readCommands() {
        BoundedLines lines = new BoundedLines(console.in());
        while (!end.isDone()) {
            try {
                String line = lines.next();
                if (line == null) {
                    connection.disconnect("end of the input");
                    return;
                }
                if (!line.isBlank()) {
                    SessionCommands.dispatch(line, this);
                }
            } catch (BoundedLines.UnreadableLineException | MalformedCommandException e) {
                events.error(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                connection.disconnect("the input cannot be read");
                return;
            } catch (RuntimeException e) {
                // one command must not end the session, whatever is wrong with it
                events.error(Failures.describe(e));
            }
        }
    }

    private void finish(CloseReason reason) throws CommandFailure {
        String why = failure;
        if (why != null) {
            throw new CommandFailure(why);
        }
        if (reason.kind() != CloseReason.Kind.LOCAL) {
            boolean lost = reason.stage() == VoiceState.AWAITING_SERVER;
            String code = reason.code() == 0 ? "" : " (close code " + reason.code() + ")";
            throw new CommandFailure(reason.message() + code, lost ? ExitCode.SESSION_LOST : ExitCode.FAILURE);
        }
    }

    private void fail(String why) {
        failure = why;
        connection.disconnect(why);
    }

    private void recordingFailed(IOException e) {
        fail("the recording cannot be written: " + Failures.describe(e));
    }

    private void playerOver(PlayerState state) {
        if (settings.quitAfterPlay()) {
            if (state == PlayerState.FAILED) {
                fail("the file could not be played to its end");
            } else {
                connection.disconnect("played");
            }
        }
    }

    @Override
    public void play(String file) {
        player.play(file);
    }

    @Override
    public void pause() {
        player.pause();
    }

    @Override
    public void resume() {
        player.resume();
    }

    @Override
    public void stop() {
        player.stop();
    }

    @Override
    public void seek(long ms) {
        player.seek(ms);
    }

    @Override
    public void volume(int percent) {
        player.volume(percent);
    }

    /** Called by the reading thread only, which therefore owns {@link #info}. */
    @Override
    public void update(SessionUpdate update) {
        VoiceServerInfo next = update.applyTo(info);
        if (next.equals(info)) {
            events.error("update: nothing in it is new; the session goes on as it is");
            return;
        }
        info = next;
        connection.update(next);
    }

    @Override
    public void leave() {
        connection.disconnect("leaving");
    }

    @Override
    public void onState(VoiceConnection from, VoiceState state) {
        switch (state) {
            case IDENTIFYING -> roster.sessionBegins();
            case READY -> {
                events.ready();
                roster.sessionReady();
            }
            default -> {}
        }
    }

    @Override
    public void onServerNeeded(VoiceConnection from, CloseReason reason) {
        events.gateway(reason);
    }

    @Override
    public void onDisconnected(VoiceConnection from, CloseReason reason) {
        events.gateway(reason);
    }

    @Override
    public void onEncryption(VoiceConnection which, EncryptionState state) {
        roster.encryption(state);
    }

    @Override
    public void onUserConnected(VoiceConnection from, long userId) {
        roster.joined(userId);
    }

    @Override
    public void onUserDisconnected(VoiceConnection from, long userId) {
        roster.left(userId);
    }

    @Override
    public void onPlayerState(VoiceConnection from, BasePlayer which, PlayerState state, @Nullable Throwable failed) {
        player.changed(which, state, failed);
    }

    @Override
    public void onClosed(VoiceConnection from, CloseReason reason) {
        events.disconnected(reason);
        end.complete(reason);
    }
}
