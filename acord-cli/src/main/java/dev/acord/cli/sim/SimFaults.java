package dev.acord.cli.sim;

import dev.acord.cli.Snowflake;
import dev.acord.sim.InjectedFault;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.sim.network.Fault;
import dev.acord.sim.network.FaultPlan;
import dev.acord.sim.network.FaultRates;
import dev.acord.sim.network.ScheduledFault;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Lets the faults of a plan loose on a server, look by look. Not thread safe. */
final class SimFaults {
    /** No more than this at a look; what is late strikes at the next one. */
    private static final int MAX_AT_A_LOOK = 1_000;

    private final VoiceServer server;
    private final List<Snowflake> users;
    private final long guildId;
    private final long channelId;
    private final FaultPlan plan;
    private final long startNs = System.nanoTime();
    private final Map<Fault.Kind, Long> counts = new EnumMap<>(Fault.Kind.class);
    private final Map<Long, Long> serverBackNs = new HashMap<>();

    /** Makes the plan; its time begins now. */
    SimFaults(
            VoiceServer server,
            FaultRates rates,
            List<Snowflake> users,
            Snowflake guild,
            Snowflake channel,
            long seed) {
        this.server = server;
        this.users = users;
        this.guildId = guild.id();
        this.channelId = channel.id();
        this.plan = new FaultPlan(rates, users.size(), new SplittableRandom(seed), 0);
    }

    /** Lets loose what is due. */
    void look(SimOutput output, Consumer<VoiceTicket> tell) {
        long nowNs = System.nanoTime() - startNs;
        for (int i = 0; i < MAX_AT_A_LOOK && plan.peekNs() <= nowNs; i++) {
            ScheduledFault next = plan.next();
            long user = next.member() == ScheduledFault.ALL
                    ? 0
                    : users.get(next.member()).id();
            InjectedFault injected = server.inject(user, next.fault());
            output.fault(injected, next.atNs() / 1_000_000);
            if (injected.struck()) {
                counts.merge(next.fault().kind(), 1L, Long::sum);
                if (next.fault().kind() == Fault.Kind.NULL_ENDPOINT) {
                    serverBackNs.put(user, nowNs + next.fault().durationNs());
                }
            }
            VoiceTicket ticket = injected.ticket();
            if (ticket != null) {
                tell.accept(ticket);
            }
        }
        serverBackNs.entrySet().removeIf(entry -> {
            boolean back = entry.getValue() <= nowNs;
            if (back) {
                tell.accept(server.join(guildId, channelId, entry.getKey()));
            }
            return back;
        });
    }

    /** Whether the main gateway has no voice server for a user at present. */
    boolean isWithoutServer(long userId) {
        return serverBackNs.containsKey(userId);
    }

    /** How often what has struck. */
    Map<Fault.Kind, Long> counts() {
        return counts;
    }
}
