package dev.acord.jda;

import org.jspecify.annotations.Nullable;

/** One client of a {@link TestGateway}, whatever library it is made with. Media is in JDA's packets, sealed with one transport key for all. */
interface Member {
    long user();

    void handleVersion(int version);

    void handleUser(long user);

    void handleUserGone(long user);

    void handlePrepareTransition(int id, int version);

    void handleExecuteTransition(int id);

    void handlePrepareEpoch(long epoch, int version);

    /** A binary message as it comes from the websocket: sequence number, opcode, payload. */
    void handleBinary(byte[] message);

    /** The datagram that carries an Opus frame. */
    byte[] send(byte[] opus);

    /** The Opus frame of somebody's datagram; null when it had to be dropped. */
    byte @Nullable [] receive(long from, byte[] datagram);

    /** The epoch's code, as the member's user sees it. */
    String privacyCode();
}
