package dev.acord.voice.io;

import dev.acord.dave.media.FrameDecryption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The end-to-end decryption of all users' frames. Keys come from the connection's executor, frames are decrypted on the receiving thread;
 * each user's decryption has its own hand-over between them.
 */
final class DaveReceiving {
    private static final int MAX_USERS = 4_096;
    private static final long GRACE_NS = 10_000_000_000L;

    private final Executor receivingThread;
    private final Map<Long, FrameDecryption> users = new ConcurrentHashMap<>();
    private volatile boolean plainAlways = true;
    private volatile long plainUntilNs;
    private volatile boolean plainSometime;

    DaveReceiving(Executor receivingThread) {
        this.receivingThread = receivingThread;
    }

    /** Decrypts in place. Returns the frame's length, or 0 or less when it must be dropped. */
    int decrypt(long user, byte[] buf, int off, int len, long nowNs) {
        if (plainAlways && users.isEmpty()) {
            return len; // a call without end-to-end encryption: nothing to look at
        }
        FrameDecryption decryption = users.get(user);
        if (decryption == null) {
            decryption = add(user);
        }
        return decryption == null ? 0 : decryption.decrypt(buf, off, len, nowNs);
    }

    /** A user's frames may be encrypted with this secret from now on. */
    void ratchet(long user, byte[] baseSecret, long nowNs) {
        FrameDecryption decryption = users.get(user);
        if (decryption == null) {
            decryption = add(user);
        }
        if (decryption != null) {
            decryption.ratchet(baseSecret, nowNs);
        }
    }

    private synchronized @Nullable FrameDecryption add(long user) {
        if (users.size() >= MAX_USERS) {
            return null;
        }
        return users.computeIfAbsent(user, each -> {
            FrameDecryption decryption = new FrameDecryption();
            applyPlain(decryption);
            return decryption;
        });
    }

    private void applyPlain(FrameDecryption decryption) {
        if (plainAlways) {
            decryption.passthroughAlways();
        } else if (plainSometime) {
            decryption.passthroughUntil(plainUntilNs);
        } else {
            decryption.passthroughNever();
        }
    }

    /** Whether frames that are not encrypted pass: always, or for 10 s more if they did until now. */
    synchronized void plain(boolean allowed, long nowNs) {
        if (!allowed && plainAlways) {
            plainSometime = true;
            plainUntilNs = nowNs + GRACE_NS;
        }
        plainAlways = allowed;
        users.values().forEach(this::applyPlain);
    }

    /** A new session: no keys, and only encrypted frames. */
    synchronized void reset() {
        plainAlways = false;
        plainSometime = false;
        users.values().forEach(this::wipe);
        users.clear();
    }

    /** A user left the call. */
    synchronized void forget(long user) {
        FrameDecryption gone = users.remove(user);
        if (gone != null) {
            wipe(gone);
        }
    }

    /** Members of the new epoch keep their keys; who is not among them has been removed, and is not heard any more. */
    synchronized void retain(Collection<Long> members) {
        for (Long user : List.copyOf(users.keySet())) {
            if (!members.contains(user)) {
                forget(user);
            }
        }
    }

    /** Keys may be in use until the receiving thread has done what it is doing. */
    private void wipe(FrameDecryption gone) {
        receivingThread.execute(gone::wipe);
    }
}
