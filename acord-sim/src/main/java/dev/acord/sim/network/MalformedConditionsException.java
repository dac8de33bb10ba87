package dev.acord.sim.network;

/** A text that is no list of network conditions or fault rates. The message says what is wrong, where, and what would be right. */
public final class MalformedConditionsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Where the wrong part begins, in characters from 0. */
    private final int offset;

    MalformedConditionsException(String text, int offset, String problem) {
        super(problem + ", at character " + offset + " of \"" + text + "\"");
        this.offset = offset;
    }

    /**
     * Where the wrong part begins.
     *
     * @return characters from 0
     */
    public int offset() {
        return offset;
    }
}
