package dev.acord.sim.virtual;

import dev.acord.sim.network.DatagramLink;
import dev.acord.sim.network.NetworkConditions;
import dev.acord.sim.network.StreamLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The way between a node and the server: UDP and websockets, in both directions, under the same conditions. */
public final class AccessPath {
    /** As good as a path gets: 20 ms, nothing lost. */
    public static final NetworkConditions GOOD =
            NetworkConditions.builder().delay(Duration.ofMillis(20)).build();

    private final VirtualTime time;
    private final int number;
    private final SplittableRandom random;
    private final List<StreamPath> streams = new ArrayList<>();
    private final List<DatagramPath> datagrams = new ArrayList<>();
    private NetworkConditions conditions = GOOD;
    private NetworkConditions streamConditions = GOOD;
    private long partitionedUntilNs;

    AccessPath(VirtualTime time, int number, SplittableRandom random) {
        this.time = time;
        this.number = number;
        this.random = random;
        this.partitionedUntilNs = time.elapsedNs();
    }

    int number() {
        return number;
    }

    /**
     * Changes the conditions, in both directions; for what is sent from now on.
     *
     * @param changed the new conditions
     */
    public void conditions(NetworkConditions changed) {
        conditions(changed, changed);
    }

    /**
     * Changes the conditions, in both directions; for what is sent from now on.
     *
     * @param forDatagrams what UDP goes through
     * @param forStreams what websockets go through
     */
    public void conditions(NetworkConditions forDatagrams, NetworkConditions forStreams) {
        conditions = forDatagrams;
        streamConditions = forStreams;
        datagrams.forEach(each -> each.conditions(forDatagrams));
        streams.forEach(stream -> stream.conditions(forStreams));
    }

    /**
     * Lets nothing pass for a while: datagrams are lost, websockets stall.
     *
     * @param duration how long from now on; zero ends it
     */
    public void partition(Duration duration) {
        partitionedUntilNs = time.elapsedNs() + duration.toNanos();
        streams.forEach(StreamPath::arm);
    }

    boolean isPartitioned() {
        return partitionedUntilNs - time.elapsedNs() > 0;
    }

    long partitionedUntilNs() {
        return partitionedUntilNs;
    }

    StreamPath stream() {
        streams.removeIf(StreamPath::isEnded);
        StreamPath stream =
                new StreamPath(this, time, new StreamLink<>(streamConditions, random.split(), time.elapsedNs()));
        streams.add(stream);
        return stream;
    }

    /** One direction for a new socket, which ends with it. */
    DatagramPath datagrams(Consumer<byte[]> sink) {
        DatagramPath made =
                new DatagramPath(this, time, new DatagramLink(conditions, random.split(), time.elapsedNs()), sink);
        datagrams.add(made);
        return made;
    }

    /** A socket was closed; what is under way in this direction still arrives. */
    void end(DatagramPath path) {
        datagrams.remove(path);
    }
}
