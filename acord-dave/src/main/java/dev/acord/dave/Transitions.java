package dev.acord.dave;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Transitions that were prepared and not executed, each with the protocol version and our sending secret from then on. */
final class Transitions {
    private static final int MAX_PENDING = 256;

    /** One transition. */
    static final class Transition {
        private final int version;
        private final byte @Nullable [] ownSecret;

        Transition(int version, byte @Nullable [] ownSecret) {
            this.version = version;
            this.ownSecret = ownSecret;
        }

        int version() {
            return version;
        }

        /** Our base secret of the new epoch; null when the transition keeps the group. */
        byte @Nullable [] ownSecret() {
            return ownSecret;
        }

        private void wipe() {
            if (ownSecret != null) {
                Arrays.fill(ownSecret, (byte) 0);
            }
        }
    }

    private final Map<Integer, Transition> pending = new LinkedHashMap<>();

    void add(int id, Transition transition) {
        Transition replaced = pending.remove(id);
        if (replaced != null) {
            replaced.wipe();
        }
        if (pending.size() == MAX_PENDING) {
            Iterator<Transition> oldest = pending.values().iterator();
            oldest.next().wipe();
            oldest.remove();
        }
        pending.put(id, transition);
    }

    /** Takes a transition out; epochs that were prepared before it are over, so that a late message cannot bring back their keys. */
    @Nullable
    Transition take(int id) {
        if (!pending.containsKey(id)) {
            return null;
        }
        Iterator<Map.Entry<Integer, Transition>> oldest = pending.entrySet().iterator();
        while (true) {
            Map.Entry<Integer, Transition> entry = oldest.next();
            if (entry.getKey() == id) {
                oldest.remove();
                return entry.getValue();
            }
            if (entry.getValue().ownSecret() != null) {
                entry.getValue().wipe();
                oldest.remove();
            }
        }
    }

    /** The numbers of those that wait, the oldest first. */
    List<Integer> ids() {
        return List.copyOf(pending.keySet());
    }

    void clear() {
        pending.values().forEach(Transition::wipe);
        pending.clear();
    }
}
