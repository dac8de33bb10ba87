package dev.acord.voice.gateway;

import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceState;
import dev.acord.voice.wire.CloseCode;
import java.util.random.RandomGenerator;

/**
 * Which websocket is the present one, and what comes after it: the part of a {@link GatewaySession} that outlives sessions. It decides
 * between resuming, a new session, waiting for the main gateway and the end; the session's own memory is dropped by {@code forget}.
 */
final class Lifecycle {
    private final GatewayConfig config;
    private final GatewayActions actions;
    private final Runnable forget;
    private final Attempts attempts;

    private VoiceServerInfo info;
    private VoiceState state = VoiceState.NEW;
    private int socket;
    private boolean socketOpen;
    private boolean resuming;
    private long stageDeadlineNs = Heartbeat.NONE;
    private long reconnectNs = Heartbeat.NONE;
    private CloseReason lastFailure;

    /**
     * Makes a lifecycle that has not begun.
     *
     * @param forget run when a websocket ends ({@code false}: the session may go on) or a session does ({@code true})
     */
    Lifecycle(
            VoiceServerInfo info,
            GatewayConfig config,
            GatewayActions actions,
            RandomGenerator random,
            Runnable forget) {
        this.info = info;
        this.config = config;
        this.actions = actions;
        this.forget = forget;
        this.attempts = new Attempts(config, random);
        this.lastFailure = reason(CloseReason.Kind.NETWORK, 0, "not connected");
    }

    VoiceServerInfo info() {
        return info;
    }

    VoiceState state() {
        return state;
    }

    /** The number of the present websocket. */
    int socket() {
        return socket;
    }

    /** Whether the present websocket can carry messages. */
    boolean isSocketOpen() {
        return socketOpen;
    }

    /** Whether a session was lost and has not been taken up yet. */
    boolean isResuming() {
        return resuming;
    }

    boolean isStale(int fromSocket) {
        return fromSocket != socket || state == VoiceState.CLOSED;
    }

    long nextTimerNs() {
        return Math.min(stageDeadlineNs, reconnectNs);
    }

    CloseReason reason(CloseReason.Kind kind, int code, String message) {
        return new CloseReason(kind, code, state, message);
    }

    void enter(VoiceState next) {
        if (state != next) {
            state = next;
            actions.onState(next);
        }
    }

    void opened() {
        socketOpen = true;
        if (!resuming) {
            enter(VoiceState.AWAITING_HELLO);
        }
    }

    /** A session works, new or resumed. */
    void becomeReady() {
        resuming = false;
        stageDeadlineNs = Heartbeat.NONE;
        attempts.succeeded();
        enter(VoiceState.READY);
    }

    void handleTimer(long nowNs) {
        if (reconnectNs != Heartbeat.NONE && nowNs - reconnectNs >= 0) {
            openSocket();
        }
        if (stageDeadlineNs != Heartbeat.NONE && nowNs - stageDeadlineNs >= 0) {
            handleStageTimeout(nowNs);
        }
    }

    private void handleStageTimeout(long nowNs) {
        stageDeadlineNs = Heartbeat.NONE;
        if (state == VoiceState.AWAITING_SERVER) {
            end(reason(
                    lastFailure.kind(),
                    lastFailure.code(),
                    lastFailure.message() + "; no new voice session came from the main gateway in time"));
            return;
        }
        CloseReason failure = reason(CloseReason.Kind.TIMEOUT, 0, "timed out while " + state.description());
        abandonSocket(CloseCode.NORMAL, "timed out");
        if (resuming || attempts.everSucceeded()) {
            retryFresh(failure, nowNs);
        } else {
            end(failure);
        }
    }

    /** The server closed the websocket, or it broke; the policy for its code decides. */
    void handleClosed(int code, String why, long nowNs) {
        socketGone();
        CloseReason failure = code == CloseCode.ABNORMAL
                ? reason(CloseReason.Kind.NETWORK, code, why)
                : reason(
                        CloseReason.Kind.SERVER,
                        code,
                        ClosePolicy.describe(code) + (why.isBlank() ? "" : " (\"" + why + "\")"));
        switch (ClosePolicy.of(code)) {
            case RESUME -> recover(failure, nowNs);
            case FRESH -> {
                if (ClosePolicy.isOurFault(code) && !attempts.mayRepeatFault()) {
                    end(failure);
                } else {
                    retryFresh(failure, nowNs);
                }
            }
            case ASK, WAIT -> awaitServer(failure, nowNs);
            case TERMINAL -> end(failure);
        }
    }

    /** New credentials from the main gateway. */
    void update(VoiceServerInfo newInfo, long nowNs) {
        abandonSocket(CloseCode.NORMAL, "moved");
        info = newInfo;
        attempts.reset();
        if (state != VoiceState.NEW) {
            openFresh(nowNs);
        }
    }

    /** The websocket is lost but the session may not be. */
    void recover(CloseReason failure, long nowNs) {
        boolean resumable = state == VoiceState.READY || resuming;
        if (!resumable || !attempts.mayResume()) {
            retryFresh(failure, nowNs);
            return;
        }
        lastFailure = failure;
        long delayNs = attempts.nextResumeDelayNs();
        resuming = true;
        enter(VoiceState.RESUMING);
        stageDeadlineNs = nowNs + config.stageTimeoutNs();
        reconnect(delayNs, nowNs);
    }

    /** The session is lost; another one is tried after a wait, if that is still allowed. */
    void retryFresh(CloseReason failure, long nowNs) {
        lastFailure = failure;
        if (!attempts.mayTryAfresh()) {
            end(failure);
            return;
        }
        forgetSession();
        enter(VoiceState.CONNECTING);
        long delayNs = attempts.nextFreshDelayNs();
        if (attempts.everSucceeded() || stageDeadlineNs == Heartbeat.NONE) {
            stageDeadlineNs = nowNs + delayNs + config.stageTimeoutNs();
        }
        reconnect(delayNs, nowNs);
    }

    private void awaitServer(CloseReason failure, long nowNs) {
        forgetSession();
        lastFailure = failure;
        reconnectNs = Heartbeat.NONE;
        enter(VoiceState.AWAITING_SERVER);
        stageDeadlineNs = nowNs + config.updateGraceNs();
        actions.onServerNeeded(failure);
    }

    /** Begins a new session at once. */
    void openFresh(long nowNs) {
        forgetSession();
        enter(VoiceState.CONNECTING);
        stageDeadlineNs = nowNs + config.stageTimeoutNs();
        openSocket();
    }

    /** Closes the present websocket with a close frame. */
    void abandonSocket(int code, String why) {
        if (socket > 0) {
            actions.closeSocket(socket, code, why);
        }
        socketGone();
    }

    /** The end: nothing is left to do. */
    void end(CloseReason reason) {
        socketGone();
        stageDeadlineNs = Heartbeat.NONE;
        reconnectNs = Heartbeat.NONE;
        resuming = false;
        enter(VoiceState.CLOSED);
        actions.onClosed(reason);
    }

    private void reconnect(long delayNs, long nowNs) {
        if (delayNs == 0) {
            openSocket();
        } else {
            reconnectNs = nowNs + delayNs;
        }
    }

    private void openSocket() {
        reconnectNs = Heartbeat.NONE;
        socket++;
        socketOpen = false;
        actions.openSocket(socket, VoiceEndpoint.of(info.endpoint(), config.gatewayVersion(), config.plainWebsocket()));
    }

    private void forgetSession() {
        resuming = false;
        attempts.forgetResumes();
        forget.run();
    }

    /** After this, whatever the old websocket still delivers is stale. */
    void socketGone() {
        socket++;
        socketOpen = false;
    }
}
