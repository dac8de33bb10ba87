package dev.acord.bench;

import java.util.Arrays;
import java.util.Random;

/** What a sender process is to do; both systems get the same. */
final class LoadPlan {
    /** The source of packets that warm the code up; the receiver does not count it. */
    static final int PRIMING_SSRC = 0;

    private static final int KEY_BYTES = 32;
    private static final int DAVE_SECRET_BYTES = 16;

    private final String system;
    private final String mode;
    private final boolean dave;
    private final int connections;
    private final int threads;
    private final byte[] payload;
    private final int[] ports;

    /**
     * Reads the arguments of a sender process.
     *
     * @param args system, mode (an encryption mode's constant), whether frames are encrypted end to end, connections, pacing threads, bytes of an
     *     Opus packet, ports with commas
     */
    LoadPlan(String[] args) {
        system = args[0];
        mode = args[1];
        dave = Boolean.parseBoolean(args[2]);
        connections = Integer.parseInt(args[3]);
        threads = Integer.parseInt(args[4]);
        payload = LoopedPacket.packet(Integer.parseInt(args[5]));
        ports = Arrays.stream(args[6].split(",")).mapToInt(Integer::parseInt).toArray();
    }

    String system() {
        return system;
    }

    String mode() {
        return mode;
    }

    /** Whether each frame is encrypted end to end before the transport encryption. */
    boolean dave() {
        return dave;
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
        return bytes(ssrc, KEY_BYTES);
    }

    /** A sender's base secret per connection, for the same reason. */
    byte[] daveSecret(int ssrc) {
        return bytes(~ssrc, DAVE_SECRET_BYTES);
    }

    private static byte[] bytes(int seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
