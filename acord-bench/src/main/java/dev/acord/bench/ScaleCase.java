package dev.acord.bench;

import dev.acord.voice.EncryptionMode;
import java.util.List;

/**
 * One measurement.
 *
 * @param system {@link #ACORD} or {@link #JDA}
 * @param connections how many connections send, each 50 packets a second
 * @param threads sending threads
 * @param mode the transport encryption
 * @param dave whether each frame is encrypted end to end as well; for {@link #ACORD} only
 * @param payloadBytes bytes of each Opus packet
 * @param warmUpS seconds of sending before the measurement
 * @param seconds seconds that are measured
 * @param jvmArguments more arguments for the JVM that sends
 */
record ScaleCase(
        String system,
        int connections,
        int threads,
        EncryptionMode mode,
        boolean dave,
        int payloadBytes,
        int warmUpS,
        int seconds,
        List<String> jvmArguments) {
    /** This library's send path. */
    static final String ACORD = "acord";
    /** JDA's. */
    static final String JDA = "JDA";

    private static final int PACKETS_PER_SECOND = 50;

    /** As it is told to people. */
    String name() {
        return system + ", " + connections + " connections, " + mode + (dave ? ", DAVE" : "");
    }

    /** Packets that all connections together should send in the measured time. */
    long expectedPackets() {
        return (long) PACKETS_PER_SECOND * connections * seconds;
    }
}
