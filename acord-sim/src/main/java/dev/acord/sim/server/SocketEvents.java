package dev.acord.sim.server;

/** What the websockets report. Called by the web server's threads, for each socket in order. */
interface SocketEvents {
    void opened(long id, int version);

    void text(long id, String message);

    void binary(long id, byte[] message);

    void tooLarge(long id);

    void closed(long id, int code);
}
