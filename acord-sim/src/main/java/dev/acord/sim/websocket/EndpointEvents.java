package dev.acord.sim.websocket;

/** What a websocket reports. Called by the web server's threads, for each websocket in order. */
public interface EndpointEvents {
    /**
     * The websocket is open.
     *
     * @param endpoint the websocket
     */
    void opened(GatewayEndpoint endpoint);

    /**
     * A text message came.
     *
     * @param id the websocket
     * @param message the message
     */
    void text(long id, String message);

    /**
     * A binary message came.
     *
     * @param id the websocket
     * @param message the message
     */
    void binary(long id, byte[] message);

    /**
     * A message over the limit came; the websocket is being closed with 1009.
     *
     * @param id the websocket
     */
    void tooLarge(long id);

    /**
     * The websocket is closed. The last event.
     *
     * @param id the websocket
     * @param code the close code; 1006 when the connection broke
     */
    void closed(long id, int code);
}
