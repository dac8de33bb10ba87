package dev.acord.sim;

/** How far a member is. */
public enum MemberState {
    /** It has credentials and has not identified itself. */
    INVITED,
    /** It has identified itself and has no key yet. */
    CONNECTED,
    /** It has a key: it can hear and be heard. */
    READY,
    /** It has lost its websocket and may resume. */
    DETACHED,
    /** It has left, or was made to. */
    LEFT
}
