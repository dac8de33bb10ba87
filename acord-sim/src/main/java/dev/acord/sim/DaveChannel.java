package dev.acord.sim;

import dev.acord.sim.dave.DaveDelivery;
import dev.acord.sim.gateway.DaveService;
import dev.acord.sim.server.ServerCore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The end-to-end encryption of a channel, to look at and to disturb. Thread safe. */
public final class DaveChannel {
    private final VoiceServer server;
    private final long channelId;

    DaveChannel(VoiceServer server, long channelId) {
        this.server = server;
        this.channelId = channelId;
    }

    /**
     * How far it is.
     *
     * @return a snapshot; version 0 without members while nobody is in the channel
     * @throws IllegalStateException when channels of several guilds have this id
     */
    public DaveState state() {
        ServerCore core = server.core();
        return core.locked(() -> {
            DaveDelivery delivery = find(core);
            return delivery == null ? DaveState.NONE : delivery.state();
        });
    }

    /**
     * Waits until these users, and no others, are in an encrypted call: all in one group, and its last transition executed.
     *
     * @param timeout how long at most
     * @param userIds the users
     * @return the state
     * @throws AssertionError when they are not in time; the message has a report of what the server saw
     */
    public DaveState awaitEncrypted(Duration timeout, Long... userIds) {
        Set<Long> wanted = Arrays.stream(userIds).collect(Collectors.toSet());
        server.await("encrypted call of " + wanted + " in channel " + channelId, timeout, () -> {
            DaveState state = state();
            return state.isSettled() && wanted.equals(Set.copyOf(state.members()));
        });
        return state();
    }

    /**
     * Holds proposals back, so that several come together; or lets them go.
     *
     * @param hold whether they are held back
     * @throws IllegalStateException when nobody is in the channel
     */
    public void holdProposals(boolean hold) {
        act((delivery, nowNs) -> delivery.holdProposals(hold, nowNs));
    }

    /**
     * Changes the version of the running call, as a member does that comes and speaks no higher one: 0 is a downgrade, 1 afterwards an
     * upgrade.
     *
     * @param highest the highest version from now on, 0 or more; above the server's it is that
     * @throws IllegalStateException when nobody is in the channel
     */
    public void limitVersion(int highest) {
        act((delivery, nowNs) -> delivery.limitVersion(highest, nowNs));
    }

    /**
     * Damages the next commit or welcome that a user is sent, so that it has to recover (opcode 31).
     *
     * @param userId the user
     * @throws IllegalStateException when nobody is in the channel
     */
    public void damageNext(long userId) {
        act((delivery, nowNs) -> delivery.damageNext(userId));
    }

    private void act(BiConsumer<DaveDelivery, Long> action) {
        ServerCore core = server.core();
        boolean done = core.locked(() -> {
            DaveDelivery delivery = find(core);
            if (delivery != null) {
                action.accept(delivery, System.nanoTime());
            }
            return delivery != null;
        });
        if (!done) {
            throw new IllegalStateException("nobody is in channel " + channelId + "; wait with awaitMember");
        }
    }

    private @Nullable DaveDelivery find(ServerCore core) {
        List<DaveService> services = core.hub().deliveryServices(channelId);
        if (services.size() > 1) {
            throw new IllegalStateException("channels of " + services.size() + " guilds have the id " + channelId);
        }
        return !services.isEmpty() && services.get(0) instanceof DaveDelivery delivery ? delivery : null;
    }
}
