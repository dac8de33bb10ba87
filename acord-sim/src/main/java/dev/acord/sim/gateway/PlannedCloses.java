package dev.acord.sim.gateway;

import dev.acord.sim.HandshakeStep;
import dev.acord.voice.wire.CloseCode;
import java.util.ArrayDeque;
import java.util.Deque;

/** Websockets that are to be closed at a step of their handshake, each order once and in order. */
public final class PlannedCloses {
    private static final int MAX_ORDERS = 1_000;

    private record Order(HandshakeStep step, int code) {}

    private final Deque<Order> orders = new ArrayDeque<>();

    PlannedCloses() {}

    /**
     * Closes the next websocket that comes to a step.
     *
     * @param step the step
     * @param code the close code, or 1006 to break the connection without a close frame
     * @throws IllegalStateException when 1000 orders wait already
     */
    public void add(HandshakeStep step, int code) {
        if (orders.size() == MAX_ORDERS) {
            throw new IllegalStateException(MAX_ORDERS + " websockets are to be closed already");
        }
        orders.add(new Order(step, code));
    }

    /** Takes the first order when it is for this step; the code, or -1. */
    int take(HandshakeStep step) {
        Order first = orders.peek();
        if (first == null || first.step != step) {
            return -1;
        }
        orders.remove();
        return first.code;
    }

    /** Whether a session outlives a websocket closed with this code. */
    static boolean isResumable(int code) {
        return code <= 4000 || code == CloseCode.VOICE_SERVER_CRASHED;
    }

    /** Whether the credentials are good for another identify afterwards. */
    static boolean keepsCredentials(int code) {
        return switch (code) {
            case CloseCode.AUTHENTICATION_FAILED,
                    CloseCode.SESSION_INVALID,
                    CloseCode.SERVER_NOT_FOUND,
                    CloseCode.DISCONNECTED,
                    CloseCode.CALL_TERMINATED -> false;
            default -> true;
        };
    }
}
