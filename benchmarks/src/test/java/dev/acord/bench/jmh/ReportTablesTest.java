package dev.acord.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.voice.EncryptionMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTablesTest {
    private static final double MS = 1e6;
    private final List<Measurement> all = new ArrayList<>();

    private void measured(Class<?> benchmark, String method, String parameter, double medianNs, double bestNs) {
        all.add(new Measurement(benchmark.getSimpleName(), method, parameter, medianNs, bestNs, 832));
    }

    private void frames(double bothWaysNs) {
        measured(FrameBenchmark.class, "bareSeal", "", 310, 300);
        measured(FrameBenchmark.class, "bareSealOpen", "", 610, 600);
        measured(FrameBenchmark.class, "bareSealCtrSeal", "", 700, 678);
        measured(FrameBenchmark.class, "encrypt", "", 320, 315);
        measured(FrameBenchmark.class, "decrypt", "", 410, 405);
        measured(FrameBenchmark.class, "encryptDecrypt", "", 730, bothWaysNs);
    }

    private void mls(double join100Ms, double add2Ms, double add100Ms) {
        for (int size : MlsTable.SIZES) {
            String members = Integer.toString(size);
            measured(MlsBenchmark.class, "initialCommit", members, 99 * MS, 2.6 * MS);
            measured(MlsBenchmark.class, "join", members, 99 * MS, size == 100 ? join100Ms * MS : 1.6 * MS);
            measured(MlsBenchmark.class, "processAddCommit", members, 99, (size == 2 ? add2Ms : add100Ms) * MS);
            measured(MlsBenchmark.class, "removeCommit", members, 99 * MS, 4.2 * MS);
            measured(MlsBenchmark.class, "processPathCommit", members, 99 * MS, 1.7 * MS);
        }
        measured(KeyPackageBenchmark.class, "keyPackage", "", 99 * MS, 1.25 * MS);
    }

    /** The cells of the line that starts so. */
    private static List<String> cells(List<String> lines, String start) {
        String line = lines.stream()
                .filter(each -> each.startsWith(start + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line " + start + " in " + lines));
        return Arrays.asList(line.substring(start.length()).trim().split(" {2,}"));
    }

    @Test
    void aFrameIsComparedWithTheBareCipherByTheFastestIterations() {
        frames(714);
        List<String> lines = FrameTable.lines(new Measurements(all));
        assertEquals(
                List.of("median", "best ns", "B/op", "/ seal", "/ seal+open"), cells(lines, "one frame of 160 bytes"));
        assertEquals(List.of("310", "300", "832", "1.00", "0.50"), cells(lines, "bareSeal"));
        assertEquals(List.of("730", "714", "832", "2.38", "1.19"), cells(lines, "encryptDecrypt"));
    }

    @Test
    void libdaveIsTheThreeCipherCallsOfThePrototypeThatItWasMeasuredBeside() {
        frames(714);
        List<String> lines = FrameTable.lines(new Measurements(all));
        assertEquals(List.of("600", "2.00", "1.00"), cells(lines, "libdave both ways, derived")); // 678 / 1.13
        assertEquals(
                "reached      a frame both ways at most 1.2x native libdave: 1.19x its derived cost",
                lines.get(lines.size() - 1));
    }

    @ParameterizedTest
    @CsvSource({"719, reached", "721, NOT reached"})
    void aFrameMayCostAFifthMoreThanInLibdave(double bothWaysNs, String verdict) {
        frames(bothWaysNs);
        List<String> lines = FrameTable.lines(new Measurements(all));
        String last = lines.get(lines.size() - 1);
        assertTrue(last.startsWith(verdict + " "), last);
    }

    @Test
    void groupsAreShownInMillisecondsBesideLibdaveWithTheRatio() {
        mls(15, 0.2, 0.2);
        List<String> lines = MlsTable.lines(new Measurements(all));
        assertEquals(List.of("2", "10", "50", "100"), cells(lines, "members n"));
        assertEquals(
                List.of("2.60 / 1.3 (2.0x)", "2.60 / 4.1 (0.6x)", "2.60 / 24.0 (0.1x)", "2.60 / 51.0 (0.1x)"),
                cells(lines, "initial commit, n-1 adds"));
        assertEquals("15.00 / 6.7 (2.2x)", cells(lines, "join by Welcome").get(3));
        assertEquals(
                "4.20 / 4.2 (1.0x)", cells(lines, "own remove (path) commit").get(2));
        assertEquals("1.70 / 3.3 (0.5x)", cells(lines, "process a path commit").get(3));
        assertEquals(List.of("1.25"), cells(lines, "key package"));
    }

    @Test
    void bothTargetsOfGroupsAreJudged() {
        mls(20, 0.2, 0.3);
        List<String> lines = MlsTable.lines(new Measurements(all));
        List<String> targets = lines.subList(lines.size() - 2, lines.size());
        assertEquals(
                List.of(
                        "reached      joining 100 members in under 3x libdave's CPU time: 20.0 ms, 2.99x its 6.7 ms on another machine",
                        "reached      processing an add commit flat: 100 members at most 1.5x as dear as 2: 1.50x (libdave 4.7x)"),
                targets);
        assertFalse(MlsTable.joinTarget(20.2).reached());
        assertFalse(MlsTable.flatTarget(0.2, 0.31).reached());
    }

    @Test
    void packetsAreComparedWithTheBareCipherAndWithJda() {
        for (EncryptionMode mode : EncryptionMode.values()) {
            measured(SealBenchmark.class, "bare", mode.name(), 450, 400);
            measured(SealBenchmark.class, "acordSeal", mode.name(), 450, 420);
            measured(SealBenchmark.class, "acordPacket", mode.name(), 510, 500);
            measured(SealBenchmark.class, "jdaPacket", mode.name(), 2_000, 1_000);
        }
        List<String> lines = TransportTable.lines(new Measurements(all));
        assertEquals(1 + 2 * 4, lines.size());
        assertEquals(
                List.of("AES256_GCM 510 500 832 1.25 2.00", "XCHACHA20_POLY1305 510 500 832 1.25 2.00"),
                lines.stream()
                        .filter(line -> line.startsWith("Seal acordPacket "))
                        .map(line -> line.substring("Seal acordPacket ".length())
                                .trim()
                                .replaceAll(" +", " "))
                        .toList());
    }

    @Test
    void benchmarksThatDidNotRunHaveNoTable() {
        Measurements nothing = new Measurements(List.of());
        assertTrue(TransportTable.lines(nothing).isEmpty());
        assertTrue(FrameTable.lines(nothing).isEmpty());
        assertTrue(MlsTable.lines(nothing).isEmpty());
    }

    @Test
    void aMethodWithoutResultIsNamed() {
        measured(FrameBenchmark.class, "bareSeal", "", 310, 300);
        Measurements measured = new Measurements(all);
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> FrameTable.lines(measured));
        assertTrue(e.toString().contains(" FrameBenchmark.bareSealOpen "), e.toString());
    }

    @Test
    void whatIsNotKnownIsAQuestionMark() {
        assertEquals("?", TransportTable.number(Double.NaN));
    }
}
