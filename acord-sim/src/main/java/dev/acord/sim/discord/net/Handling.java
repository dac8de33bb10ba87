package dev.acord.sim.discord.net;

import dev.acord.sim.discord.protocol.RestRequest;
import dev.acord.sim.discord.protocol.RestResponse;

/** What the web server calls; from any of its threads, for each websocket in order. */
public interface Handling {
    /**
     * A websocket is open.
     *
     * @param socketId the websocket
     * @param version the version that its address asks for, or 0
     */
    void opened(long socketId, int version);

    /**
     * A text message came.
     *
     * @param socketId the websocket
     * @param message the message
     */
    void text(long socketId, String message);

    /**
     * A binary message came.
     *
     * @param socketId the websocket
     */
    void binary(long socketId);

    /**
     * A websocket is closed.
     *
     * @param socketId the websocket
     * @param code the close code
     */
    void closed(long socketId, int code);

    /**
     * A websocket asks for something that there is not; it was refused.
     *
     * @param query the query of its address
     */
    void unsupported(String query);

    /**
     * A request came.
     *
     * @param request the request
     * @return the answer
     */
    RestResponse request(RestRequest request);
}
