package dev.acord.voice;

import dev.acord.dave.DaveEpoch;
import dev.acord.voice.io.DriverEvents;
import dev.acord.voice.io.Environment;
import dev.acord.voice.io.LogContext;
import dev.acord.voice.io.SerialExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what the driver reports to the user's listeners, off the connection's own executor, and keeps the futures. */
final class EventDispatcher implements DriverEvents {
    private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);

    private final VoiceConnection connection;
    private final List<VoiceListener> listeners = new CopyOnWriteArrayList<>();
    private final SerialExecutor executor;
    private final CallLog log;
    private final CompletableFuture<VoiceConnection> connected = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private CompletableFuture<VoiceConnection> ready = new CompletableFuture<>();
    private volatile @Nullable SessionKeeper keeper;
    private volatile long dropped;
    private volatile EncryptionState encryption = EncryptionState.NONE;
    private volatile DaveEpoch lastEpoch = DaveEpoch.none(0);

    EventDispatcher(VoiceConnection connection, Environment environment) {
        this.connection = connection;
        this.log = new CallLog(connection, environment::nowNs);
        LogContext context = new LogContext(connection.guildId(), connection::channelId);
        this.executor = new SerialExecutor(environment.workers(), VoiceListener.MAX_WAITING_EVENTS, context);
    }

    /** From now on this one renews the session, and listeners are not asked to. */
    void keeper(SessionKeeper renewing) {
        keeper = renewing;
    }

    @Nullable
    SessionKeeper keeper() {
        return keeper;
    }

    void add(VoiceListener listener) {
        listeners.add(listener);
    }

    void remove(VoiceListener listener) {
        listeners.remove(listener);
    }

    CallLog log() {
        return log;
    }

    long dropped() {
        return dropped;
    }

    EncryptionState encryption() {
        return encryption;
    }

    DaveEpoch lastEpoch() {
        return lastEpoch;
    }

    CompletableFuture<VoiceConnection> connected() {
        return connected;
    }

    synchronized CompletableFuture<VoiceConnection> ready() {
        return ready;
    }

    CompletableFuture<CloseReason> closed() {
        return closed;
    }

    /** Hands an event to every listener, in order. */
    void fire(Consumer<VoiceListener> event) {
        if (listeners.isEmpty()) {
            return;
        }
        boolean taken = executor.offer(() -> {
            for (VoiceListener listener : listeners) {
                try {
                    event.accept(listener);
                } catch (RuntimeException e) {
                    // the user's code: its failure must not end the other listeners
                    LOG.error("a voice listener failed", e);
                }
            }
        });
        if (!taken) {
            countDropped();
        }
    }

    /** Runs something of the user's in the order of the events. */
    void run(Runnable task) {
        boolean taken = executor.offer(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                // the user's code, as above
                LOG.error("a voice handler failed", e);
            }
        });
        if (!taken) {
            countDropped();
        }
    }

    private synchronized void countDropped() {
        dropped = dropped() + 1;
    }

    @Override
    public void onState(VoiceState state) {
        log.onState(state);
        switch (state) {
            case IDENTIFYING -> connected.complete(connection);
            case READY -> ready().complete(connection);
            case CONNECTING, AWAITING_SERVER, IDLE -> renewReady();
            default -> {}
        }
        SessionKeeper present = keeper;
        if (present != null) {
            present.onState(state);
        }
        fire(listener -> listener.onState(connection, state));
    }

    /** Whoever waits from now on waits for the next session. */
    private synchronized void renewReady() {
        if (ready.isDone()) {
            ready = new CompletableFuture<>();
        }
    }

    @Override
    public void onReconnecting(CloseReason reason) {
        log.onLost(reason, "reconnecting");
        fire(listener -> listener.onReconnecting(connection, reason));
    }

    @Override
    public void onServerNeeded(CloseReason reason) {
        log.onLost(reason, "a new session is needed from the main gateway");
        SessionKeeper present = keeper;
        if (present != null) {
            present.onServerNeeded(reason, true);
        } else {
            fire(listener -> listener.onServerNeeded(connection, reason));
        }
    }

    @Override
    public void onDisconnected(CloseReason reason) {
        log.onLost(reason, "the main gateway will say what happened");
        SessionKeeper present = keeper;
        if (present != null) {
            present.onServerNeeded(reason, false);
        } else {
            fire(listener -> listener.onDisconnected(connection, reason));
        }
    }

    @Override
    public void onMoved(long fromChannelId, long toChannelId) {
        log.onMoved(fromChannelId, toChannelId);
        fire(listener -> listener.onMoved(connection, fromChannelId, toChannelId));
    }

    @Override
    public void onServerChanged(String endpoint) {
        log.onServerChanged(endpoint);
        fire(listener -> listener.onServerChanged(connection, endpoint));
    }

    @Override
    public void onResumed() {
        log.onResumed();
        fire(listener -> listener.onResumed(connection));
    }

    @Override
    public void onClosed(CloseReason reason) {
        log.onClosed(reason);
        connected.completeExceptionally(new VoiceException(reason));
        CompletableFuture<VoiceConnection> waiting;
        synchronized (this) {
            renewReady();
            waiting = ready;
        }
        waiting.completeExceptionally(new VoiceException(reason));
        SessionKeeper present = keeper;
        if (present != null) {
            present.onClosed(reason);
        }
        fire(listener -> listener.onClosed(connection, reason));
        closed.complete(reason);
    }

    @Override
    public void onEncryption(DaveEpoch epoch, boolean encrypted) {
        lastEpoch = epoch;
        EncryptionState next = new EncryptionState(
                epoch.protocolVersion(), encrypted, epoch.epoch(), epoch.privacyCode(), epoch.users());
        if (!next.equals(encryption)) {
            encryption = next;
            log.onEncryption(next);
            fire(listener -> listener.onEncryption(connection, next));
        }
    }

    @Override
    public void onDaveMessage() {
        log.onDaveMessage();
    }

    @Override
    public void onEncryptionWaiting(long waitedNs) {
        LOG.warn(
                "{}: still not in the call's encrypted group after {} ms; asked again",
                connection,
                waitedNs / 1_000_000);
        fire(listener -> listener.onEncryptionWaiting(connection, Duration.ofNanos(waitedNs)));
    }

    @Override
    public void onUserConnected(long userId) {
        fire(listener -> listener.onUserConnected(connection, userId));
    }

    @Override
    public void onUserDisconnected(long userId) {
        fire(listener -> listener.onUserDisconnected(connection, userId));
    }

    @Override
    public void onSpeaking(long userId, int flags) {
        fire(listener -> listener.onSpeaking(connection, userId, flags));
    }
}
