package dev.acord.sim.virtual;

/** What may happen in a {@link Scenario}: what users do, and what networks, machines and servers do to them. */
public enum ScenarioFault {
    /** A user joins a channel. */
    JOIN,
    /** A user leaves. */
    LEAVE,
    /** A user leaves and is back at once. */
    LEAVE_AND_REJOIN,
    /** A user goes to another channel. */
    MOVE,
    /** A user begins to talk, or stops. */
    TALK,
    /** The service throws a user out, who comes back. */
    KICK,
    /** A websocket breaks. */
    WEBSOCKET_KILL,
    /** A websocket is closed with one of the documented codes. */
    CLOSE_CODE,
    /** The server crashes and forgets everything. */
    CRASH,
    /** Nothing passes between a user and the server for a while. */
    PARTITION,
    /** A router gives a user's UDP socket another address. */
    NAT_REBINDING,
    /** A user's machine stands still for a while. */
    STALL,
    /** A user's network becomes better or worse. */
    CONDITIONS,
    /** A user's heartbeats are not answered for a while. */
    MUTED_ACKS,
    /** The server is slow to answer for a while. */
    SLOW_SERVER,
    /** A user gets another transport key. */
    KEY_ROTATION
}
