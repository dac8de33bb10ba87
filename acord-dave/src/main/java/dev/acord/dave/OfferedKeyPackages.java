package dev.acord.dave;

import dev.acord.dave.mls.KeyPackageBundle;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.message.Welcome;
import java.util.ArrayDeque;

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

    /**
     * The key package that a welcome is for.
     *
     * @throws MlsException if it is malformed, or for none of them
     */
    KeyPackageBundle addressedBy(byte[] welcome) throws MlsException {
        Welcome parsed = Welcome.parse(welcome);
        for (KeyPackageBundle each : offered) {
            if (parsed.isFor(each.keyPackage().ref())) {
                return each;
            }
        }
        throw new MlsException(Reason.NOT_FOR_US, "the welcome is for none of our key packages");
    }

    /** A welcome has used this one: it goes, and those that were said before it. */
    void use(KeyPackageBundle used) {
        KeyPackageBundle oldest;
        do {
            oldest = offered.removeLast();
            oldest.wipe();
        } while (oldest != used);
    }

    void wipe() {
        offered.forEach(KeyPackageBundle::wipe);
        offered.clear();
    }
}
