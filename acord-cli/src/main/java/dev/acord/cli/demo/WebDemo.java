package dev.acord.cli.demo;

import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.Failures;
import dev.acord.cli.WebOptions;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.sim.web.WebPage;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.CloseReason;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.PlayerState;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A channel to look at in a browser: two bots take turns with the tune until the user ends it. */
final class WebDemo {
    private static final long GUILD = 41_771_983_423_143_937L;
    private static final long CHANNEL = 127_121_515_262_115_840L;
    private static final long[] BOTS = {80_351_110_224_678_912L, 115_590_097_100_865_541L};
    private static final Map<Long, String> NAMES = Map.of(BOTS[0], "Adagio", BOTS[1], "Presto");
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(30);
    private static final long PAUSE_MS = 1_000;

    private final Console console;
    private final @Nullable EncryptionMode mode;
    private final WebOptions web;
    private final CountDownLatch end = new CountDownLatch(1);

    WebDemo(Console console, @Nullable EncryptionMode mode, WebOptions web) {
        this.console = console;
        this.mode = mode;
        this.web = web;
    }

    /** Plays until it is interrupted. */
    void run(@Nullable Path file) throws IOException, CommandFailure {
        console.onInterrupt(end::countDown);
        try (VoiceServer server = VoiceServer.create().start();
                WebPage page = web.serve(server, GUILD, CHANNEL, NAMES, console);
                VoiceConnection first = join(server, BOTS[0]);
                VoiceConnection second = join(server, BOTS[1])) {
            if (page != null) {
                console.text().println("Open " + page.uri() + " in a browser. Ctrl-C ends it.");
            }
            for (VoiceConnection next = first; end.getCount() > 0; next = next == first ? second : first) {
                if (play(next, file)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Plays once, or until the end of the demonstration, and says whether it came. */
    private boolean play(VoiceConnection connection, @Nullable Path file)
            throws IOException, CommandFailure, InterruptedException {
        try (BasePlayer player =
                new BasePlayer(connection, DemoSource.open(file).source())) {
            CompletableFuture<PlayerState> over = player.play();
            while (!over.isDone()) {
                if (end.await(100, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
            over.get(0, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandFailure("playing broke: " + Failures.describe(e), e);
        }
        return end.await(PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    private VoiceConnection join(VoiceServer server, long user) throws CommandFailure {
        VoiceOptions.Builder options = VoiceOptions.builder().sslContext(server.trustingContext());
        if (mode != null) {
            options.modes(mode);
        }
        VoiceConnection connection = VoiceConnection.create(info(server, user), options.build());
        connection.addListener(new VoiceListener() {
            @Override
            public void onServerNeeded(VoiceConnection which, CloseReason reason) {
                which.update(info(server, user)); // an accident that somebody chose on the page
            }
        });
        connection.connect();
        try {
            connection.awaitReady(JOIN_LIMIT);
        } catch (RuntimeException e) {
            connection.close();
            throw new CommandFailure("joining failed: " + Failures.describe(e), e);
        }
        return connection;
    }

    private static VoiceServerInfo info(VoiceServer server, long user) {
        VoiceTicket ticket = server.join(GUILD, CHANNEL, user);
        return new VoiceServerInfo(GUILD, CHANNEL, user, ticket.sessionId(), ticket.token(), ticket.endpoint());
    }
}
