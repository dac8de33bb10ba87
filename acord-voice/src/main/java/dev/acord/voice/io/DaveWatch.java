package dev.acord.voice.io;

import dev.acord.dave.DaveWatchdog;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The clock of one session's {@link DaveWatchdog}: lets it look after every message, and when it asks to. Owned by the connection's
 * executor.
 */
final class DaveWatch {
    /** What the watch reports. */
    interface Events {
        /** Nothing has come for so long that what we sent was sent again. */
        void onEncryptionRepeated(long waitedNs);

        /** The call does not take us in. */
        void onEncryptionStuck(long waitedNs);
    }

    private final DaveLink link;
    private final DaveWatchdog watchdog;
    private final Environment environment;
    private final Executor control;
    private final Events events;
    private Scheduler.@Nullable Timer scheduled;
    private long scheduledNs = DaveWatchdog.NEVER;
    private boolean closed;

    DaveWatch(DaveLink link, long patienceNs, Environment environment, Executor control, Events events) {
        this.link = link;
        this.watchdog = new DaveWatchdog(patienceNs);
        this.environment = environment;
        this.control = control;
        this.events = events;
    }

    void resumed() {
        watchdog.handleResumed(environment.nowNs());
        look();
    }

    /** Something has happened, or the time has come. */
    void look() {
        if (closed) {
            return;
        }
        long nowNs = environment.nowNs();
        long waitedNs = watchdog.waitedNs(nowNs);
        switch (watchdog.poll(link.isWaiting(), nowNs)) {
            case REPEAT -> {
                link.handleDoubt();
                if (link.isWaiting()) {
                    events.onEncryptionRepeated(waitedNs);
                }
            }
            case GIVE_UP -> events.onEncryptionStuck(waitedNs);
            case NOTHING -> {}
        }
        arm();
    }

    private void arm() {
        long nextNs = watchdog.nextNs();
        if (closed || nextNs == scheduledNs) {
            return;
        }
        if (scheduled != null) {
            scheduled.cancel();
            scheduled = null;
        }
        scheduledNs = nextNs;
        if (nextNs != DaveWatchdog.NEVER) {
            scheduled = environment.schedule(() -> control.execute(this::ring), nextNs - environment.nowNs());
        }
    }

    private void ring() {
        scheduledNs = DaveWatchdog.NEVER;
        look();
    }

    void close() {
        closed = true;
        if (scheduled != null) {
            scheduled.cancel();
            scheduled = null;
        }
    }
}
