package dev.acord.voice.receive;

import static dev.acord.voice.receive.Tape.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.voice.receive.Tape.Piece;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Long virtual calls over bad networks. */
class JitterNetworkTest {

    private static final int TEN_MINUTES = 30_000;
    private static final int TWO_HOURS = 360_000;

    /** The delay may be this much above the best one that could have been chosen in advance: 25 % and 15 ms. */
    private static final double FACTOR = 1.25;

    private static final double SLACK_MS = 15;

    /** The playout delay of every packet played, in ms: how long after the fastest packet could have come. */
    private static double[] delaysMs(Tape tape, LossyNetwork network) {
        return tape.pieces.stream()
                .filter(piece -> piece.kind() == PlayoutKind.PACKET)
                .mapToDouble(piece -> piece.position() / 48.0
                        - (network.sentNs(piece.number()) + LossyNetwork.TRANSIT_NS) / (double) MS)
                .toArray();
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).average().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void tenMinutesWithLossReorderingCopiesAndJitterAddUp(long seed) {
        LossyNetwork network = new LossyNetwork(seed)
                .losing(0.1)
                .reordering(0.05)
                .duplicating(0.02)
                .jitter(60);
        List<Sent> sent = network.carry(TEN_MINUTES, 65_000, 0xFFFFF000L, TestPackets::numbered);
        Tape tape = new Tape(JitterOptions.DEFAULTS);
        tape.putAll(sent);
        tape.runUntil((TEN_MINUTES + 100) * 20L * MS);

        JitterStats stats = tape.stats();
        assertEquals(network.lost.size(), stats.lost(), "every lost packet is counted once");
        assertEquals(TEN_MINUTES - network.lost.size(), stats.received());
        assertEquals(network.duplicates, stats.duplicates());
        assertEquals(0, stats.discarded() + stats.strays() + stats.restarts());
        assertEquals(stats.received() - stats.late(), tape.playedNumbers().size());
        assertTrue(stats.late() <= stats.received() * 0.015, "late: " + stats.late());
        List<Integer> played = tape.playedNumbers();
        assertTrue(IntStream.range(1, played.size()).allMatch(i -> played.get(i - 1) < played.get(i)), "in order");

        double[] delays = delaysMs(tape, network);
        double best = network.quantileMs(sent, 65_000, 0.99);
        double mean = mean(delays, 0, delays.length);
        report("60 ms jitter, seed " + seed, mean, best, stats);
        assertTrue(mean <= FACTOR * best + SLACK_MS, "mean delay " + mean + " ms, best " + best);
    }

    @ParameterizedTest
    @CsvSource({"0, 20", "5, 20", "20, 24", "100, 105", "250, 255"})
    void theDelayIsWhatTheJitterNeeds(double jitterMs, double mostNeededMs) {
        LossyNetwork network = new LossyNetwork(7).jitter(jitterMs);
        List<Sent> sent = network.carry(TEN_MINUTES / 5, 0, 0, TestPackets::numbered);
        Tape tape = new Tape(JitterOptions.DEFAULTS);
        tape.putAll(sent);
        tape.runUntil((TEN_MINUTES / 5 + 100) * 20L * MS);

        double[] delays = delaysMs(tape, network);
        double best = network.quantileMs(sent, 0, 0.99);
        double mean = mean(delays, delays.length / 2, delays.length);
        report(jitterMs + " ms jitter", mean, best, tape.stats());
        assertTrue(best <= mostNeededMs);
        assertTrue(mean <= FACTOR * Math.max(best, 20) + SLACK_MS, "mean delay " + mean + " ms, best " + best);
    }

    @Test
    void afterAnEpisodeOfJitterTheDelayComesDownAgainWhileSomebodySpeaks() {
        Random random = new Random(5);
        Tape tape = new Tape(JitterOptions.DEFAULTS);
        long before = 0;
        for (int i = 0; i < 9_000; i++) {
            int jitterMs = i >= 1_000 && i < 2_000 ? 200 : 5;
            before = Math.max(before, i * 20L * MS + (long) (random.nextDouble() * jitterMs * MS));
            tape.put(i, i * 960L, TestPackets.numbered(i), before);
            if (i == 1_990) {
                assertTrue(
                        tape.stats().delayMs() > 100,
                        "delay with jitter " + tape.stats().delayMs());
            }
        }
        assertTrue(tape.stats().delayMs() < 40, "delay after it " + tape.stats().delayMs());
        for (int i = 1; i < tape.pieces.size(); i++) {
            Piece piece = tape.pieces.get(i);
            int change = Math.abs(piece.samples() - piece.packetSamples());
            assertTrue(piece.kind() != PlayoutKind.PACKET || change <= 5, "never abruptly: " + change);
        }
    }

    @ParameterizedTest
    @CsvSource({"200, false", "-200, false", "200, true", "-200, true"})
    void twoHoursOfDriftDoNotMakeTheDelayGrow(double ppm, boolean pauses) {
        LossyNetwork network = new LossyNetwork(11).jitter(30).drift(ppm);
        List<Sent> sent = network.carry(TWO_HOURS, 0, 0, TestPackets::numbered);
        if (pauses) {
            // speaks for 10 s of every 15 s; the numbers of the packets leave nothing out, their timestamps count
            sent.removeIf(packet -> packet.index % 750 >= 500);
        }
        Tape tape = new Tape(JitterOptions.DEFAULTS);
        int sequence = 0;
        double most = 0;
        double least = Double.MAX_VALUE;
        for (Sent packet : sent) {
            boolean endsSpurt = pauses && packet.index % 750 >= 495;
            tape.put(
                    sequence++ & 0xFFFF,
                    packet.timestamp,
                    endsSpurt ? TestPackets.silence() : packet.packet,
                    packet.arrivalNs);
            if (packet.index > 3_000) {
                most = Math.max(most, tape.stats().delayMs());
                least = Math.min(least, tape.stats().delayMs());
            }
        }
        System.out.printf(
                Locale.ROOT,
                ">> drift %+.0f ppm%s: delay %.0f to %.0f ms%n",
                ppm,
                pauses ? ", pauses" : "",
                least,
                most);
        assertTrue(most < 60, "delay up to " + most);
        assertTrue(least > 10, "delay down to " + least);
        assertEquals(0, tape.stats().lost());
        assertEquals(0, tape.stats().discarded());
        assertEquals(sent.size(), tape.stats().received());
        long madeUp = tape.samples(PlayoutKind.LOST);
        assertTrue(madeUp < 48_000L * 7_200 / 500, "made up: " + madeUp / 48 + " ms");
    }

    private static void report(String what, double mean, double best, JitterStats stats) {
        System.out.printf(
                Locale.ROOT,
                ">> %s: mean delay %.1f ms, 99 %% of packets needed %.1f ms; late %d of %d%n",
                what,
                mean,
                best,
                stats.late(),
                stats.received());
    }
}
