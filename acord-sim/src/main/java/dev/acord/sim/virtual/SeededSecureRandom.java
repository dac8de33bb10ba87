package dev.acord.sim.virtual;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.SplittableRandom;

/** Predictable where real programs must not be, so that a simulation can be repeated: keys made with it are for simulations only. */
final class SeededSecureRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    SeededSecureRandom(SplittableRandom random) {
        super(new Spi(random), null);
    }

    private static final class Spi extends SecureRandomSpi {
        private static final long serialVersionUID = 1;

        private final transient SplittableRandom random;

        Spi(SplittableRandom random) {
            this.random = random;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {} // the seed is the simulation's

        @Override
        protected void engineNextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int length) {
            byte[] seed = new byte[length];
            random.nextBytes(seed);
            return seed;
        }
    }
}
