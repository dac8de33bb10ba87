package dev.acord.jda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Random;

/** Opus-like frames from a seed, and who hears them. */
final class Tune {
    static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

    private final Random random;

    Tune(long seed) {
        random = new Random(seed);
    }

    byte[] next() {
        byte[] frame = new byte[10 + random.nextInt(300)];
        random.nextBytes(frame);
        frame[0] = (byte) 0xFC;
        frame[frame.length - 1] = 0x11; // no padding length of anything
        return frame;
    }

    /** Everybody speaks, and all others hear exactly that. */
    void requireAllHearAll(Member... members) {
        for (Member speaker : members) {
            for (int i = 0; i < 3; i++) {
                byte[] frame = next();
                byte[] datagram = speaker.send(frame);
                for (Member listener : members) {
                    if (listener != speaker) {
                        assertArrayEquals(
                                frame,
                                listener.receive(speaker.user(), datagram),
                                listener.user() + " hears " + speaker.user());
                    }
                }
            }
        }
    }

    void requireUnheard(Member speaker, Member listener) {
        assertNull(listener.receive(speaker.user(), speaker.send(next())), "somebody outside of the call can listen");
    }
}
