package dev.acord.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

/** What the doctor makes of what it sees. */
class JudgementTest {
    @ParameterizedTest
    @CsvSource({
        "0, GOOD, as",
        "4, GOOD, 4 s ahead of",
        "-30, DOUBTFUL, 30 s behind",
        "600, BAD, 10 min ahead of",
        "-7200, BAD, 2 h behind",
        "31536000, BAD, 365 days ahead of"
    })
    void aClockIsJudgedByItsDistance(long aheadS, Verdict verdict, String seen) {
        Finding finding = ClockCheck.judge(Duration.ofSeconds(aheadS), "example.org");
        assertEquals(verdict, finding.verdict());
        assertTrue(finding.seen().startsWith(seen), finding.seen());
        assertEquals(verdict != Verdict.GOOD, finding.remedy().contains("set the clock"));
    }

    @ParameterizedTest
    @CsvSource({"100000, GOOD", "12000000, DOUBTFUL", "90000000, BAD"})
    void threadsThatWakeUpLateAreHeard(long lateNs, Verdict verdict) {
        long[] all = new long[100];
        Arrays.fill(all, 0, 50, 50_000);
        Arrays.fill(all, 50, 100, lateNs);
        assertEquals(verdict, SchedulingCheck.judge(all).verdict());
    }

    @Test
    void oneLateWakeUpOfAHundredIsNoFault() {
        long[] all = new long[100];
        all[3] = 80_000_000;
        Finding finding = SchedulingCheck.judge(all);
        assertEquals(Verdict.GOOD, finding.verdict());
        assertTrue(finding.seen().contains("80.0 ms at worst"), finding.seen());
    }

    @ParameterizedTest
    @CsvSource({
        "IDENTIFYING, 4004, newest voice server update",
        "IDENTIFYING, 4006, newest session id",
        "SELECTING, 4016, transport encryption",
        "IDENTIFYING, 4017, DAVE",
        "CONNECTING, 0, firewall",
        "AWAITING_HELLO, 0, something else than a voice server"
    })
    void everyStageHasItsRemedy(VoiceState stage, int code, String remedy) {
        List<Finding> findings = HandshakeJudgement.failed(
                new CloseReason(CloseReason.Kind.SERVER, code, stage, "it did not work"), "websocket 3 ms");
        assertEquals(1, findings.size());
        assertEquals(Verdict.BAD, findings.get(0).verdict());
        assertTrue(findings.get(0).remedy().contains(remedy), findings.get(0).remedy());
        assertTrue(
                findings.get(0).seen().contains(stage.description()),
                findings.get(0).seen());
    }

    @ParameterizedTest
    @CsvSource({
        "the TLS certificate of x is not valid yet; is this machine's clock right?, compare the clock",
        "the TLS certificate of x has expired; the server needs a new one, compare the clock",
        "the TLS certificate of x is not trusted, --ca"
    })
    void certificatesHaveTheirOwnRemedies(String message, String remedy) {
        Finding finding = HandshakeJudgement.failed(
                        new CloseReason(CloseReason.Kind.NETWORK, 0, VoiceState.CONNECTING, message), "")
                .get(0);
        assertTrue(finding.remedy().contains(remedy), finding.remedy());
    }

    @Test
    void aMachineWithoutFastAesOrMemoryOrFilesIsTold() {
        assertEquals(Verdict.GOOD, MachineChecks.ofSpeed(0.8).verdict());
        assertTrue(MachineChecks.ofSpeed(40).remedy().contains("XCHACHA20"));
        assertEquals(Verdict.BAD, MachineChecks.ofResources(32L << 20, 1, 1_024).verdict());
        assertEquals(
                Verdict.DOUBTFUL, MachineChecks.ofResources(1L << 30, 1, 64).verdict());
        assertEquals(
                Verdict.GOOD,
                MachineChecks.ofResources(1L << 30, 2, Long.MAX_VALUE).verdict());
        // 2 us of encryption and 8 us of sending are 10 us a packet, 500 us a second: a thousand in half of one
        // processor
        Finding capacity = CapacityCheck.judge(1, 8, 190, 1);
        assertTrue(capacity.seen().startsWith("about 1,000 streams of Opus files, or 50 "), capacity.seen());
        assertEquals(Verdict.DOUBTFUL, CapacityCheck.judge(1, 8, 2_000, 1).verdict());
    }

    @Test
    void aCheckThatHangsOrFailsIsAFindingAndTheOthersAreDone() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        List<Finding> findings = new Examination(Duration.ofSeconds(2))
                .run(List.of(
                        check("hangs", () -> {
                            never.await();
                            return Finding.good("hangs", "not seen");
                        }),
                        check("fails", () -> {
                            throw new IllegalStateException("a bug");
                        }),
                        check("works", () -> Finding.good("works", "well"))));
        assertEquals(
                List.of("hangs", "fails", "works"),
                findings.stream().map(Finding::id).toList());
        assertTrue(findings.get(0).seen().contains("no result"), findings.get(0).seen());
        assertTrue(findings.get(1).seen().contains("a bug"), findings.get(1).seen());
        assertEquals(Verdict.GOOD, findings.get(2).verdict());
    }

    private interface Look {
        Finding look() throws Exception;
    }

    private static Check check(String id, Look look) {
        return new Check() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public List<Finding> run() throws Exception {
                return List.of(look.look());
            }
        };
    }

    @Test
    void theScreenIsEightyColumnsWideAndTheJsonSaysTheSame() {
        List<Finding> findings = List.of(
                Finding.good("java", "17"),
                Finding.doubtful("ffmpeg", "not found ".repeat(20), "install it ".repeat(20)),
                Finding.bad("udp", "blocked", "let it out"));
        String text = DiagnosisText.table(findings, Ansi.OFF);
        assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
        assertTrue(text.contains("doubtful ffmpeg      not found"), text);
        assertTrue(text.contains("-> let it out"), text);
        assertTrue(text.contains("1 good, 1 doubtful, 1 bad."), text);
        assertFalse(text.contains("\u001b"), text);
        assertTrue(DiagnosisText.table(findings, Ansi.ON).contains("\u001b["), "colours on a terminal");
        JsonObject json = JsonParser.parseString(DiagnosisText.json(findings)).getAsJsonObject();
        assertEquals(1, json.get("bad").getAsInt());
        assertEquals(
                "let it out",
                json.getAsJsonArray("checks")
                        .get(2)
                        .getAsJsonObject()
                        .get("remedy")
                        .getAsString());
        assertThrows(IllegalArgumentException.class, () -> Finding.bad("x", "broken", " "));
    }
}
