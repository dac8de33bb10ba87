package dev.acord.sim.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkConditionsTest {
    @Test
    void theTextSaysWhatTheBuilderSays() {
        NetworkConditions built = NetworkConditions.builder()
                .loss(0.2)
                .burstLoss(0.01, 0.25, 0.8)
                .duplication(0.02)
                .reordering(0.05, Duration.ofMillis(70))
                .corruption(0.001)
                .delay(Duration.ofMillis(40))
                .jitter(Duration.ofMillis(60))
                .rate(64_000, Duration.ofMillis(150))
                .partition(Duration.ofSeconds(5), Duration.ofMillis(7_500))
                .build();
        String text = "loss=20%, burst=0.01/0.25/0.8 ,dup=0.02,reorder=0.05,reorder-by=70ms,corrupt=0.001,delay=40ms,"
                + "jitter=60000us,rate=64kbit,queue=0.15s,partition=5s-7.5s";
        assertEquals(built, NetworkConditions.parse(text));
        assertEquals(built, NetworkConditions.parse(built.toString()));
    }

    @Test
    void nothingIsAPerfectNetwork() {
        assertEquals(NetworkConditions.NONE, NetworkConditions.parse("  "));
        assertTrue(NetworkConditions.parse("queue=1s,reorder-by=3ms").isPerfect());
        assertEquals("", NetworkConditions.NONE.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"loss=0.01", "burst=1%/50%", "dup=1", "reorder=0.5", "corrupt=0.1", "delay=1us", "jitter=1us"})
    void eachConditionAloneIsNotPerfectAndSurvivesItsText(String text) {
        NetworkConditions parsed = NetworkConditions.parse(text);
        assertFalse(parsed.isPerfect());
        assertEquals(parsed, NetworkConditions.parse(parsed.toString()));
    }

    @Test
    void aPartitionMayBeOpenEnded() {
        assertEquals(NetworkConditions.parse("partition=on"), NetworkConditions.parse("partition=0s-"));
        NetworkConditions later = NetworkConditions.parse("partition=2s-");
        assertEquals(later, NetworkConditions.parse(later.toString()));
        assertEquals(1_999_999_999L, later.passableFromNs(1_999_999_999L, 0));
        assertEquals(Long.MAX_VALUE, later.passableFromNs(2_000_000_000L, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "loss=1.1          | 5  | probabilities from 0 to 1",
                "loss=             | 5  | probabilities",
                "dup=0.1,loss=-1   | 13 | probabilities",
                "delay=40          | 6  | times in us, ms, s or min",
                "delay=61s         | 6  | at most 60s",
                "dup=0,rate=64kb   | 11 | bits a second",
                "loss=0.1,lost=0.2 | 9  | none of loss, burst",
                "loss=0.1,,dup=1   | 9  | expected key=value",
                "loss              | 0  | expected key=value",
                "loss=0,loss=0     | 7  | given twice",
                "burst=0.1         | 6  | ENTER/LEAVE",
                "burst=0.1/0       | 10 | never ends",
                "partition=7s-5s   | 13 | ends before it begins",
                "partition=7s      | 10 | FROM-UNTIL",
                "delay=NaN         | 6  | times",
                "kill=10s          | 0  | none of loss"
            })
    void aWrongTextIsRefusedWithThePlaceAndWhatWouldBeRight(String text, int offset, String message) {
        MalformedConditionsException refused =
                assertThrows(MalformedConditionsException.class, () -> NetworkConditions.parse(text));
        assertEquals(offset, refused.offset(), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
    }

    @Test
    void aTextOfAnyLengthIsRefusedAtOnce() {
        assertThrows(MalformedConditionsException.class, () -> NetworkConditions.parse("loss=0.1,".repeat(1_000_000)));
    }

    @Test
    void theBuilderRefusesWhatIsOutOfRange() {
        assertThrows(
                IllegalArgumentException.class,
                () -> NetworkConditions.builder().loss(Double.NaN).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> NetworkConditions.builder().delay(Duration.ofMillis(-1)).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> NetworkConditions.builder().burstLoss(0.1, 0, 1).build());
    }

    @Test
    void faultsAndConditionsShareOneText() {
        FaultSettings settings =
                FaultSettings.parse("loss=0.1,kill=10s,jitter=60ms,crash=1min,ack-delay=30s/5s,outage=20s");
        assertEquals(NetworkConditions.parse("loss=0.1,jitter=60ms"), settings.conditions());
        assertEquals(10_000_000_000L, settings.rates().meanIntervalNs(Fault.Kind.KILL));
        assertEquals(5_000_000_000L, settings.rates().durationNs(Fault.Kind.ACK_DELAY));
        assertEquals(2_000_000_000L, settings.rates().durationNs(Fault.Kind.OUTAGE));
        assertEquals(
                "kill=10s,crash=60s,ack-delay=30s/5s,outage=20s/2s",
                settings.rates().toString());
        assertThrows(MalformedConditionsException.class, () -> FaultSettings.parse("kill=10s/2s"));
        assertThrows(MalformedConditionsException.class, () -> FaultSettings.parse("kill=0s"));
        assertThrows(MalformedConditionsException.class, () -> FaultSettings.parse("explode=1s"));
    }
}
