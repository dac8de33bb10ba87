package dev.acord.sim.gateway;

import dev.acord.sim.media.PacketRelay;
import java.util.random.RandomGenerator;

/** The random things that members are given. */
final class Allotment {
    private static final int KEY_BYTES = 32;

    private final RandomGenerator random;
    private final PacketRelay relay;

    Allotment(RandomGenerator random, PacketRelay relay) {
        this.random = random;
        this.relay = relay;
    }

    byte[] key() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    /** An SSRC that nobody has. */
    int ssrc() {
        int ssrc = random.nextInt();
        while (ssrc == 0 || relay.hasSsrc(ssrc)) {
            ssrc = random.nextInt();
        }
        return ssrc;
    }
}
