package dev.acord.bench;

import java.util.Arrays;
import java.util.Random;

/** What a sender process is to do; both systems get the same. */
final class LoadPlan {
    /** The source of packets that warm the code up; the receiver does not count it. */
    static final int PRIMING_SSRC = 0;

    private static final int KEY_BYTES = 32;

    private final String system;
    private final String mode;
    private final int connections;
    private final int threads;
    private final byte[] payload;
    private final int[] ports;

    /**
     * Reads the arguments of a sender process.
     *
     * @param args system, mode (an encryption mode's constant), connections, pacing threads, bytes of an Opus packet, ports with commas
     */
    LoadPlan(String[] args) {
        system = args[0];
        mode = args[1];
        connections = Integer.parseInt(args[2]);
        threads = Integer.parseInt(args[3]);
        payload = LoopedPacket.packet(Integer.parseInt(args[4]));
        ports = Arrays.stream(args[5].split(",")).mapToInt(Integer::parseInt).toArray();
    }

    String system() {
        return system;
    }

    String mode() {
        return mode;
    }

    int connections() {
        return connections;
    }

    int threads() {
        return threads;
    }

    byte[] payload() {
        return payload;
    }

    /** The receiver's port for a connection. */
    int portOf(int ssrc) {
        return ports[ssrc % ports.length];
    }

    /** A key per connection, as in life: ciphers that share one would share the processor's cache. */
    byte[] key(int ssrc) {
        byte[] key = new byte[KEY_BYTES];
        new Random(ssrc).nextBytes(key);
        return key;
    }
}
