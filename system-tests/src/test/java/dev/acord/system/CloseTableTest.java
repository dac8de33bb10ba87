package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.HandshakeStep;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of close codes in {@code docs/gateway.md}, over real sockets: every cell in which there is a websocket to close. */
class CloseTableTest {
    private static final Map<VoiceState, HandshakeStep> STEPS = Map.of(
            VoiceState.AWAITING_HELLO, HandshakeStep.OPENED,
            VoiceState.IDENTIFYING, HandshakeStep.IDENTIFY,
            VoiceState.DISCOVERING, HandshakeStep.READY,
            VoiceState.SELECTING, HandshakeStep.SELECT_PROTOCOL,
            VoiceState.RESUMING, HandshakeStep.RESUME);
    private static final AtomicLong GUILDS = new AtomicLong(1_000);

    @RegisterExtension
    static final VoiceServer server = VoiceServer.builder()
            .plainWebSocket(true, 0)
            .secureWebSocket(false, 0)
            .maxDaveVersion(0)
            .build();

    record Cell(int code, VoiceState stage, String word) {
        @Override
        public String toString() {
            return code + " while " + stage + ": " + word;
        }
    }

    static List<Cell> cells() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "gateway.md"));
        int head = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("| code | CONNECTING"))
                .findFirst()
                .orElseThrow());
        List<String> stages = columns(lines.get(head)).skip(1).toList();
        List<Cell> cells = new ArrayList<>();
        for (String line : lines.subList(head + 2, lines.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            List<String> row = columns(line).toList();
            for (int code : codes(row.get(0))) {
                for (int i = 0; i < stages.size(); i++) {
                    VoiceState stage = VoiceState.valueOf(stages.get(i));
                    if (stage == VoiceState.READY || STEPS.containsKey(stage)) {
                        cells.add(new Cell(code, stage, row.get(i + 1)));
                    }
                }
            }
        }
        return cells;
    }

    private static Stream<String> columns(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).filter(column -> !column.isEmpty());
    }

    private static int[] codes(String name) {
        return switch (name) {
            case "other to 4000" -> new int[] {3000, 4000};
            case "1006" -> new int[0]; // nothing that a server can send; RecoveryTest breaks connections
            case "any other" -> new int[] {4018};
            default ->
                Arrays.stream(name.split(", ")).mapToInt(Integer::parseInt).toArray();
        };
    }

    @ParameterizedTest
    @MethodSource("cells")
    void a_connection_does_what_the_table_says(Cell cell) {
        long guild = GUILDS.incrementAndGet();
        VoiceOptions options = VoiceOptions.builder()
                .plainWebsocket(true)
                .endToEndEncryption(false)
                .backoff(Duration.ofMillis(5))
                .build();
        Heard heard = new Heard();
        try (VoiceConnection connection = VoiceConnection.create(Call.info(server.join(guild, 2, 3)), options)) {
            connection.addListener(heard);
            closeAt(cell, guild, connection);
            Consumer<Void> renew = nothing -> connection.update(Call.info(server.join(guild, 2, 3)));
            switch (cell.word()) {
                case "resume" -> {
                    assertEnded(cell, await(heard.reconnecting));
                    await(heard.resumed);
                }
                case "new" -> {
                    assertEnded(cell, await(heard.reconnecting));
                    await(heard.again);
                    assertTrue(!heard.resumed.isDone(), "a new session");
                }
                case "new once" -> {
                    server.closeNext(HandshakeStep.IDENTIFY, cell.code());
                    assertEnded(cell, await(heard.reconnecting));
                    assertEquals(cell.code(), await(connection.closed()).code());
                }
                case "ask" -> {
                    assertEnded(cell, await(heard.needed));
                    renew.accept(null);
                    await(connection.awaitReady());
                    assertTrue(!heard.disconnected.isDone(), "one event for one thing");
                }
                case "wait" -> {
                    assertEnded(cell, await(heard.disconnected));
                    renew.accept(null);
                    await(connection.awaitReady());
                    assertTrue(!heard.needed.isDone(), "one event for one thing");
                }
                case "refused", "final" -> assertEnded(cell, await(connection.closed()));
                default -> throw new AssertionError("the table says \"" + cell.word() + "\"");
            }
            await(connection.disconnect("test over"));
        }
    }

    private static void closeAt(Cell cell, long guild, VoiceConnection connection) {
        HandshakeStep step = STEPS.get(cell.stage());
        if (step != null) {
            server.closeNext(step, cell.code());
        }
        CompletableFuture<VoiceConnection> connected = connection.connect();
        if (cell.stage() == VoiceState.RESUMING) {
            await(connected);
            connection.resume();
        } else if (cell.stage() == VoiceState.READY) {
            await(connected);
            server.member(guild, 3).closeSocket(cell.code());
        }
    }

    private static void assertEnded(Cell cell, CloseReason reason) {
        if (cell.stage() == VoiceState.RESUMING && reason.stage() == VoiceState.READY) {
            return; // the loss that the resume was for
        }
        assertEquals(cell.code(), reason.code());
        boolean discovering = cell.stage() == VoiceState.DISCOVERING && reason.stage() == VoiceState.SELECTING;
        if (!discovering) { // else the discovery's answer was faster than the close frame
            assertEquals(cell.stage(), reason.stage());
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static final class Heard implements VoiceListener {
        final CompletableFuture<CloseReason> reconnecting = new CompletableFuture<>();
        final CompletableFuture<CloseReason> needed = new CompletableFuture<>();
        final CompletableFuture<CloseReason> disconnected = new CompletableFuture<>();
        final CompletableFuture<Void> resumed = new CompletableFuture<>();
        /** A second session is ready, or the first after a second beginning. */
        final CompletableFuture<Void> again = new CompletableFuture<>();

        private int begun;

        @Override
        public void onState(VoiceConnection connection, VoiceState state) {
            if (state == VoiceState.CONNECTING) {
                begun++;
            } else if (state == VoiceState.READY && begun > 1) {
                again.complete(null);
            }
        }

        @Override
        public void onReconnecting(VoiceConnection connection, CloseReason reason) {
            reconnecting.complete(reason);
        }

        @Override
        public void onServerNeeded(VoiceConnection connection, CloseReason reason) {
            needed.complete(reason);
        }

        @Override
        public void onDisconnected(VoiceConnection connection, CloseReason reason) {
            disconnected.complete(reason);
        }

        @Override
        public void onResumed(VoiceConnection connection) {
            resumed.complete(null);
        }
    }
}
