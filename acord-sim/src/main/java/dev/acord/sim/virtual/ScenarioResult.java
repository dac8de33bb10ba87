package dev.acord.sim.virtual;

import dev.acord.voice.VoiceState;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What came of a {@link Scenario}.
 *
 * @param seed what repeats it exactly
 * @param failures what was wrong; empty as it should be
 * @param virtualTime how long it was
 * @param users how many users took part
 * @param events how many events the simulation had
 * @param packets how many RTP packets were sent
 * @param heard how many frames were heard
 * @param resumed how often a session was resumed
 * @param serverNeeded how often the main gateway had to be asked
 * @param givenUp how often a connection gave up for good
 * @param healing how long the call took to be whole again when the faults had stopped
 * @param digest of all that happened: two runs with one seed have the same
 * @param coverage how often each fault met a connection in each state
 */
public record ScenarioResult(
        long seed,
        List<String> failures,
        Duration virtualTime,
        int users,
        long events,
        long packets,
        long heard,
        long resumed,
        long serverNeeded,
        long givenUp,
        Duration healing,
        long digest,
        Map<VoiceState, Map<ScenarioFault, Integer>> coverage) {}
