package dev.acord.voice.io;

import dev.acord.voice.gateway.GatewaySession;
import java.util.function.Consumer;

/** Brings one websocket's events to the connection's executor, with the socket's number. */
final class SocketEvents implements WebSocketEvents {
    /** Posts an input to the session. */
    interface Post {
        void post(Consumer<GatewaySession> input);
    }

    private final int number;
    private final Environment environment;
    private final Post session;

    SocketEvents(int number, Environment environment, Post session) {
        this.number = number;
        this.environment = environment;
        this.session = session;
    }

    @Override
    public void onOpen() {
        session.post(each -> each.handleOpen(number));
    }

    @Override
    public void onText(String message, Runnable next) {
        session.post(each -> {
            each.handleText(number, message, environment.nowNs());
            next.run();
        });
    }

    @Override
    public void onBinary(byte[] message, Runnable next) {
        session.post(each -> {
            each.handleBinary(number, message, environment.nowNs());
            next.run();
        });
    }

    @Override
    public void onClosed(int code, String why) {
        session.post(each -> each.handleSocketClosed(number, code, why, environment.nowNs()));
    }

    @Override
    public void onRefused(String why) {
        session.post(each -> each.handleSocketRefused(number, why));
    }
}
