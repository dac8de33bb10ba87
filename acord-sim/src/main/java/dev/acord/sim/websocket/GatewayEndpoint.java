package dev.acord.sim.websocket;

import dev.acord.voice.gateway.CloseCode;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.exceptions.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/** One websocket of the web server; not for users. */
public final class GatewayEndpoint implements Session.Listener.AutoDemanding {
    private final long id;
    private final int version;
    private final EndpointEvents events;
    private final AtomicBoolean reported = new AtomicBoolean();
    private volatile @Nullable Session session;

    /**
     * Creates an endpoint.
     *
     * @param id its number
     * @param version the gateway version that its address asks for, or 0
     * @param events what is told
     */
    public GatewayEndpoint(long id, int version, EndpointEvents events) {
        this.id = id;
        this.version = version;
        this.events = events;
    }

    /**
     * The websocket's number.
     *
     * @return a number that no other websocket of the server has
     */
    public long id() {
        return id;
    }

    /**
     * The gateway version that its address asks for.
     *
     * @return the version, or 0
     */
    public int version() {
        return version;
    }

    /**
     * The web server's end.
     *
     * @return the session
     * @throws IllegalStateException before the websocket is open
     */
    public Session session() {
        Session opened = session;
        if (opened == null) {
            throw new IllegalStateException("bug: the websocket is not open yet");
        }
        return opened;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        events.opened(this);
    }

    @Override
    public void onWebSocketText(String message) {
        events.text(id, message);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        byte[] message = new byte[payload.remaining()];
        payload.get(message);
        callback.succeed();
        events.binary(id, message);
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        if (cause instanceof MessageTooLargeException) {
            events.tooLarge(id);
        } // all other errors end in onWebSocketClose, with a code that says what happened
    }

    @Override
    public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
        callback.succeed();
        if (reported.compareAndSet(false, true)) {
            events.closed(id, statusCode == 0 ? CloseCode.ABNORMAL : statusCode);
        }
    }
}
