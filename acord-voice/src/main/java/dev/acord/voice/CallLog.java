package dev.acord.voice;

import dev.acord.voice.flight.Flight;
import java.util.StringJoiner;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What matters of a connection's life, once each: as a line of the log at INFO, as an event in a flight recording, and as a count. Owned by the
 * connection's executor; the counts are for all threads.
 */
final class CallLog {
    private static final Logger LOG = LoggerFactory.getLogger(VoiceConnection.class);

    private final VoiceConnection connection;
    private final LongSupplier clock;
    private VoiceState state = VoiceState.NEW;
    private boolean joining;
    private long joinNs;
    private long stageNs;
    private StringJoiner stages = new StringJoiner(", ");
    private @Nullable Object joinEvent;
    private @Nullable CloseReason lost;
    private long lostNs;
    private boolean resumed;
    private @Nullable Object reconnectEvent;
    private boolean transiting;
    private long transitionNs;
    private @Nullable Object transitionEvent;
    private EncryptionState encryption = EncryptionState.NONE;
    private volatile long reconnects;
    private volatile long resumes;
    private volatile long transitions;

    /**
     * Makes a log.
     *
     * @param clock the present time in nanoseconds
     */
    CallLog(VoiceConnection connection, LongSupplier clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /** Losses of a session or its websocket. */
    long reconnects() {
        return reconnects;
    }

    /** Sessions that went on after a loss. */
    long resumes() {
        return resumes;
    }

    /** Epochs in which frames were encrypted. */
    long transitions() {
        return transitions;
    }

    void onState(VoiceState next) {
        long nowNs = clock.getAsLong();
        boolean begins = next == VoiceState.CONNECTING && !joining && lost == null;
        if (begins) {
            joining = true;
            joinNs = nowNs;
            stages = new StringJoiner(", ");
            joinEvent = Flight.beginJoin();
        } else if (joining) {
            stages.add(state + " " + ms(nowNs - stageNs));
        }
        stageNs = nowNs;
        resumed = state == VoiceState.RESUMING; // a new session comes from other states
        state = next;
        if (next == VoiceState.READY) {
            onReady(nowNs);
        } else if (next == VoiceState.IDLE) {
            LOG.info("{}: left the channel", connection);
            forget("left");
        }
    }

    private void onReady(long nowNs) {
        CloseReason why = lost;
        if (why != null) {
            LOG.info(
                    "{}: reconnected after {} with {}; it had been: {}",
                    connection,
                    ms(nowNs - lostNs),
                    resumed ? "the same session" : "a new session",
                    said(why));
        } else if (joining) {
            LOG.info("{}: joined in {} ({})", connection, ms(nowNs - joinNs), stages);
        }
        forget("ready");
    }

    /** Whatever was under way is over, with this outcome. */
    private void forget(String outcome) {
        long guild = connection.guildId();
        long channel = connection.channelId();
        Flight.join(joinEvent, guild, channel, stages.toString(), outcome);
        CloseReason why = lost;
        if (why != null) {
            Flight.reconnect(reconnectEvent, guild, channel, said(why), why.code(), resumed, outcome);
        }
        joinEvent = null;
        joining = false;
        reconnectEvent = null;
        lost = null;
    }

    void onLost(CloseReason reason, String what) {
        LOG.info("{}: {}; {}", connection, said(reason), what);
        if (lost == null && !joining) {
            lost = reason;
            lostNs = clock.getAsLong();
            reconnects = reconnects() + 1; // this executor is the only writer, here and below
            reconnectEvent = Flight.beginReconnect();
        }
    }

    void onResumed() {
        resumes = resumes() + 1;
    }

    void onMoved(long from, long to) {
        LOG.info("{}: moved from channel {} to {}", connection, Long.toUnsignedString(from), Long.toUnsignedString(to));
    }

    void onServerChanged(String endpoint) {
        LOG.info("{}: goes to another voice server, {}", connection, endpoint);
    }

    /** A message of the encryption's protocol came. */
    void onDaveMessage() {
        if (!transiting) {
            transiting = true;
            transitionNs = clock.getAsLong();
            transitionEvent = Flight.beginTransition();
        }
    }

    void onEncryption(EncryptionState next) {
        EncryptionState before = encryption;
        encryption = next;
        if (next.ready() && next.epoch() > 0 && (next.epoch() != before.epoch() || !before.ready())) {
            transitions = transitions() + 1;
            LOG.info(
                    "{}: end-to-end encrypted in epoch {} with {} members{}",
                    connection,
                    Long.toUnsignedString(next.epoch()),
                    next.users().size(),
                    transiting ? ", after " + ms(clock.getAsLong() - transitionNs) : "");
            int members = next.users().size();
            Flight.transition(transitionEvent, connection.guildId(), connection.channelId(), next.epoch(), members);
            transitionEvent = null;
            transiting = false;
        } else if (before.ready() && !next.ready() && next.version() == 0) {
            LOG.info("{}: not end-to-end encrypted any more", connection);
        }
    }

    void onClosed(CloseReason reason) {
        LOG.info("{} closed: {}", connection, reason.message());
        forget(reason.message());
    }

    /** A server need not say anything when it closes. */
    private static String said(CloseReason reason) {
        return reason.message().isBlank() ? "the websocket was lost, close code " + reason.code() : reason.message();
    }

    private static String ms(long ns) {
        return ns / 1_000_000 + " ms";
    }
}
