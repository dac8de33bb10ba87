package dev.acord.cli.demo;

import dev.acord.audio.pcm.SignalComparison;
import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.Failures;
import dev.acord.sim.MemberState;
import dev.acord.sim.ServerReport;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.PlayerState;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceRuntime;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A call of two on an embedded server: one plays, the other records what it hears. */
final class Demo {
    private static final long GUILD = 41_771_983_423_143_937L;
    private static final long CHANNEL = 127_121_515_262_115_840L;
    private static final long PLAYER = 80_351_110_224_678_912L;
    private static final long LISTENER = 115_590_097_100_865_541L;
    private static final int SILENCE_FRAMES = 5;
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(30);
    private static final Duration END_LIMIT = Duration.ofSeconds(3);
    private static final long STEP_MS = 100;

    private final Console console;
    private final @Nullable EncryptionMode mode;
    private final boolean plain;
    private final Path ogg;
    private final Path wav;
    private final HeardCheck check = new HeardCheck();

    Demo(Console console, @Nullable EncryptionMode mode, boolean plain, Path directory) {
        this.console = console;
        this.mode = mode;
        this.plain = plain;
        this.ogg = directory.resolve("heard.ogg");
        this.wav = directory.resolve("heard.wav");
    }

    /**
     * Plays, hears, and compares.
     *
     * @throws CommandFailure when the call could not be made, the source broke, or the user ended it
     */
    DemoResult run(DemoSource source) throws IOException, CommandFailure {
        long skippedBefore = VoiceRuntime.shared().skippedMs();
        VoiceServer server = VoiceServer.builder()
                .plainWebSocket(plain, 0)
                .secureWebSocket(!plain, 0)
                .build()
                .start();
        try (server;
                VoiceConnection listener = connection(server, LISTENER);
                VoiceConnection player = connection(server, PLAYER);
                HeardRecording recording = new HeardRecording(ogg, wav)) {
            console.onInterrupt(() -> {
                player.disconnect("interrupted");
                listener.disconnect("interrupted");
            });
            join(listener);
            join(player);
            BaseReceiver receiver = new BaseReceiver(listener);
            CompletableFuture<@Nullable Void> hearing =
                    CompletableFuture.runAsync(() -> hear(receiver, recording), Demo::onOwnThread);
            play(player, source);
            awaitUntil(() -> check.isComplete(SILENCE_FRAMES) || hearing.isDone());
            DemoEncryption encryption = DemoEncryption.of(server, player, listener);
            VoiceStats playerStats = player.stats();
            VoiceStats listenerStats = listener.stats();
            leave(server, player, listener);
            hearing.join();
            check.end();
            SignalComparison comparison = SignalComparison.of(
                    check.samples().toArray(), recording.samples().toArray());
            ServerReport report = server.report();
            return new DemoResult(
                    source,
                    check,
                    comparison,
                    playerStats,
                    listenerStats,
                    recording,
                    VoiceRuntime.shared().skippedMs() - skippedBefore,
                    report,
                    encryption,
                    transport(player),
                    ogg,
                    wav);
        }
    }

    private VoiceConnection connection(VoiceServer server, long user) {
        VoiceTicket ticket = server.join(GUILD, CHANNEL, user);
        VoiceOptions.Builder options = VoiceOptions.builder().plainWebsocket(plain);
        if (mode != null) {
            options.modes(mode);
        }
        if (!plain) {
            options.sslContext(server.trustingContext());
        }
        VoiceServerInfo info =
                new VoiceServerInfo(GUILD, CHANNEL, user, ticket.sessionId(), ticket.token(), ticket.endpoint());
        return VoiceConnection.create(info, options.build());
    }

    private void join(VoiceConnection connection) throws CommandFailure {
        connection.connect();
        try {
            connection.awaitReady(JOIN_LIMIT);
        } catch (RuntimeException e) {
            throw ended("joining failed: " + Failures.describe(e), e);
        }
    }

    private void hear(BaseReceiver receiver, HeardRecording recording) {
        try {
            for (VoiceFrame frame : receiver) {
                if (frame.userId() == PLAYER) {
                    recording.add(frame, check.heard(frame.opus()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the recording cannot be written", e);
        } finally {
            receiver.close();
        }
    }

    private static void onOwnThread(Runnable task) {
        Thread thread = new Thread(task, "acord-hearing");
        thread.setDaemon(true);
        thread.start();
    }

    private void play(VoiceConnection connection, DemoSource source) throws CommandFailure {
        try (BasePlayer player = new BasePlayer(connection, new SentTap(source.source(), check::sent));
                DemoProgress progress =
                        new DemoProgress(console.err(), console.terminal(), source.title(), source.duration())) {
            CompletableFuture<PlayerState> over = player.play();
            while (!over.isDone()) {
                try {
                    over.get(STEP_MS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    progress.at(player.position());
                }
            }
            progress.at(player.position());
            if (over.get() != PlayerState.FINISHED) {
                throw ended("playing was stopped", null);
            }
        } catch (ExecutionException e) {
            throw ended("playing broke: " + Failures.describe(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ended("interrupted", e);
        }
    }

    private CommandFailure ended(String why, @Nullable Exception cause) {
        if (console.isInterrupted()) {
            return new CommandFailure("interrupted", ExitCode.INTERRUPTED);
        }
        return cause == null ? new CommandFailure(why) : new CommandFailure(why, cause);
    }

    /** Leaves in order, and gives the server the time to see it. */
    private static void leave(VoiceServer server, VoiceConnection player, VoiceConnection listener) {
        CompletableFuture.allOf(player.disconnect("played"), listener.disconnect("heard"))
                .join();
        awaitUntil(() -> server.members().stream().allMatch(member -> member.state() == MemberState.LEFT));
    }

    /** Waits for what normally comes at once; what does not come is in the figures. */
    private static void awaitUntil(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + END_LIMIT.toNanos();
        try {
            while (!condition.getAsBoolean() && System.nanoTime() < deadlineNs) {
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String transport(VoiceConnection connection) {
        EncryptionMode used = connection.mode();
        return (used == null ? "none" : used.wireName()) + ", gateway over " + (plain ? "ws" : "wss");
    }
}
