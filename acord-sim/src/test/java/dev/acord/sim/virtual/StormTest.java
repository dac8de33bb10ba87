package dev.acord.sim.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.network.NetworkConditions;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceState;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything at once, for ten minutes: playing goes on. */
class StormTest {
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration OUTAGE = Duration.ofSeconds(1);
    /** As long as the main gateway may take to name another server; nobody can play before that. */
    private static final Duration ANSWER = Duration.ofMillis(900);

    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final int SECONDS = 600;
    private static final NetworkConditions BAD = NetworkConditions.parse("loss=0.2,delay=30ms,jitter=20ms");
    /** Without loss: TCP turns a loss into a standstill of 200 ms and more, which is an outage of its own. */
    private static final NetworkConditions SLOW = NetworkConditions.parse("delay=30ms,jitter=20ms");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void audio_gaps_are_no_longer_than_the_outages_and_a_second(long seed) {
        VirtualNetwork network = new VirtualNetwork(seed, VirtualServerOptions.DEFAULTS.withMaxDaveVersion(0));
        VoiceOptions options = VoiceOptions.builder().endToEndEncryption(false).build();
        SimulatedUser player = new SimulatedUser(1, network, options, new SplittableRandom(seed));
        SimulatedUser listener = new SimulatedUser(2, network, options, new SplittableRandom(seed + 1));
        player.node().path().conditions(BAD, SLOW);
        listener.node().path().conditions(BAD, SLOW);
        player.join(1);
        listener.join(1);
        player.talk(true);
        network.time().run(Duration.ofSeconds(5));
        player.node().audit().takeLongestGapNs();

        long longestNs = 0;
        long longestInCrashNs = 0;
        for (int step = 1; step <= SECONDS * 10; step++) {
            int ms = step * 100;
            if (ms % 10_000 == 0) {
                player.node().killWebSockets();
                listener.node().killWebSockets();
            }
            if (ms % 60_000 == 0) {
                network.server().crash(OUTAGE);
            }
            if (ms % 45_000 == 0) {
                long channel = player.channel() == 1 ? 2 : 1;
                player.join(channel);
                listener.join(channel);
            }
            network.time().run(STEP);
            if (ms % 10_000 == 9_900) { // just before the next of it: what happened within ten seconds belongs together
                long gapNs = player.node().audit().takeLongestGapNs();
                boolean crashed = ms % 60_000 == 9_900 && ms > 60_000;
                longestInCrashNs = Math.max(longestInCrashNs, crashed ? gapNs : 0);
                longestNs = Math.max(longestNs, crashed ? 0 : gapNs);
            }
        }
        network.time().run(Duration.ofSeconds(5));
        System.out.printf(
                "seed %d: %d packets sent, %d heard; longest gap %d ms, with a crashed server (%d ms) %d ms%n",
                seed,
                player.node().audit().packets(),
                listener.heardOf(1),
                longestNs / 1_000_000,
                OUTAGE.toMillis(),
                longestInCrashNs / 1_000_000);
        assertTrue(longestNs <= ANSWER.plus(GRACE).toNanos(), "without an outage: " + longestNs / 1_000_000 + " ms");
        assertTrue(
                longestInCrashNs <= OUTAGE.plus(ANSWER).plus(GRACE).toNanos(),
                "with a crashed server: " + longestInCrashNs / 1_000_000 + " ms");
        assertEquals(VoiceState.READY, player.state());
        assertEquals(0, player.givenUp(), "the connection is the same from the first second to the last");
        assertEquals(List.of(), player.node().audit().breaches());
        // two of ten packets are lost on each of the two ways, and some when nobody was there to hear
        double heard = (double) listener.heardOf(1) / player.node().audit().packets();
        assertTrue(heard > 0.5 && heard < 0.72, heard + " of the packets were heard");
    }
}
