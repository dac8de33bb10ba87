package dev.acord.sim.virtual;

import dev.acord.sim.network.NetworkConditions;
import dev.acord.sim.network.StreamLink;

/** One direction of a websocket: a link, and the events that take out of it what has arrived. What a message does on arrival is its content. */
final class StreamPath {
    private final AccessPath path;
    private final VirtualTime time;
    private final StreamLink<Runnable> link;
    private VirtualTime.Event next;
    private long nextNs = StreamLink.NEVER;

    StreamPath(AccessPath path, VirtualTime time, StreamLink<Runnable> link) {
        this.path = path;
        this.time = time;
        this.link = link;
        this.next = VirtualTime.Event.NONE;
    }

    void conditions(NetworkConditions changed) {
        link.conditions(changed, time.elapsedNs());
        arm();
    }

    /** Sends something; what it does on arrival is given. */
    void send(int bytes, Runnable arrival) {
        link.send(arrival, bytes, time.elapsedNs());
        arm();
    }

    /** Nothing of what is under way arrives. */
    void kill() {
        link.kill();
    }

    boolean isEnded() {
        return link.isKilled();
    }

    private void deliver() {
        nextNs = StreamLink.NEVER;
        if (!path.isPartitioned()) {
            link.poll(time.elapsedNs(), Runnable::run);
        }
        arm();
    }

    /** The conditions, or the end of a partition, have changed. */
    void arm() {
        long dueNs = link.nextDueNs();
        if (dueNs != StreamLink.NEVER) {
            dueNs = Math.max(dueNs, path.partitionedUntilNs());
        }
        if (dueNs != nextNs) {
            next.cancel();
            nextNs = dueNs;
            if (dueNs != StreamLink.NEVER) {
                next = time.after(dueNs - time.elapsedNs(), this::deliver);
            }
        }
    }
}
