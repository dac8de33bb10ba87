package dev.acord.sim.gateway;

/** What a close frame can carry. */
public final class CloseFrame {
    /** Of the 123 bytes that RFC 6455 section 5.5 leaves for a reason. */
    private static final int MAX_CHARS = 100;

    private CloseFrame() {}

    /**
     * A reason that fits into a close frame, whatever a peer has put into the text.
     *
     * @param text any text
     * @return its beginning in printable ASCII, at most 100 bytes; all else is a question mark
     */
    public static String reason(String text) {
        StringBuilder ascii = new StringBuilder();
        text.chars().limit(MAX_CHARS).forEach(c -> ascii.append(c >= ' ' && c < 127 ? (char) c : '?'));
        return ascii.toString();
    }
}
