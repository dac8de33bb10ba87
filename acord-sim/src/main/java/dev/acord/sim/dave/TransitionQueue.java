package dev.acord.sim.dave;

import com.google.gson.JsonObject;
import dev.acord.voice.wire.Opcode;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Transitions that are prepared and not executed. They are executed in their order, each when all its members are ready or have had
 * the time. Not thread safe.
 */
final class TransitionQueue {
    private static final int MAX_ID = 0xFFFF;

    /** One transition. */
    static final class Transition {
        final int id;
        final int version;
        private final Set<DaveMember> members;
        private final Set<DaveMember> waiting;
        private final long deadlineNs;

        private Transition(int id, int version, Collection<DaveMember> members, long deadlineNs) {
            this.id = id;
            this.version = version;
            this.members = new LinkedHashSet<>(members);
            this.waiting = new LinkedHashSet<>(members);
            this.deadlineNs = deadlineNs;
        }

        void execute() {
            JsonObject data = new JsonObject();
            data.addProperty("transition_id", id);
            for (DaveMember member : members) {
                member.peer.sendJson(Opcode.DAVE_EXECUTE_TRANSITION, data);
                member.peer.expectEncrypted(version > 0);
            }
        }
    }

    private final ArrayDeque<Transition> pending = new ArrayDeque<>();
    private final long timeoutNs;
    private int lastId;

    TransitionQueue(long timeoutNs) {
        this.timeoutNs = timeoutNs;
    }

    /** A new transition for these members; returns its id, 1 to 65535. */
    int start(int version, Collection<DaveMember> members, long nowNs) {
        lastId = lastId == MAX_ID ? 1 : lastId + 1;
        members.forEach(member -> member.announce(lastId));
        pending.addLast(new Transition(lastId, version, members, nowNs + timeoutNs));
        return lastId;
    }

    void ready(DaveMember member, int id) {
        for (Transition transition : pending) {
            if (transition.id == id) {
                transition.waiting.remove(member);
            }
        }
    }

    /** A member left or starts anew: it takes part in none of them. */
    void drop(DaveMember member) {
        for (Iterator<Transition> each = pending.iterator(); each.hasNext(); ) {
            Transition transition = each.next();
            transition.waiting.remove(member);
            transition.members.remove(member);
            if (transition.members.isEmpty()) {
                each.remove();
            }
        }
    }

    /** What was prepared will not come about. */
    void clear() {
        pending.clear();
    }

    int size() {
        return pending.size();
    }

    /** Removes the next transition that is to be executed now; null when there is none. */
    @Nullable
    Transition due(long nowNs) {
        Transition head = pending.peekFirst();
        if (head == null || !(head.waiting.isEmpty() || nowNs - head.deadlineNs >= 0)) {
            return null;
        }
        return pending.removeFirst();
    }
}
