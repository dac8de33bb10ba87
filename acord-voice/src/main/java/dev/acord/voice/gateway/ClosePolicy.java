package dev.acord.voice.gateway;

/** What is done when the server closed the websocket; {@link CloseTable} says when. */
enum ClosePolicy {
    /** Take the session up again; a new one when that fails as often as is allowed. */
    RESUME("resume"),
    /** Begin a new session with the same credentials, after a wait. */
    NEW("new"),
    /** The same, but once only: we sent something wrong, and would again. */
    NEW_ONCE("new once"),
    /** The credentials are used up: ask the main gateway. */
    ASK("ask"),
    /** The main gateway says by itself what happened (a kick, a move, the end of the call): wait for it. */
    WAIT("wait"),
    /** The credentials are wrong: the end when they never worked, {@link #ASK} when they did. */
    REFUSED("refused"),
    /** Trying again cannot help. */
    FINAL("final"),
    /** There is no websocket in this state, so that nothing happens. */
    NOTHING("-");

    private final String word;

    ClosePolicy(String word) {
        this.word = word;
    }

    /** How the table in {@code docs/gateway.md} calls it. */
    String word() {
        return word;
    }
}
