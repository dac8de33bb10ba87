package dev.acord.sim.server;

import dev.acord.sim.network.DatagramLink;
import dev.acord.sim.network.NatBinding;
import dev.acord.sim.network.NetworkConditions;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One client's UDP socket, as one user uses it: a link in each direction and the address translation between. Not thread safe. */
final class DatagramPath {
    /**
     * Which one.
     *
     * @param userId the user
     * @param client the client's own address
     */
    record Key(long userId, InetSocketAddress client) {}

    final Key key;
    final NatBinding nat;
    final DatagramLink up;
    final DatagramLink down;
    private @Nullable NetworkSetting setting;

    DatagramPath(Key key, RandomGenerator.SplittableGenerator random, long nowNs) {
        this.key = key;
        this.nat = new NatBinding(key.client, random.split());
        this.up = new DatagramLink(NetworkConditions.NONE, random.split(), nowNs);
        this.down = new DatagramLink(NetworkConditions.NONE, random.split(), nowNs);
    }

    void use(@Nullable NetworkSetting current, long nowNs) {
        if (!Objects.equals(current, setting)) {
            setting = current;
            NetworkSetting effective = current == null ? NetworkSetting.none(nowNs) : current;
            up.conditions(effective.up(), effective.sinceNs());
            down.conditions(effective.down(), effective.sinceNs());
        }
    }

    boolean isRebound() {
        return !nat.visible().equals(nat.client());
    }

    long nextDueNs() {
        return Math.min(up.nextDueNs(), down.nextDueNs());
    }
}
