package dev.acord.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.acord.voice.EncryptionMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScaleReportTest {
    private static CaseResult result(String system, int connections, long cpuNsPerPacket, double allocated) {
        return result(system, connections, false, cpuNsPerPacket, allocated);
    }

    private static CaseResult result(
            String system, int connections, boolean dave, long cpuNsPerPacket, double allocated) {
        ScaleCase which = new ScaleCase(system, connections, 1, EncryptionMode.AES256_GCM, dave, 160, 1, 10, List.of());
        long packets = which.expectedPackets();
        return CaseResult.of(
                which,
                new SenderProcess.Result(packets * cpuNsPerPacket, 10_000_000_000L, packets, allocated, 900.0, ""),
                new ReceiverProcess.Result(packets, 0, 1_000_000, 2_000_000, 3_000_000, 4_000_000, packets * 1_000));
    }

    @Test
    void processorTimePerPacketGivesStreamsPerCore() {
        CaseResult result = result(ScaleCase.ACORD, 1_000, 8_000, 900);
        assertEquals(8, result.cpuUsPerPacket(), 1e-9);
        assertEquals(2_500, result.streamsPerCore(), 1e-6); // 1 s / (50 packets x 8 us)
        assertEquals(500_000, result.expected());
        assertEquals(1, result.receiverCpuUsPerPacket(), 1e-9);
    }

    @Test
    void aMeasurementThatTookLongerIsScaledToTheWindow() {
        ScaleCase which = new ScaleCase(ScaleCase.ACORD, 1, 1, EncryptionMode.AES256_GCM, false, 160, 1, 10, List.of());
        CaseResult result = CaseResult.of(
                which,
                new SenderProcess.Result(5_500_000, 11_000_000_000L, 550, 0, null, ""),
                new ReceiverProcess.Result(500, 0, 0, 0, 0, 0, 0));
        assertEquals(10, result.cpuUsPerPacket(), 1e-9);
    }

    @Test
    void goalsAreJudgedAtAThousandConnections() {
        ScaleReport good = new ScaleReport(
                List.of(
                        result(ScaleCase.ACORD, 100, 20_000, 1_500),
                        result(ScaleCase.ACORD, 1_000, 8_000, 900.2),
                        result(ScaleCase.JDA, 1_000, 34_000, 2_000)),
                List.of());
        assertEquals(3, good.verdicts().size());
        assertTrue(good.verdicts().stream().allMatch(ScaleReport.Verdict::reached), good.text());
        assertEquals(List.of(4.25), List.copyOf(good.ratios().values()));

        ScaleReport bad = new ScaleReport(
                List.of(result(ScaleCase.ACORD, 1_000, 12_000, 950), result(ScaleCase.JDA, 1_000, 34_000, 2_000)),
                List.of());
        assertTrue(bad.verdicts().stream().noneMatch(ScaleReport.Verdict::reached), bad.text());
    }

    @Test
    void withoutJdaThereIsNoRatioAndNoVerdictAboutIt() {
        ScaleReport report = new ScaleReport(List.of(result(ScaleCase.ACORD, 1_000, 8_000, 900)), List.of("it rained"));
        assertTrue(report.ratios().isEmpty());
        assertFalse(report.text().contains("JDA"), report.text());
        assertTrue(report.text().contains("failed: it rained"), report.text());
        assertEquals(
                1,
                JsonParser.parseString(report.json())
                        .getAsJsonObject()
                        .getAsJsonArray("results")
                        .size());
    }

    @Test
    void daveIsComparedWithTheSameCaseWithoutItAndNotWithJda() {
        ScaleReport report = new ScaleReport(
                List.of(
                        result(ScaleCase.ACORD, 1_000, false, 7_000, 900),
                        result(ScaleCase.ACORD, 1_000, true, 7_750, 900),
                        result(ScaleCase.ACORD, 100, true, 9_000, 900),
                        result(ScaleCase.JDA, 1_000, false, 28_000, 2_000)),
                List.of());
        assertEquals(List.of(4.0), List.copyOf(report.ratios().values()));
        assertEquals(Map.of(" 1000 connections, AES256_GCM", 0.75), report.daveUs());
        assertTrue(
                report.text().contains("CPU per packet for DAVE,  1000 connections, AES256_GCM: 0.75 us"),
                report.text());
        assertTrue(report.text().contains("JDA is not measured with DAVE"), report.text());
        assertEquals(
                List.of("2,000 streams a core", "no allocation of our own per packet"),
                report.verdicts().stream()
                        .map(ScaleReport.Verdict::goal)
                        .filter(goal -> goal.endsWith(" (1000 connections, AES256_GCM, DAVE)"))
                        .map(goal -> goal.substring(0, goal.indexOf(" (")))
                        .toList());
    }

    @Test
    void withoutJdaNothingIsSaidAboutItsDave() {
        ScaleReport report = new ScaleReport(List.of(result(ScaleCase.ACORD, 1_000, true, 7_750, 900)), List.of());
        assertFalse(report.text().contains("JDA"), report.text());
        assertTrue(report.daveUs().isEmpty());
    }
}
