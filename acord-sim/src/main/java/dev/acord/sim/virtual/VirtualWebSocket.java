package dev.acord.sim.virtual;

import dev.acord.voice.io.WebSocketEvents;
import dev.acord.voice.io.WebSocketPort;
import dev.acord.voice.wire.CloseCode;
import java.net.URI;
import java.util.ArrayDeque;

/** A websocket between a node and the server: ordered and reliable while it lasts, as slow as the node's path. */
final class VirtualWebSocket implements WebSocketPort {
    private static final long CONNECT_TIMEOUT_NS = 10_000_000_000L;
    private static final long RETRY_NS = 1_000_000_000L;

    private static final int HANDSHAKE_BYTES = 600;
    private static final int CLOSE_BYTES = 60;

    private enum State {
        CONNECTING,
        OPEN,
        /** The node has closed it, and the server has not noticed yet. */
        CLOSING,
        GONE
    }

    private final VirtualNode node;
    private final int version;
    private final WebSocketEvents events;
    private final ArrayDeque<Runnable> inbox = new ArrayDeque<>();
    private final StreamPath up;
    private final StreamPath down;
    private State state = State.CONNECTING;
    private boolean busy;
    private long id;

    VirtualWebSocket(VirtualNode node, URI uri, WebSocketEvents events) {
        this.node = node;
        this.version = version(uri);
        this.events = events;
        this.up = node.path().stream();
        this.down = node.path().stream();
    }

    private static int version(URI uri) {
        String query = String.valueOf(uri.getQuery());
        int at = query.indexOf("v=");
        return at < 0 ? 0 : Integer.parseInt(query.substring(at + 2));
    }

    void connect() {
        long sinceNs = node.nowNs();
        attempt(sinceNs);
    }

    /** TCP's and TLS's round trips, repeated while nothing passes. */
    private void attempt(long sinceNs) {
        if (state != State.CONNECTING) {
            return;
        }
        if (node.nowNs() - sinceNs >= CONNECT_TIMEOUT_NS) {
            end(() -> events.onClosed(CloseCode.ABNORMAL, "cannot reach the voice server: no answer within 10 s"));
        } else if (node.path().isPartitioned()) {
            node.later(() -> attempt(sinceNs), RETRY_NS);
        } else {
            up.send(HANDSHAKE_BYTES, () -> node.later(this::accept, 0));
        }
    }

    private void accept() {
        if (state != State.CONNECTING) {
            return;
        }
        if (!node.network().server().isUp()) {
            end(() -> events.onClosed(CloseCode.ABNORMAL, "cannot reach the voice server: connection refused"));
            return;
        }
        state = State.OPEN;
        arrive(events::onOpen, true);
        id = node.network().server().accept(this, version);
    }

    @Override
    public void sendText(String message) {
        if (state == State.OPEN) {
            up.send(message.length(), () -> node.network().server().handleText(id, message));
        }
    }

    @Override
    public void sendBinary(byte[] message) {
        if (state == State.OPEN) {
            up.send(message.length, () -> node.network().server().handleBinary(id, message));
        }
    }

    @Override
    public void close(int code, String why) {
        leave(code);
    }

    @Override
    public void abort() {
        leave(CloseCode.ABNORMAL);
    }

    private void leave(int code) {
        boolean told = state == State.OPEN;
        state = State.CLOSING;
        inbox.clear();
        node.gone(this);
        if (told) {
            up.send(CLOSE_BYTES, () -> {
                node.network().server().socketClosed(id, code);
                up.kill();
                down.kill();
            });
        } else {
            up.kill();
            down.kill();
        }
    }

    /** The network breaks the connection: both ends notice, each for itself. */
    void kill() {
        if (state == State.OPEN) {
            node.network().server().socketKilled(id);
            broken("connection reset");
        }
    }

    /** The other end is gone without a close frame. */
    void broken(String why) {
        end(() -> events.onClosed(CloseCode.ABNORMAL, why));
    }

    /** The server has sent a message. */
    void text(String message) {
        down.send(message.length(), () -> arrive(() -> events.onText(message, this::next), false));
    }

    /** The server has sent a message. */
    void binary(byte[] message) {
        down.send(message.length, () -> arrive(() -> events.onBinary(message, this::next), false));
    }

    /** The server has closed it. */
    void closed(int code, String reason) {
        down.send(CLOSE_BYTES, () -> arrive(() -> end(() -> events.onClosed(code, reason)), true));
    }

    /** One event at a time; a message is followed by the next only when it has been dealt with. */
    private void arrive(Runnable event, boolean finished) {
        node.later(
                () -> {
                    if (state == State.OPEN) {
                        inbox.add(finished ? () -> runAndGoOn(event) : event);
                        pump();
                    }
                },
                0);
    }

    private void runAndGoOn(Runnable event) {
        event.run();
        next();
    }

    private void next() {
        busy = false;
        pump();
    }

    private void pump() {
        if (!busy && state == State.OPEN) {
            Runnable event = inbox.poll();
            if (event != null) {
                busy = true;
                event.run();
            }
        }
    }

    private void end(Runnable last) {
        if (state == State.OPEN || state == State.CONNECTING) {
            state = State.GONE;
            inbox.clear();
            up.kill();
            down.kill();
            node.gone(this);
            node.later(last, 0);
        }
    }
}
