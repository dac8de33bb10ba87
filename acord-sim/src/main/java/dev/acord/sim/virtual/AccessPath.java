package dev.acord.sim.virtual;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The way between a node and the server, in both directions. */
public final class AccessPath {
    private final VirtualTime time;
    private final int number;
    private final SplittableRandom random;
    private long delayNs = 20_000_000;
    private long jitterNs;
    private double loss;
    private long partitionedUntilNs;

    AccessPath(VirtualTime time, int number, SplittableRandom random) {
        this.time = time;
        this.number = number;
        this.random = random;
        this.partitionedUntilNs = time.nowNs();
    }

    int number() {
        return number;
    }

    public void conditions(double newLoss, Duration delay, Duration jitter) {
        loss = newLoss;
        delayNs = delay.toNanos();
        jitterNs = jitter.toNanos();
    }

    public void partition(Duration duration) {
        partitionedUntilNs = time.nowNs() + duration.toNanos();
    }

    boolean isPartitioned() {
        return partitionedUntilNs - time.nowNs() > 0;
    }

    private long delay() {
        return delayNs + (jitterNs == 0 ? 0 : random.nextLong(jitterNs));
    }

    StreamPath stream() {
        return new StreamPath(time, () -> Math.max(0, partitionedUntilNs - time.nowNs()) + delay());
    }

    void up(byte[] datagram, Consumer<byte[]> sink) {
        send(datagram, sink);
    }

    void down(byte[] datagram, Consumer<byte[]> sink) {
        send(datagram, sink);
    }

    private void send(byte[] datagram, Consumer<byte[]> sink) {
        if (!isPartitioned() && random.nextDouble() >= loss) {
            time.after(delay(), () -> sink.accept(datagram));
        }
    }
}
