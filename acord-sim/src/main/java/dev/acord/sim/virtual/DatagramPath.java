package dev.acord.sim.virtual;

import dev.acord.sim.network.DatagramLink;
import dev.acord.sim.network.NetworkConditions;
import java.util.Arrays;
import java.util.function.Consumer;

/** One direction of a UDP socket's way: a link, and the events that take out of it what has arrived. */
final class DatagramPath {
    private final AccessPath path;
    private final VirtualTime time;
    private final DatagramLink link;
    private final Consumer<byte[]> sink;
    private VirtualTime.Event next;
    private long nextNs = DatagramLink.NEVER;

    DatagramPath(AccessPath path, VirtualTime time, DatagramLink link, Consumer<byte[]> sink) {
        this.path = path;
        this.time = time;
        this.link = link;
        this.sink = sink;
        this.next = VirtualTime.Event.NONE;
    }

    DatagramLink link() {
        return link;
    }

    void conditions(NetworkConditions changed) {
        link.conditions(changed, time.elapsedNs());
        arm();
    }

    void send(byte[] datagram) {
        if (!path.isPartitioned()) {
            link.send(datagram, 0, datagram.length, time.elapsedNs());
            arm();
        }
    }

    private void deliver() {
        nextNs = DatagramLink.NEVER;
        link.poll(
                time.elapsedNs(),
                (bytes, offset, length) -> sink.accept(Arrays.copyOfRange(bytes, offset, offset + length)));
        arm();
    }

    private void arm() {
        long dueNs = link.nextDueNs();
        if (dueNs < nextNs) {
            next.cancel();
            nextNs = dueNs;
            next = time.after(dueNs - time.elapsedNs(), this::deliver);
        }
    }
}
