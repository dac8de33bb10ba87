package dev.acord.sim.virtual;

import dev.acord.dave.DaveIdentity;
import dev.acord.sim.MemberState;
import dev.acord.sim.ProtocolViolation;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One call of minutes with random users, random networks and random faults, all from one seed; and the rules that must hold throughout:
 *
 * <ul>
 *   <li>a client has one websocket and one UDP socket at most;
 *   <li>no nonce is used twice, sequence numbers have no gaps, timestamps go with the time;
 *   <li>nobody hears a frame twice, or as somebody else's;
 *   <li>the server sees no breach of the protocol;
 *   <li>when the faults stop, everybody who wants to be in a channel is, and hears everybody who talks there, within {@link #HEALING};
 *   <li>when everybody has left, nothing is left: no session, socket or timer.
 * </ul>
 */
public final class Scenario {
    /** Within which time a call is whole again after the last fault. */
    public static final Duration HEALING = Duration.ofSeconds(90);

    private static final Duration STEP = Duration.ofMillis(250);
    private static final Duration LISTENING = Duration.ofSeconds(2);
    private static final Duration LEAVING = Duration.ofSeconds(15);
    private static final int MAX_FAILURES = 20;

    private final long seed;
    private final SplittableRandom random;
    private final VirtualNetwork network;
    private final List<SimulatedUser> users = new ArrayList<>();
    private final ScenarioFaults faults;
    private final Excuses excuses = new Excuses();
    private final List<String> failures = new ArrayList<>();
    private final Map<VoiceState, Map<ScenarioFault, Integer>> coverage = new EnumMap<>(VoiceState.class);

    private Scenario(long seed, boolean encrypted) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.network = new VirtualNetwork(
                random.nextLong(), VirtualServerOptions.DEFAULTS.withMaxDaveVersion(encrypted ? 1 : 0));
        this.faults = new ScenarioFaults(network, users, random.split());
        int count = 2 + random.nextInt(7);
        for (int i = 1; i <= count; i++) {
            VoiceOptions options = VoiceOptions.builder()
                    .endToEndEncryption(encrypted)
                    .identity(DaveIdentity.generate(new SeededSecureRandom(random.split())))
                    .build();
            users.add(new SimulatedUser(100 + i, network, options, random.split()));
        }
    }

    /**
     * Runs a scenario.
     *
     * @param seed everything follows from it
     * @param encrypted whether the calls are end-to-end encrypted
     * @return what came of it
     */
    public static ScenarioResult run(long seed, boolean encrypted) {
        return new Scenario(seed, encrypted).run();
    }

    private ScenarioResult run() {
        for (SimulatedUser user : users) {
            user.join(1);
            user.talk(random.nextBoolean());
        }
        Duration faulty = Duration.ofSeconds(60 + random.nextInt(180));
        long untilNs = network.time().nowNs() + faulty.toNanos();
        while (untilNs - network.time().nowNs() > 0) {
            network.time().run(STEP);
            faults.maybe(STEP, this::cover);
            checkSockets();
        }
        faults.stop();
        Duration healing = heal();
        leave();
        return result(healing);
    }

    private void cover(SimulatedUser user, ScenarioFault fault) {
        excuses.note(user.id(), fault);
        coverage.computeIfAbsent(user.state(), state -> new EnumMap<>(ScenarioFault.class))
                .merge(fault, 1, Integer::sum);
    }

    private void checkSockets() {
        for (SimulatedUser user : users) {
            if (user.node().webSockets() > 1 || user.node().ports() > 1) {
                fail("user " + user.id() + " has " + user.node().webSockets() + " websockets and "
                        + user.node().ports() + " UDP sockets");
            }
        }
    }

    private Duration heal() {
        long sinceNs = network.time().nowNs();
        String missing = missing();
        while (!missing.isEmpty() && network.time().nowNs() - sinceNs < HEALING.toNanos()) {
            network.time().run(STEP);
            checkSockets();
            missing = missing();
        }
        Duration took = Duration.ofNanos(network.time().nowNs() - sinceNs);
        if (!missing.isEmpty()) {
            fail("not whole " + HEALING.toSeconds() + " s after the last fault: " + missing);
        }
        return took;
    }

    /** What keeps the call from being whole; looks for {@link #LISTENING} at who hears whom. */
    private String missing() {
        for (SimulatedUser user : users) {
            boolean there = user.state() == VoiceState.READY && user.stateAtServer() == MemberState.READY;
            if (user.channel() != 0 && !there) {
                return "user " + user.id() + " is " + user.state() + ", for the server " + user.stateAtServer();
            }
        }
        long[][] before = heardByAll();
        network.time().run(LISTENING);
        long[][] after = heardByAll();
        for (int i = 0; i < users.size(); i++) {
            for (int k = 0; k < users.size(); k++) {
                SimulatedUser listener = users.get(i);
                SimulatedUser speaker = users.get(k);
                boolean together = i != k && listener.channel() != 0 && listener.channel() == speaker.channel();
                if (together && speaker.isTalking() && after[i][k] == before[i][k]) {
                    return "user " + listener.id() + " does not hear user " + speaker.id() + " (" + encryption(listener)
                            + ", " + encryption(speaker) + ")";
                }
            }
        }
        return "";
    }

    private static String encryption(SimulatedUser user) {
        VoiceConnection connection = user.connection();
        return connection == null ? "none" : connection.encryption().toString();
    }

    private long[][] heardByAll() {
        long[][] heard = new long[users.size()][users.size()];
        for (int i = 0; i < users.size(); i++) {
            for (int k = 0; k < users.size(); k++) {
                heard[i][k] = users.get(i).heardOf(users.get(k).id());
            }
        }
        return heard;
    }

    private void leave() {
        users.forEach(SimulatedUser::close);
        network.time().run(LEAVING);
        network.server().finish();
        for (SimulatedUser user : users) {
            VirtualNode node = user.node();
            if (node.webSockets() + node.ports() > 0 || node.tasks() > 0) {
                fail("user " + user.id() + " has left, and has " + node.webSockets() + " websockets, " + node.ports()
                        + " UDP sockets and " + node.tasks() + " tasks");
            }
            user.breaches().forEach(this::fail);
            node.audit().breaches().forEach(breach -> fail("user " + user.id() + ": " + breach));
        }
        for (ProtocolViolation violation : network.server().violations()) {
            if (!excuses.excuse(violation)) {
                fail("the server saw " + violation);
            }
        }
    }

    private void fail(String what) {
        if (failures.size() < MAX_FAILURES && !failures.contains(what)) {
            failures.add(what);
        }
    }

    private ScenarioResult result(Duration healing) {
        long packets = 0;
        long heard = 0;
        long resumed = 0;
        long serverNeeded = 0;
        long givenUp = 0;
        long digest = network.time().happened();
        for (SimulatedUser user : users) {
            packets += user.node().audit().packets();
            heard += user.heard();
            resumed += user.resumed();
            serverNeeded += user.serverNeeded();
            givenUp += user.givenUp();
            for (SimulatedUser other : users) {
                digest = digest * 31 + user.heardOf(other.id());
            }
        }
        return new ScenarioResult(
                seed,
                List.copyOf(failures),
                Duration.ofNanos(network.time().elapsedNs()),
                users.size(),
                network.time().happened(),
                packets,
                heard,
                resumed,
                serverNeeded,
                givenUp,
                healing,
                digest,
                coverage);
    }
}
