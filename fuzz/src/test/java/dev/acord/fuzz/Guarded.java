package dev.acord.fuzz;

import static dev.acord.fuzz.Checks.check;

import java.util.Arrays;

/** Bytes in the middle of a larger array, whose other bytes nobody may write. */
public final class Guarded {
    private static final int MARGIN = 32;
    private static final byte CANARY = 0x5A;

    private final byte[] array;
    private final int room;

    /** An array for these bytes, with so many more behind them that may be written too. */
    public Guarded(byte[] bytes, int more) {
        room = bytes.length + more;
        array = new byte[MARGIN + room + MARGIN];
        Arrays.fill(array, CANARY);
        System.arraycopy(bytes, 0, array, MARGIN, bytes.length);
    }

    public byte[] array() {
        return array;
    }

    public int offset() {
        return MARGIN;
    }

    /** A copy of the first bytes. */
    public byte[] first(int length) {
        return Arrays.copyOfRange(array, MARGIN, MARGIN + length);
    }

    /** Throws when a byte outside was written. */
    public void verify() {
        for (int i = 0; i < MARGIN; i++) {
            int index = i;
            check(
                    array[i] == CANARY && array[MARGIN + room + i] == CANARY,
                    () -> "a byte outside of the bytes was written, " + index + " from the margin's start");
        }
    }
}
