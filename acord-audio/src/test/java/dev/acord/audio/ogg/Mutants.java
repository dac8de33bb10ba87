package dev.acord.audio.ogg;

import java.util.Arrays;
import java.util.Random;

/** Damages files in the ways that transfers, disks and attackers do. */
public final class Mutants {

    private Mutants() {}

    /** One mutant: up to four times a bit, byte or number changed, or a piece cut out, doubled or moved, or the end cut off. */
    public static byte[] of(byte[] file, Random random) {
        byte[] mutant = file.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && mutant.length > 4; i++) {
            int at = random.nextInt(random.nextBoolean() ? mutant.length : Math.min(mutant.length, 400));
            int length = Math.min(mutant.length - at, 1 + random.nextInt(600));
            mutant = switch (random.nextInt(7)) {
                case 0 -> set(mutant, at, mutant[at] ^ 1 << random.nextInt(8));
                case 1 -> set(mutant, at, random.nextInt());
                case 2 -> set(mutant, at, random.nextBoolean() ? 255 : 0);
                case 3 -> Arrays.copyOf(mutant, at);
                case 4 -> replace(mutant, at, length, new byte[0]);
                case 5 -> replace(mutant, at, 0, Arrays.copyOfRange(mutant, at, at + length));
                default -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    yield replace(mutant, at, length, noise);
                }
            };
        }
        return mutant;
    }

    /** Repairs the checksum of whatever looks like an Ogg page, so that damage gets past it. */
    public static byte[] withRightChecksums(byte[] file) {
        byte[] repaired = file.clone();
        for (int at = 0; at + OggPage.LACING < repaired.length; at++) {
            if (!OggPage.isCapturePattern(repaired, at) || at + OggPage.headerBytes(repaired, at) > repaired.length) {
                continue;
            }
            int length = OggPage.headerBytes(repaired, at) + OggPage.bodyBytes(repaired, at);
            if (at + length <= repaired.length) {
                OggPage.putInt32(repaired, at + OggPage.CHECKSUM, OggPage.checksum(repaired, at, length));
            }
        }
        return repaired;
    }

    private static byte[] set(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        return bytes;
    }

    private static byte[] replace(byte[] bytes, int at, int length, byte[] by) {
        byte[] result = new byte[bytes.length - length + by.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(by, 0, result, at, by.length);
        System.arraycopy(bytes, at + length, result, at + by.length, bytes.length - at - length);
        return result;
    }
}
