package dev.acord.sim.virtual;

import dev.acord.voice.io.Paced;
import dev.acord.voice.io.Pacer;
import dev.acord.voice.io.PacerWheel;
import java.util.ArrayDeque;

/** What a pacing thread does, as events: prepare, wait, send. */
final class VirtualPacer implements Pacer {
    private final VirtualNode node;
    private final PacerWheel wheel;
    private final ArrayDeque<Paced> added = new ArrayDeque<>();
    /** Work has been prepared and waits for its time. */
    private boolean waiting;

    private VirtualTime.Event next;
    private long skippedMs;

    VirtualPacer(VirtualNode node) {
        this.node = node;
        this.wheel = new PacerWheel(node.nowNs());
        this.next = node.later(this::look, 0);
    }

    int size() {
        return wheel.size();
    }

    long skippedMs() {
        return skippedMs;
    }

    @Override
    public void add(Paced paced) {
        added.add(paced);
        if (!waiting) {
            next.cancel();
            next = node.later(this::look, 0);
        }
    }

    private void look() {
        Paced paced;
        while ((paced = added.poll()) != null) {
            wheel.add(paced, node.nowNs());
        }
        if (wheel.size() > 0) {
            next = node.later(this::prepare, wheel.workNs() - node.nowNs());
        }
    }

    private void prepare() {
        waiting = true;
        skippedMs += wheel.prepare(node.nowNs());
        next = node.later(this::send, wheel.deadlineNs() - node.nowNs());
    }

    private void send() {
        wheel.send(node::nowNs);
        waiting = false;
        look();
    }

    void close() {
        next.cancel();
        waiting = true;
    }
}
