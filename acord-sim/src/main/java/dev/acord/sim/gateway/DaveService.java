package dev.acord.sim.gateway;

/**
 * The delivery service of end-to-end encryption for one channel. The gateway tells it who is there and what they send; it speaks through
 * {@link DavePeer}. Called by one thread at a time; may send during every call.
 */
public interface DaveService {
    /** Makes the service of a channel when its first member comes; it is dropped when the last one has left. */
    @FunctionalInterface
    interface Factory {
        /**
         * Makes a service.
         *
         * @param channelId the channel, which is the MLS group id
         * @return a service without members
         */
        DaveService create(long channelId);
    }

    /**
     * The version that a member's session description names.
     *
     * @param peer a member
     * @return 0 for none
     */
    int versionFor(DavePeer peer);

    /**
     * A member identified itself; it has had Ready and the list of members.
     *
     * @param peer the member
     * @param nowNs the time
     */
    void joined(DavePeer peer, long nowNs);

    /**
     * A member has had its (first) session description.
     *
     * @param peer the member
     * @param nowNs the time
     */
    void described(DavePeer peer, long nowNs);

    /**
     * A member left; the others have been told.
     *
     * @param peer the member; nothing may be sent to it any more
     * @param nowNs the time
     */
    void left(DavePeer peer, long nowNs);

    /**
     * A member sent opcode 23 or 31.
     *
     * @param peer the member
     * @param opcode the opcode
     * @param data the field {@code d}
     * @param nowNs the time
     * @return false when the session has no DAVE, so that the message is a breach of the protocol
     * @throws MalformedMessageException when a field is missing or of the wrong type
     */
    boolean handleJson(DavePeer peer, int opcode, Fields data, long nowNs) throws MalformedMessageException;

    /**
     * A member sent opcode 26 or 28.
     *
     * @param peer the member
     * @param opcode the opcode
     * @param payload what follows the opcode
     * @param nowNs the time
     * @return false when the session has no DAVE, so that the message is a breach of the protocol
     * @throws MalformedMessageException when the payload cannot be decoded
     */
    boolean handleBinary(DavePeer peer, int opcode, byte[] payload, long nowNs) throws MalformedMessageException;

    /**
     * Called several times a second, for time-outs.
     *
     * @param nowNs the time
     */
    void tick(long nowNs);

    /** A channel without end-to-end encryption: version 0 for everybody. */
    DaveService NONE = new DaveService() {
        @Override
        public int versionFor(DavePeer peer) {
            return 0;
        }

        @Override
        public void joined(DavePeer peer, long nowNs) {}

        @Override
        public void described(DavePeer peer, long nowNs) {}

        @Override
        public void left(DavePeer peer, long nowNs) {}

        @Override
        public boolean handleJson(DavePeer peer, int opcode, Fields data, long nowNs) {
            return false;
        }

        @Override
        public boolean handleBinary(DavePeer peer, int opcode, byte[] payload, long nowNs) {
            return false;
        }

        @Override
        public void tick(long nowNs) {}
    };
}
