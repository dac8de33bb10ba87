package dev.acord.sim.server;

import dev.acord.voice.gateway.CloseCode;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.exceptions.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/** One websocket of Jetty; public because Jetty calls it. */
public final class GatewayEndpoint implements Session.Listener.AutoDemanding {
    private final long id;
    private final int version;
    private final WebSockets owner;
    private final AtomicBoolean reported = new AtomicBoolean();
    private volatile @Nullable Session session;

    GatewayEndpoint(long id, int version, WebSockets owner) {
        this.id = id;
        this.version = version;
        this.owner = owner;
    }

    long id() {
        return id;
    }

    int version() {
        return version;
    }

    Session session() {
        Session opened = session;
        if (opened == null) {
            throw new IllegalStateException("bug: the websocket is not open yet");
        }
        return opened;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        owner.opened(this);
    }

    @Override
    public void onWebSocketText(String message) {
        owner.events().text(id, message);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        byte[] message = new byte[payload.remaining()];
        payload.get(message);
        callback.succeed();
        owner.events().binary(id, message);
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        if (cause instanceof MessageTooLargeException) {
            owner.events().tooLarge(id);
        } // all other errors end in onWebSocketClose, with a code that says what happened
    }

    @Override
    public void onWebSocketClose(int statusCode, @Nullable String reason, Callback callback) {
        callback.succeed();
        if (reported.compareAndSet(false, true)) {
            owner.closed(this, statusCode == 0 ? CloseCode.ABNORMAL : statusCode);
        }
    }
}
