package dev.acord.voice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.voice.CloseReason;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceState;
import dev.acord.voice.wire.CloseCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of {@code docs/gateway.md}: every cell is what the session does, and what the code's table says. */
class ClosePolicyTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long GRACE_NS = 30 * SECOND;
    private static final Path DOCUMENT = Path.of("..", "docs", "gateway.md");
    private static final VoiceServerInfo INFO =
            new VoiceServerInfo(1, 2, 3, "my_session_id", "my_token", "sweetwater-12345.discord.media:2048");
    private static final GatewayConfig CONFIG =
            new GatewayConfig(8, 0, List.of(EncryptionMode.values()), false, 15 * SECOND, 4, 2, SECOND / 2, GRACE_NS);

    /** One cell of the document's table. */
    record Cell(int code, VoiceState stage, String word) {
        @Override
        public String toString() {
            return code + " while " + stage + ": " + word;
        }
    }

    private final GatewayDrive drive = new GatewayDrive(INFO, CONFIG);

    static List<Cell> cells() {
        List<String> lines;
        try {
            lines = Files.readAllLines(DOCUMENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int head = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("| code | CONNECTING"))
                .findFirst()
                .orElseThrow());
        List<VoiceState> stages =
                columns(lines.get(head)).skip(1).map(VoiceState::valueOf).toList();
        List<Cell> cells = new ArrayList<>();
        for (String line : lines.subList(head + 2, lines.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            List<String> row = columns(line).toList();
            for (int code : codes(row.get(0))) {
                for (int i = 0; i < stages.size(); i++) {
                    cells.add(new Cell(code, stages.get(i), row.get(i + 1)));
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
            case "other to 4000" -> new int[] {1002, 1011, 1012, 3000, 4000};
            case "any other" -> new int[] {4007, 4018, 4999};
            default ->
                Arrays.stream(name.split(", ")).mapToInt(Integer::parseInt).toArray();
        };
    }

    @ParameterizedTest
    @MethodSource("cells")
    void a_session_does_what_the_table_says(Cell cell) {
        drive.to(cell.stage());
        int before = drive.actions.opened.size();
        drive.actions.asked = 0;
        drive.closeSocket(cell.code());
        switch (cell.word()) {
            case "resume" -> {
                assertReconnecting(cell, VoiceState.RESUMING);
                drive.untilOpened(before + 1);
                drive.hello();
                assertEquals(7, drive.actions.lastOpcode(), "the new websocket resumes");
            }
            case "new" -> assertIdentifiesAnew(cell, before);
            case "new once" -> {
                assertIdentifiesAnew(cell, before);
                drive.closeSocket(cell.code());
                assertClosed(cell.code(), VoiceState.IDENTIFYING);
            }
            case "ask" -> assertAsks(cell);
            case "wait" -> {
                assertEquals(VoiceState.AWAITING_SERVER, drive.session.state());
                CloseReason told = drive.actions.disconnected;
                assertNotNull(told);
                assertEquals(cell.code(), told.code());
                assertEquals(0, drive.actions.asked, "asking would undo a kick");
                assertGoesOnOrEnds(cell);
            }
            case "refused" -> {
                assertClosed(cell.code(), cell.stage());
                GatewayDrive later = new GatewayDrive(INFO, CONFIG);
                later.to(VoiceState.READY);
                later.closeSocket(4009);
                later.untilOpened(2);
                later.again(cell.stage());
                later.closeSocket(cell.code());
                assertEquals(VoiceState.AWAITING_SERVER, later.session.state(), "the token worked before: a newer one");
                assertEquals(1, later.actions.asked);
            }
            case "final" -> assertClosed(cell.code(), cell.stage());
            case "-" -> {
                assertEquals(cell.stage(), drive.session.state());
                assertEquals(before, drive.actions.opened.size());
                assertNull(drive.actions.closed);
                assertEquals(0, drive.actions.asked);
            }
            default -> throw new AssertionError("the table says \"" + cell.word() + "\"");
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void the_document_and_the_code_have_the_same_table(Cell cell) {
        assertEquals(cell.word(), CloseTable.policy(cell.code(), cell.stage()).word());
    }

    @Test
    void every_code_that_the_library_names_and_every_stage_of_a_session_is_in_the_table() throws Exception {
        List<Integer> codes = cells().stream().map(Cell::code).distinct().toList();
        for (Field field : CloseCode.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                assertTrue(codes.contains(field.getInt(null)), field.getName());
            }
        }
        List<VoiceState> stages = cells().stream().map(Cell::stage).distinct().toList();
        List<VoiceState> expected = new ArrayList<>(List.of(VoiceState.values()));
        expected.removeAll(List.of(VoiceState.NEW, VoiceState.IDLE, VoiceState.CLOSED));
        assertEquals(expected, stages);
    }

    private void assertReconnecting(Cell cell, VoiceState state) {
        assertEquals(state, drive.session.state());
        assertEquals(1, drive.sinceTheStage(drive.actions.reconnecting).size(), "one event for one loss");
        CloseReason told = drive.sinceTheStage(drive.actions.reconnecting).get(0);
        assertEquals(cell.code(), told.code());
        assertEquals(cell.stage(), told.stage());
        assertNull(drive.actions.closed);
        assertEquals(0, drive.actions.asked);
    }

    private void assertIdentifiesAnew(Cell cell, int socketsBefore) {
        assertReconnecting(cell, VoiceState.CONNECTING);
        assertEquals(socketsBefore, drive.actions.opened.size(), "not at once");
        drive.untilOpened(socketsBefore + 1);
        drive.hello();
        assertEquals(0, drive.actions.lastOpcode(), "the new websocket identifies");
    }

    private void assertAsks(Cell cell) {
        assertEquals(VoiceState.AWAITING_SERVER, drive.session.state());
        assertEquals(1, drive.actions.asked);
        CloseReason told = drive.actions.serverNeeded;
        assertNotNull(told);
        assertEquals(cell.code(), told.code());
        assertEquals(cell.stage(), told.stage());
        assertNull(drive.actions.disconnected);
        assertGoesOnOrEnds(cell);
    }

    /** With credentials from the main gateway; without them, within the grace time or the join deadline. */
    private void assertGoesOnOrEnds(Cell cell) {
        GatewayDrive other = new GatewayDrive(INFO, CONFIG);
        other.to(cell.stage());
        other.closeSocket(cell.code());
        other.session.handleUpdate(new VoiceServerInfo(1, 2, 3, "next", "next_token", "b.discord.media"), other.nowNs);
        other.hello();
        assertEquals("next_token", other.actions.lastData().get("token").getAsString());

        boolean worked = cell.stage() == VoiceState.READY || cell.stage() == VoiceState.RESUMING;
        long deadlineNs = worked ? drive.nowNs + GRACE_NS : GatewayDrive.START_NS + CONFIG.stageTimeoutNs();
        assertEquals(deadlineNs, drive.session.nextTimerNs());
        drive.pass();
        assertClosed(cell.code(), VoiceState.AWAITING_SERVER);
    }

    private void assertClosed(int code, VoiceState stage) {
        assertEquals(VoiceState.CLOSED, drive.session.state());
        CloseReason reason = drive.actions.closed;
        assertNotNull(reason);
        assertEquals(code, reason.code());
        assertEquals(stage, reason.stage());
        boolean broken = code == CloseCode.ABNORMAL;
        assertEquals(broken ? CloseReason.Kind.NETWORK : CloseReason.Kind.SERVER, reason.kind());
        assertTrue(reason.message().length() > 10, reason.message());
        assertEquals(Long.MAX_VALUE, drive.session.nextTimerNs(), "nothing is left to do");
    }

    @Test
    void a_refused_encryption_mode_is_replaced_by_the_other_one() {
        drive.to(VoiceState.SELECTING);
        String first = drive.selectedMode();
        drive.closeSocket(CloseCode.UNKNOWN_ENCRYPTION_MODE);
        drive.untilOpened(2);
        drive.again(VoiceState.SELECTING);
        assertTrue(!first.equals(drive.selectedMode()), "another mode than " + first);
    }

    @Test
    void a_session_that_is_replaced_on_purpose_is_told_once() {
        drive.to(VoiceState.READY);
        drive.session.renew("the key is used up", drive.nowNs);
        assertEquals(
                List.of("the key is used up"),
                drive.actions.reconnecting.stream().map(CloseReason::message).toList());
        assertEquals(VoiceState.CONNECTING, drive.session.state());
    }

    @Test
    void a_server_without_an_endpoint_is_waited_for_and_not_for_ever() {
        drive.to(VoiceState.READY);
        drive.session.handleServerLost(drive.nowNs);
        assertEquals(VoiceState.AWAITING_SERVER, drive.session.state());
        assertEquals(0, drive.actions.asked, "the main gateway names another one by itself");
        assertEquals(List.of(CloseCode.NORMAL), drive.actions.closeCodes);
        assertEquals(drive.nowNs + GRACE_NS, drive.session.nextTimerNs());
        drive.pass();
        CloseReason reason = drive.actions.closed;
        assertNotNull(reason);
        assertTrue(reason.message().contains("no new voice session came"), reason.message());
    }

    @Test
    void what_was_sent_wrong_long_ago_does_not_end_a_session_of_days() {
        drive.to(VoiceState.READY);
        drive.closeSocket(CloseCode.FAILED_TO_DECODE);
        drive.untilOpened(2);
        drive.again(VoiceState.READY);
        drive.nowNs += 3 * 86_400 * SECOND;
        drive.closeSocket(CloseCode.FAILED_TO_DECODE);
        assertEquals(VoiceState.CONNECTING, drive.session.state());
    }

    @Test
    void a_session_that_works_for_a_moment_only_does_not_loop() {
        drive.to(VoiceState.READY);
        int sessions = 1;
        while (drive.session.state() != VoiceState.CLOSED) {
            drive.closeSocket(CloseCode.SESSION_TIMEOUT);
            if (drive.session.state() == VoiceState.CONNECTING) {
                drive.untilOpened(++sessions);
                drive.again(VoiceState.READY);
            }
            assertTrue(sessions <= CONFIG.freshAttempts(), "it ends");
        }
        assertEquals(CONFIG.freshAttempts(), sessions);
    }

    @Test
    void credentials_that_never_last_are_asked_for_with_growing_waits_and_not_for_ever() {
        drive.to(VoiceState.READY);
        List<Long> waits = new ArrayList<>();
        while (drive.session.state() != VoiceState.CLOSED) {
            long closedNs = drive.nowNs;
            drive.closeSocket(CloseCode.SESSION_INVALID);
            if (drive.session.state() == VoiceState.CLOSED) {
                break;
            }
            while (drive.actions.asked == waits.size()) {
                drive.pass();
            }
            waits.add(drive.nowNs - closedNs);
            drive.session.handleUpdate(INFO, drive.nowNs);
            drive.again(VoiceState.IDENTIFYING);
        }
        assertEquals(CONFIG.freshAttempts(), waits.size());
        assertEquals(0, waits.get(0), "the first time at once");
        for (int i = 1; i < waits.size(); i++) {
            double middleNs = CONFIG.backoffNs() * Math.pow(1.5, i - 1);
            assertTrue(waits.get(i) >= middleNs * 3 / 4 && waits.get(i) <= middleNs * 5 / 4, waits.toString());
        }
    }

    @Test
    void waits_grow_up_to_a_cap_and_are_spread() {
        Backoff backoff = new Backoff(SECOND, new Random(7));
        assertEquals(0, backoff.delayNs(0));
        for (int failures = 1; failures <= 100; failures++) {
            double middle = Math.min(Math.pow(1.5, failures - 1), 32) * SECOND;
            long first = backoff.delayNs(failures);
            boolean spread = false;
            for (int i = 0; i < 100; i++) {
                long delay = backoff.delayNs(failures);
                assertTrue(
                        delay >= middle * 3 / 4 && delay <= middle * 5 / 4, failures + " failures: " + delay + " ns");
                spread |= delay != first;
            }
            assertTrue(spread, "a thousand connections do not come back at once");
        }
    }
}
