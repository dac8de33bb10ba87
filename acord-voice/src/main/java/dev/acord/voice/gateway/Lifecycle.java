package dev.acord.voice.gateway;

import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceState;
import dev.acord.voice.wire.CloseCode;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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
    private boolean socketLive;
    private boolean socketOpen;
    private boolean resuming;
    private long readySinceNs;
    /** Until the first session works: when it must. */
    private long joinDeadlineNs = Heartbeat.NONE;

    private long stageDeadlineNs = Heartbeat.NONE;
    /** When the next websocket is opened or, while waiting for the main gateway, when that is asked. */
    private long retryNs = Heartbeat.NONE;

    private @Nullable CloseReason lastFailure;

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
        return Math.min(stageDeadlineNs, retryNs);
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

    /** Begins the first session; it must work before the join deadline, however many attempts that takes. */
    void start(long nowNs) {
        joinDeadlineNs = nowNs + config.stageTimeoutNs();
        openFresh(nowNs);
    }

    void opened() {
        socketOpen = true;
        if (!resuming) {
            enter(VoiceState.AWAITING_HELLO);
        }
    }

    /** A session works, new or resumed. */
    void becomeReady(long nowNs) {
        resuming = false;
        readySinceNs = nowNs;
        joinDeadlineNs = Heartbeat.NONE;
        stageDeadlineNs = Heartbeat.NONE;
        lastFailure = null;
        attempts.succeeded();
        enter(VoiceState.READY);
    }

    void handleTimer(long nowNs) {
        if (retryNs != Heartbeat.NONE && nowNs - retryNs >= 0) {
            retryNs = Heartbeat.NONE;
            if (state != VoiceState.AWAITING_SERVER) {
                openSocket();
            } else if (lastFailure != null) {
                actions.onServerNeeded(lastFailure);
            }
        }
        if (stageDeadlineNs != Heartbeat.NONE && nowNs - stageDeadlineNs >= 0) {
            handleStageTimeout(nowNs);
        }
    }

    private void handleStageTimeout(long nowNs) {
        stageDeadlineNs = Heartbeat.NONE;
        CloseReason before = lastFailure;
        if (state == VoiceState.AWAITING_SERVER && before != null) {
            end(reason(
                    before.kind(),
                    before.code(),
                    before.message() + "; no new voice session came from the main gateway in time"));
            return;
        }
        String earlier = before == null ? "" : "; the attempt before failed: " + before.message();
        CloseReason failure = reason(CloseReason.Kind.TIMEOUT, 0, "timed out while " + state.description() + earlier);
        abandonSocket(CloseCode.NORMAL, "timed out");
        if (resuming || attempts.everSucceeded()) {
            retryFresh(failure, nowNs);
        } else {
            end(failure);
        }
    }

    /** The server closed the websocket, or it broke; the policy for its code and the stage decides. */
    void handleClosed(int code, String why, long nowNs) {
        settle(nowNs);
        socketGone();
        CloseReason failure = code == CloseCode.ABNORMAL
                ? reason(CloseReason.Kind.NETWORK, code, why)
                : reason(
                        CloseReason.Kind.SERVER,
                        code,
                        CloseTable.meaning(code) + (why.isBlank() ? "" : " (\"" + why + "\")"));
        switch (CloseTable.policy(code, state)) {
            case RESUME -> recover(failure, nowNs);
            case NEW -> retryFresh(failure, nowNs);
            case NEW_ONCE -> {
                if (attempts.mayRepeatFault()) {
                    retryFresh(failure, nowNs);
                } else {
                    end(failure);
                }
            }
            case ASK -> awaitServer(failure, true, nowNs);
            case WAIT -> awaitServer(failure, false, nowNs);
            case REFUSED -> {
                if (attempts.credentialsWorked()) {
                    awaitServer(failure, true, nowNs);
                } else {
                    end(failure);
                }
            }
            case FINAL -> end(failure);
            case NOTHING -> {}
        }
    }

    /** New credentials from the main gateway. */
    void update(VoiceServerInfo newInfo, long nowNs) {
        settle(nowNs);
        abandonSocket(CloseCode.NORMAL, "moved");
        info = newInfo;
        lastFailure = null;
        if (state == VoiceState.IDLE) {
            attempts.begin();
            start(nowNs);
            return;
        }
        attempts.renewed();
        if (state != VoiceState.NEW) {
            openFresh(nowNs);
        }
    }

    /** The voice server is gone; the main gateway will name another by itself. */
    void serverLost(long nowNs) {
        settle(nowNs);
        abandonSocket(CloseCode.NORMAL, "no endpoint");
        forgetSession();
        lastFailure = reason(CloseReason.Kind.SERVER, 0, "the voice server went away; another one was to be named");
        retryNs = Heartbeat.NONE;
        enter(VoiceState.AWAITING_SERVER);
        stageDeadlineNs = Math.min(joinDeadlineNs, nowNs + config.updateGraceNs());
    }

    /** Closes the session and does nothing, for however long, until there is an update: somebody else watches the time. */
    void suspend(VoiceState until, String why, long nowNs) {
        settle(nowNs);
        abandonSocket(CloseCode.NORMAL, why);
        forgetSession();
        retryNs = Heartbeat.NONE;
        stageDeadlineNs = Heartbeat.NONE;
        joinDeadlineNs = Heartbeat.NONE;
        enter(until);
    }

    /** The websocket is lost but the session may not be. */
    void recover(CloseReason failure, long nowNs) {
        settle(nowNs);
        boolean resumable = state == VoiceState.READY || resuming;
        if (!resumable || !attempts.mayResume()) {
            retryFresh(failure, nowNs);
            return;
        }
        lastFailure = failure;
        long delayNs = attempts.nextResumeDelayNs();
        resuming = true;
        actions.onReconnecting(failure);
        enter(VoiceState.RESUMING);
        stageDeadlineNs = nowNs + delayNs + config.stageTimeoutNs();
        reconnect(delayNs, nowNs);
    }

    /** The session is lost; another one is tried after a wait, if that is still allowed. */
    void retryFresh(CloseReason failure, long nowNs) {
        settle(nowNs);
        lastFailure = failure;
        if (!attempts.mayTryAfresh()) {
            end(failure);
            return;
        }
        forgetSession();
        actions.onReconnecting(failure);
        enter(VoiceState.CONNECTING);
        long delayNs = attempts.nextFreshDelayNs();
        stageDeadlineNs = Math.min(joinDeadlineNs, nowNs + delayNs + config.stageTimeoutNs());
        reconnect(delayNs, nowNs);
    }

    private void awaitServer(CloseReason failure, boolean ask, long nowNs) {
        if (!attempts.mayAsk()) {
            end(failure);
            return;
        }
        forgetSession();
        lastFailure = failure;
        long delayNs = attempts.nextAskDelayNs();
        retryNs = Heartbeat.NONE;
        enter(VoiceState.AWAITING_SERVER);
        stageDeadlineNs = Math.min(joinDeadlineNs, nowNs + delayNs + config.updateGraceNs());
        if (!ask) {
            actions.onDisconnected(failure);
        } else if (delayNs == 0) {
            actions.onServerNeeded(failure);
        } else {
            retryNs = nowNs + delayNs;
        }
    }

    /** Begins a new session at once. */
    void openFresh(long nowNs) {
        forgetSession();
        enter(VoiceState.CONNECTING);
        stageDeadlineNs = Math.min(joinDeadlineNs, nowNs + config.stageTimeoutNs());
        openSocket();
    }

    /** Closes the present websocket, if there is one, with a close frame. */
    void abandonSocket(int code, String why) {
        if (socketLive) {
            actions.closeSocket(socket, code, why);
        }
        socketGone();
    }

    /** The end: nothing is left to do. */
    void end(CloseReason reason) {
        socketGone();
        stageDeadlineNs = Heartbeat.NONE;
        retryNs = Heartbeat.NONE;
        resuming = false;
        enter(VoiceState.CLOSED);
        actions.onClosed(reason);
    }

    /** Before anything is decided about a session that worked: how long it did. */
    private void settle(long nowNs) {
        if (state == VoiceState.READY) {
            attempts.lost(nowNs - readySinceNs);
        }
    }

    private void reconnect(long delayNs, long nowNs) {
        if (delayNs == 0) {
            openSocket();
        } else {
            retryNs = nowNs + delayNs;
        }
    }

    private void openSocket() {
        retryNs = Heartbeat.NONE;
        socket++;
        socketLive = true;
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
        socketLive = false;
        socketOpen = false;
    }
}
