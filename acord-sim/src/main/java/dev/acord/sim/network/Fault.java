package dev.acord.sim.network;

/**
 * Something that goes wrong.
 *
 * @param kind what it is
 * @param closeCode the websocket close code, 1006 for a connection that breaks without a close frame; 0 for faults that close nothing
 * @param durationNs how long it lasts, in nanoseconds; 0 for faults of a moment
 */
public record Fault(Kind kind, int closeCode, long durationNs) {
    /** The kinds of faults. Their keys in {@link FaultRates} are their names in lower case with hyphens. */
    public enum Kind {
        /** A member's websocket breaks without a close frame; its session can be resumed. */
        KILL(Scope.MEMBER),
        /** A member's websocket breaks without a close frame, and its session is lost: it needs new credentials. */
        KILL_LOST(Scope.MEMBER),
        /** A member's websocket is closed with one of the documented codes. */
        CLOSE(Scope.MEMBER),
        /** The server crashes: all websockets end with 4015 or 1006, all sessions can be resumed. */
        CRASH(Scope.ALL),
        /** The server crashes and forgets: all websockets end with 4015 or 1006, all sessions are lost. */
        CRASH_LOST(Scope.ALL),
        /** The acknowledgements of a member's heartbeats are held back for the duration, and then sent. */
        ACK_DELAY(Scope.MEMBER),
        /** A member is moved to another channel: 4014, new credentials. */
        MOVE(Scope.MEMBER),
        /** A member is thrown out: 4014. */
        KICK(Scope.MEMBER),
        /**
         * The main gateway takes a member's voice server away (a null endpoint): 4014, and only after the duration there are new
         * credentials.
         */
        NULL_ENDPOINT(Scope.MEMBER),
        /** A member gets a second session description with a new key. */
        NEW_KEY(Scope.MEMBER),
        /** A member's packets come from another visible port. */
        REBIND(Scope.MEMBER),
        /** Nothing passes between a member and the server for the duration. */
        OUTAGE(Scope.MEMBER);

        private final Scope scope;
        private final String key;

        Kind(Scope scope) {
            this.scope = scope;
            this.key = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /**
         * The kind as texts name it.
         *
         * @return the name in lower case with hyphens, such as {@code ack-delay}
         */
        public String key() {
            return key;
        }

        /**
         * Whether it strikes one member or the whole server.
         *
         * @return true for one member
         */
        public boolean isOfOneMember() {
            return scope == Scope.MEMBER;
        }

        /**
         * Whether it lasts.
         *
         * @return true for faults with a duration
         */
        public boolean hasDuration() {
            return this == ACK_DELAY || this == NULL_ENDPOINT || this == OUTAGE;
        }
    }

    private enum Scope {
        MEMBER,
        ALL
    }

    /**
     * The fault for a person to read.
     *
     * @return such as {@code close 4014} or {@code outage 2s}
     */
    @Override
    public String toString() {
        String code = closeCode == 0 ? "" : " " + closeCode;
        return kind.key() + code + (durationNs == 0 ? "" : " " + ConditionText.duration(durationNs));
    }
}
