package dev.acord.cli.session;

import dev.acord.voice.EncryptionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps who is in the call, and reports each change. At the beginning everybody already there is named one by one, so changes are gathered
 * for a moment before they are reported. Thread safe.
 */
final class Roster {
    private static final long GATHER_MS = 50;
    /** The service allows fewer users in a channel; a server that names more makes the list incomplete, not the process large. */
    private static final int MAX_USERS = 20_000;

    private final ScheduledExecutorService timer;
    private final Consumer<CallStatus> report;
    private final long self;
    private final Set<Long> users = new TreeSet<>(Long::compareUnsigned);
    private @Nullable CallStatus reported;
    private EncryptionState encryption = EncryptionState.NONE;
    private boolean scheduled;
    private boolean ready;

    Roster(long self, ScheduledExecutorService timer, Consumer<CallStatus> report) {
        this.self = self;
        this.timer = timer;
        this.report = report;
        users.add(self);
    }

    /** The call's end-to-end encryption changed. */
    synchronized void encryption(EncryptionState state) {
        encryption = state;
        schedule();
    }

    /** A session begins: whoever is there is named anew. */
    synchronized void sessionBegins() {
        users.clear();
        users.add(self);
        encryption = EncryptionState.NONE;
        ready = false;
    }

    /** The session is usable: reports at the next change, and now. */
    synchronized void sessionReady() {
        ready = true;
        schedule();
    }

    synchronized void joined(long user) {
        if (users.size() < MAX_USERS && users.add(user)) {
            schedule();
        }
    }

    synchronized void left(long user) {
        if (user != self && users.remove(user)) {
            schedule();
        }
    }

    private void schedule() {
        if (ready && !scheduled && !timer.isShutdown()) {
            scheduled = true;
            timer.schedule(this::reportChange, GATHER_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void reportChange() {
        CallStatus now;
        synchronized (this) {
            scheduled = false;
            if (!ready) {
                return;
            }
            List<String> names = new ArrayList<>();
            users.forEach(user -> names.add(Long.toUnsignedString(user)));
            now = CallStatus.of(encryption, names);
            if (now.equals(reported)) {
                return;
            }
            reported = now;
        }
        report.accept(now);
    }
}
