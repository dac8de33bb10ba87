package dev.acord.sim.dave;

import dev.acord.dave.mls.message.ProposalRef;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which proposals one member was told of. Messages cross on their way, so a commit is judged by what its sender can have known: it must
 * have committed everything that it had been told of at some moment. Not thread safe.
 */
final class ProposalHistory {
    private static final int MAX_EARLIER = 256;
    private static final int MAX_KNOWN = 4096;

    /** What a commit's references tell. */
    enum Match {
        /** All proposals of the epoch. */
        CURRENT,
        /** All proposals that there were a moment ago. */
        OUTDATED,
        /** Proposals of an epoch that is over. */
        LATE,
        /** Some of the epoch's proposals, as they never were together. */
        INCOMPLETE,
        /** Proposals that the member was never told of. */
        FOREIGN
    }

    private final Set<ProposalRef> current = new HashSet<>();
    private final ArrayDeque<Set<ProposalRef>> earlier = new ArrayDeque<>();
    private boolean forgotEarlier;
    private final Set<ProposalRef> known = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ProposalRef, Boolean> eldest) {
            return size() > MAX_KNOWN;
        }
    });

    boolean has(ProposalRef ref) {
        return current.contains(ref);
    }

    void append(Collection<ProposalRef> refs) {
        keep();
        current.addAll(refs);
        known.addAll(refs);
    }

    void revoke(ProposalRef ref) {
        keep();
        current.remove(ref);
    }

    private void keep() {
        if (current.isEmpty()) {
            return;
        }
        if (earlier.size() == MAX_EARLIER) {
            earlier.removeFirst();
            forgotEarlier = true;
        }
        earlier.addLast(Set.copyOf(current));
    }

    /** The epoch is over, or the member no longer takes part in it. */
    void clear() {
        current.clear();
        earlier.clear();
        forgotEarlier = false;
    }

    Match match(Set<ProposalRef> refs) {
        if (refs.isEmpty()) {
            return Match.INCOMPLETE;
        }
        if (refs.equals(current)) {
            return Match.CURRENT;
        }
        if (earlier.contains(refs)) {
            return Match.OUTDATED;
        }
        if (!known.containsAll(refs)) {
            return Match.FOREIGN;
        }
        boolean ofThisEpoch = refs.stream()
                .allMatch(ref -> current.contains(ref) || earlier.stream().anyMatch(set -> set.contains(ref)));
        if (!ofThisEpoch) {
            return Match.LATE;
        }
        return forgotEarlier ? Match.OUTDATED : Match.INCOMPLETE;
    }
}
