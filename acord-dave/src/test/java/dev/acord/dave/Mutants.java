package dev.acord.dave;

import java.util.Arrays;
import java.util.Random;

/** Makes cut, lengthened, flipped, repeated and shifted copies of messages, from a seed. */
public final class Mutants {
    private final Random dice;

    /**
     * Makes a source of mutants.
     *
     * @param seed where the dice begin
     */
    public Mutants(long seed) {
        dice = new Random(seed);
    }

    /**
     * A copy that differs.
     *
     * @param good at least one byte
     * @return another array
     */
    public byte[] of(byte[] good) {
        while (true) {
            byte[] mutant = mutate(good);
            if (!Arrays.equals(mutant, good)) {
                return mutant;
            }
        }
    }

    private byte[] mutate(byte[] good) {
        byte[] mutant = good.clone();
        int at = dice.nextInt(good.length);
        switch (dice.nextInt(6)) {
            case 0 -> {
                return Arrays.copyOf(good, at);
            }
            case 1 -> {
                return Arrays.copyOf(good, good.length + 1 + dice.nextInt(8));
            }
            case 2 -> mutant[at] = (byte) dice.nextInt(256);
            case 3 -> {
                int length = Math.min(1 + dice.nextInt(40), good.length - at);
                System.arraycopy(good, dice.nextInt(good.length - length + 1), mutant, at, length);
            }
            case 4 -> {
                int from = Math.min(at + 1 + dice.nextInt(4), good.length);
                System.arraycopy(good, from, mutant, at, good.length - from);
                return Arrays.copyOf(mutant, good.length - (from - at));
            }
            default -> mutant[at] ^= (byte) (1 << dice.nextInt(8));
        }
        return mutant;
    }
}
