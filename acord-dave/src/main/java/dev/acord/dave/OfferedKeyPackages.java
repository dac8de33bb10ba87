package dev.acord.dave;

import dev.acord.dave.mls.KeyPackageBundle;
import java.util.ArrayDeque;
import java.util.Collection;

/**
 * The key packages of ours that the gateway has been given and that no welcome has used yet, the newest first. A welcome may be on its way
 * for an older one while a newer one goes out; who could use the newest only would refuse it, ask again, and so refuse every one that
 * follows. Not thread safe.
 */
final class OfferedKeyPackages {
    /** One after the session's begin, and those of {@link DaveWatchdog}'s repetitions within its first 20 seconds. */
    static final int MAX = 4;

    private final ArrayDeque<KeyPackageBundle> offered = new ArrayDeque<>(MAX);

    /** Owns the bundle from now on; the oldest of more than {@value #MAX} is wiped. */
    void add(KeyPackageBundle bundle) {
        if (offered.size() == MAX) {
            offered.removeLast().wipe();
        }
        offered.addFirst(bundle);
    }

    boolean isEmpty() {
        return offered.isEmpty();
    }

    KeyPackageBundle newest() {
        return offered.getFirst();
    }

    Collection<KeyPackageBundle> all() {
        return offered;
    }

    void wipe() {
        offered.forEach(KeyPackageBundle::wipe);
        offered.clear();
    }
}
