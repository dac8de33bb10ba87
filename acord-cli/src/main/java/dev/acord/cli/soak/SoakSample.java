package dev.acord.cli.soak;

import java.util.List;
import java.util.Map;

/**
 * A soak's figures at one moment.
 *
 * @param elapsedMs since the call began
 * @param heapBytes used heap after a garbage collection
 * @param threads live threads of the process
 * @param openFiles open files and sockets of the process; -1 where the system does not tell
 * @param connects sessions begun by members that come and go
 * @param sent packets sent by all members
 * @param received packets received by all members
 * @param lost packets missing by their sequence numbers, in all members' sessions
 * @param driftMs by user: how far RTP time runs behind the clock
 * @param violations breaches of the protocol
 * @param breaches the first of them, for people
 */
record SoakSample(
        long elapsedMs,
        long heapBytes,
        int threads,
        long openFiles,
        long connects,
        long sent,
        long received,
        long lost,
        Map<Long, Double> driftMs,
        long violations,
        List<String> breaches) {

    SoakSample {
        driftMs = Map.copyOf(driftMs);
        breaches = List.copyOf(breaches);
    }

    /** The drift that is farthest from 0, in milliseconds. */
    double worstDriftMs() {
        double worst = 0;
        for (double drift : driftMs.values()) {
            worst = Math.abs(drift) > Math.abs(worst) ? drift : worst;
        }
        return worst;
    }
}
