package dev.acord.sim.virtual;

import dev.acord.sim.network.NetworkConditions;
import dev.acord.sim.network.NetworkConditionsBuilder;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/** Chooses what goes wrong, and when, and does it. */
final class ScenarioFaults {
    private static final int MAX_SOON_MS = 600;
    private static final ScenarioFault[] ALL = ScenarioFault.values();
    /** Every code that the service is known to close with, and some of the transport's. */
    private static final int[] CODES = {
        1000, 1001, 1006, 1011, 4001, 4002, 4003, 4004, 4005, 4006, 4009, 4011, 4012, 4014, 4015, 4016, 4020, 4021,
        4022, 4099
    };

    private final VirtualNetwork network;
    private final List<SimulatedUser> users;
    private final SplittableRandom random;
    private final double perSecond;
    private boolean stopped;

    ScenarioFaults(VirtualNetwork network, List<SimulatedUser> users, SplittableRandom random) {
        this.network = network;
        this.users = users;
        this.random = random;
        this.perSecond = 0.05 + random.nextDouble() * 0.4;
    }

    /**
     * With some chance, lets something happen to one user; and often something else soon after, because what lasts for a moment only, such as
     * a handshake, would hardly ever be met otherwise.
     */
    void maybe(Duration step, BiConsumer<SimulatedUser, ScenarioFault> seen) {
        if (random.nextDouble() < perSecond * step.toMillis() / 1000) {
            SimulatedUser user = users.get(random.nextInt(users.size()));
            happenNow(user, seen);
            while (random.nextInt(5) < 2) {
                network.time().after(millis(0, MAX_SOON_MS).toNanos(), () -> {
                    if (!stopped) {
                        happenNow(user, seen);
                    }
                });
            }
        }
    }

    private void happenNow(SimulatedUser user, BiConsumer<SimulatedUser, ScenarioFault> seen) {
        ScenarioFault fault = ALL[random.nextInt(ALL.length)];
        if (fault == ScenarioFault.CRASH && random.nextInt(4) > 0) {
            fault = ScenarioFault.TALK; // a crash is everybody's, so it is rarer
        }
        seen.accept(user, fault);
        happen(user, fault);
    }

    private void happen(SimulatedUser user, ScenarioFault fault) {
        VirtualServer server = network.server();
        switch (fault) {
            case JOIN -> {
                if (user.channel() == 0) {
                    user.join(1);
                }
            }
            case LEAVE -> user.leave();
            case LEAVE_AND_REJOIN -> {
                user.leave();
                user.join(1);
            }
            case MOVE -> {
                if (user.channel() != 0) {
                    user.join(1 + random.nextInt(2));
                }
            }
            case TALK -> user.talk(!user.isTalking());
            case KICK -> user.kicked();
            case WEBSOCKET_KILL -> user.node().killWebSockets();
            case CLOSE_CODE ->
                server.closeWebSocket(SimulatedUser.GUILD, user.id(), CODES[random.nextInt(CODES.length)]);
            case CRASH -> server.crash(millis(100, 5_000));
            case PARTITION -> user.node().path().partition(millis(100, 20_000));
            case NAT_REBINDING -> user.node().rebind();
            case STALL -> user.node().stall(millis(20, 8_000));
            case CONDITIONS -> user.node().path().conditions(anyConditions());
            case MUTED_ACKS -> {
                server.muteAcks(SimulatedUser.GUILD, user.id(), true);
                network.time()
                        .after(
                                millis(1_000, 30_000).toNanos(),
                                () -> server.muteAcks(SimulatedUser.GUILD, user.id(), false));
            }
            case SLOW_SERVER -> {
                server.slowDown(millis(50, 3_000));
                network.time().after(millis(1_000, 10_000).toNanos(), () -> server.slowDown(Duration.ZERO));
            }
            case KEY_ROTATION -> {
                user.node().audit().newKey();
                server.rotateKey(SimulatedUser.GUILD, user.id());
            }
        }
    }

    private NetworkConditions anyConditions() {
        NetworkConditionsBuilder some = NetworkConditions.builder().delay(millis(1, 150));
        if (random.nextBoolean()) {
            some.loss(random.nextDouble() * 0.2);
        }
        if (random.nextInt(4) == 0) {
            some.burstLoss(0.02, 0.3, 0.8);
        }
        if (random.nextBoolean()) {
            some.jitter(millis(1, 80));
        }
        if (random.nextInt(3) == 0) {
            some.reordering(0.05, millis(5, 60)).duplication(0.02);
        }
        if (random.nextInt(4) == 0) {
            some.corruption(0.01);
        }
        if (random.nextInt(6) == 0) {
            some.rate(random.nextInt(40_000, 400_000), millis(100, 500));
        }
        return some.build();
    }

    private Duration millis(int from, int to) {
        return Duration.ofMillis(random.nextInt(from, to + 1));
    }

    /** Lets everything be good again. */
    void stop() {
        stopped = true;
        network.server().slowDown(Duration.ZERO);
        for (SimulatedUser user : users) {
            network.server().muteAcks(SimulatedUser.GUILD, user.id(), false);
            user.node().path().conditions(AccessPath.GOOD);
            user.node().path().partition(Duration.ZERO);
        }
    }
}
