package dev.acord.sim.dave;

import dev.acord.dave.mls.ExternalProposer;
import dev.acord.dave.mls.Member;
import dev.acord.dave.mls.PublicGroup;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.sim.DaveState;
import dev.acord.sim.Rule;
import dev.acord.sim.audit.ViolationLog;
import dev.acord.sim.gateway.DavePeer;
import dev.acord.sim.gateway.DaveService;
import dev.acord.sim.gateway.Fields;
import dev.acord.sim.gateway.MalformedMessageException;
import dev.acord.voice.wire.Opcode;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * DAVE's delivery service for one channel: it agrees on the version, makes the proposals, chooses among the commits and leads the members
 * from one epoch to the next. It sees public messages only.
 *
 * <pre>
 * version 0   nobody is told anything but opcode 21 and 22 of the way there
 *    |  the last member without DAVE left: 24 (epoch 1), 25                ^ a member without DAVE came: 21, [23], 22
 *    v                                                                     |
 * version 1   group unestablished: 25, [26], 27; a commit ([28]) makes it established: 29, 30, [23], 22
 *             group established: 27, [28], 29, 30, [23], 22 ...; only one member is left: 24 (epoch 1), 21 (id 0), unestablished
 * </pre>
 *
 * <p>What members send comes in through the methods of {@link DaveService}; every one of them, and {@link #tick}, may send. Not thread
 * safe.
 */
public final class DaveDelivery implements DaveService {
    private final DaveSettings settings;
    private final ViolationLog violations;
    private final GroupAuthority authority;
    private final Inspector inspector;
    private final Map<DavePeer, DaveMember> members = new LinkedHashMap<>();
    private final TransitionQueue transitions;
    private final CommitRace race;
    private final Set<Long> damaged = new HashSet<>();

    private GroupDelivery group;
    private int version;
    private int executedVersion;
    private int limit;
    private boolean held;
    private boolean collecting;
    private long collectingSinceNs;
    private long commits;
    private long recoveries;

    private DaveDelivery(DaveSettings settings, ViolationLog violations, GroupAuthority authority) {
        this.settings = settings;
        this.violations = violations;
        this.authority = authority;
        this.inspector = new Inspector(violations);
        this.limit = settings.maxVersion();
        this.transitions = new TransitionQueue(settings.transitionTimeoutNs());
        this.race = new CommitRace(settings.raceWindowNs());
        this.group = new GroupDelivery(authority, members.values());
    }

    /**
     * The services of all channels of a server; they share one signature key.
     *
     * @param settings how they behave
     * @param violations where breaches of the rules go
     * @param random the seed of the key and the signatures; predictable, so for tests only
     * @return makes the services
     */
    public static DaveService.Factory factory(DaveSettings settings, ViolationLog violations, RandomGenerator random) {
        SecureRandom secure = seeded(random.nextLong());
        // the identity that the service's own key has
        ExternalProposer proposer = new ExternalProposer(SignatureKeyPair.generate(secure), new byte[1]);
        return channelId -> new DaveDelivery(settings, violations, new GroupAuthority(channelId, proposer, secure));
    }

    private static SecureRandom seeded(long seed) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG"); // repeats with its seed
            random.setSeed(seed);
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA1PRNG", e);
        }
    }

    @Override
    public int versionFor(DavePeer peer) {
        return version;
    }

    @Override
    public void joined(DavePeer peer, long nowNs) {
        boolean first = members.isEmpty();
        members.put(peer, new DaveMember(peer));
        if (first) {
            version = target();
        } else {
            renegotiate(nowNs);
        }
        settle(nowNs);
    }

    @Override
    public void described(DavePeer peer, long nowNs) {
        DaveMember member = members.get(peer);
        if (member == null) {
            return;
        }
        member.described = true;
        if (version > 0) {
            member.negotiated = true;
            member.peer.sendBinary(Opcode.MLS_EXTERNAL_SENDER, authority.externalSender());
            group.catchUp(member);
        }
        settle(nowNs);
    }

    @Override
    public void left(DavePeer peer, long nowNs) {
        DaveMember member = members.remove(peer);
        if (member == null) {
            return;
        }
        transitions.drop(member);
        race.clear();
        group.withdraw(member);
        if (!members.isEmpty()) {
            renegotiate(nowNs);
            DaveMember sole = members.size() == 1 ? members.values().iterator().next() : null;
            if (sole != null && sole.isEstablished()) {
                resetSole(sole);
            }
        }
        settle(nowNs);
    }

    @Override
    public boolean handleJson(DavePeer peer, int opcode, Fields data, long nowNs) throws MalformedMessageException {
        int id = (int) data.integer("transition_id", 0, 0xFFFF);
        DaveMember member = members.get(peer);
        if (member == null || !member.negotiated) {
            return false;
        }
        if (opcode == Opcode.DAVE_TRANSITION_READY) {
            if (!member.wasAnnounced(id)) {
                violations.add(member.userId(), Rule.DAVE_UNKNOWN_TRANSITION, "ready for transition " + id);
            }
            transitions.ready(member, id);
        } else {
            recoveries++;
            if (version > 0) {
                transitions.drop(member);
                race.clear();
                group.expel(member);
            }
        }
        settle(nowNs);
        return true;
    }

    @Override
    public boolean handleBinary(DavePeer peer, int opcode, byte[] payload, long nowNs) {
        DaveMember member = members.get(peer);
        if (member == null || !member.negotiated) {
            return false;
        }
        if (version == 0) {
            return true; // it crossed the change to version 0
        }
        if (opcode == Opcode.MLS_KEY_PACKAGE) {
            offer(member, payload);
        } else {
            commit(member, payload, nowNs);
        }
        settle(nowNs);
        return true;
    }

    @Override
    public void tick(long nowNs) {
        settle(nowNs);
    }

    /** The highest version that everybody here speaks. */
    private int target() {
        return members.keySet().stream().mapToInt(DavePeer::maxDaveVersion).reduce(limit, Math::min);
    }

    private void renegotiate(long nowNs) {
        int next = target();
        if (next == version) {
            return;
        }
        version = next;
        transitions.clear();
        race.clear();
        members.values().forEach(DaveMember::forget);
        group = new GroupDelivery(authority, members.values());
        if (version > 0) {
            upgrade();
        } else {
            downgrade(nowNs);
        }
    }

    private void downgrade(long nowNs) {
        List<DaveMember> told =
                members.values().stream().filter(m -> m.negotiated).toList();
        if (told.isEmpty()) {
            executedVersion = 0;
            return;
        }
        int id = transitions.start(0, told, nowNs);
        told.forEach(member -> member.prepareTransition(version, id));
    }

    private void upgrade() {
        for (DaveMember member : members.values()) {
            if (member.described) {
                member.negotiated = true;
                member.prepareFirstEpoch(version);
                member.peer.sendBinary(Opcode.MLS_EXTERNAL_SENDER, authority.externalSender());
                if (members.size() == 1) {
                    member.prepareTransition(version, 0);
                    executedVersion = version;
                }
            }
        }
    }

    /** Only one member is left in the group: it must not keep it, so that those who come make a new one. */
    private void resetSole(DaveMember sole) {
        transitions.clear();
        race.clear();
        sole.forget();
        group = new GroupDelivery(authority, members.values());
        sole.prepareFirstEpoch(version);
        sole.prepareTransition(version, 0);
        executedVersion = version;
    }

    private void offer(DaveMember member, byte[] payload) {
        KeyPackage keyPackage = inspector.keyPackage(member, payload, members.values(), group.group());
        if (keyPackage != null) {
            if (member.isEstablished() || member.add != null) {
                race.clear(); // what it was in, or was to be in, changes
            }
            group.offer(member, keyPackage);
        }
    }

    private void commit(DaveMember member, byte[] payload, long nowNs) {
        GroupDelivery.Winner fitting = inspector.commit(member, payload, group);
        if (fitting != null && race.enter(fitting, nowNs)) {
            inspector.countLate();
        }
    }

    /** Does all that is due, in the order in which one thing leads to the next. */
    private void settle(long nowNs) {
        GroupDelivery.Winner winner = race.due(nowNs);
        if (winner != null) {
            accept(winner, nowNs);
        }
        if (group.isEstablished() && group.established().isEmpty()) {
            group = new GroupDelivery(authority, members.values()); // nobody is left who could commit
        }
        propose(nowNs);
        for (TransitionQueue.Transition due = transitions.due(nowNs); due != null; due = transitions.due(nowNs)) {
            executedVersion = due.version;
            due.execute();
        }
    }

    private void propose(long nowNs) {
        if (!group.hasUnsent()) {
            collecting = false;
            return;
        }
        if (!collecting) {
            collecting = true;
            collectingSinceNs = nowNs;
        }
        if (!held && nowNs - collectingSinceNs >= settings.proposalDelayNs()) {
            collecting = false;
            race.clear(); // every member commits anew
            group.propose();
        }
    }

    private void accept(GroupDelivery.Winner winner, long nowNs) {
        commits++;
        List<DaveMember> before = new ArrayList<>(group.established());
        if (before.isEmpty()) {
            before.add(winner.message.sender);
        }
        group.accept(winner);
        List<DaveMember> all = group.established();
        int id = transitions.start(version, all, nowNs);
        for (DaveMember member : before) {
            sendEpoch(member, Opcode.MLS_ANNOUNCE_COMMIT_TRANSITION, id, winner.message.commit);
        }
        winner.welcomes.forEach((member, welcome) -> sendEpoch(member, Opcode.MLS_WELCOME, id, welcome));
        if (winner.next.members().size() == 1 && all.size() == 1) {
            resetSole(all.get(0));
        }
    }

    private void sendEpoch(DaveMember member, int opcode, int transitionId, byte[] message) {
        byte[] payload = ByteBuffer.allocate(2 + message.length)
                .putShort((short) transitionId)
                .put(message)
                .array();
        if (damaged.remove(member.userId())) {
            payload[payload.length - 1] ^= 1;
        }
        member.peer.sendBinary(opcode, payload);
    }

    /**
     * How far the call is.
     *
     * @return a snapshot
     */
    public DaveState state() {
        PublicGroup established = group.group();
        List<Long> inGroup = established == null
                ? List.of()
                : established.members().stream().map(Member::userId).toList();
        List<Long> pending = members.values().stream()
                .filter(m -> version > 0 && !m.isEstablished())
                .map(DaveMember::userId)
                .toList();
        return new DaveState(
                version,
                executedVersion,
                established == null ? 0 : established.epoch(),
                inGroup,
                pending,
                transitions.size(),
                commits,
                inspector.lateCommits(),
                recoveries);
    }

    /**
     * The hash of the established group's tree, for comparison with its members'.
     *
     * @return 32 bytes; null while there is no established group, and when its creator's leaf is not known
     */
    public byte @Nullable [] treeHash() {
        PublicGroup established = group.group();
        return established == null ? null : established.treeHash();
    }

    /**
     * Holds proposals back, or lets them go.
     *
     * @param hold whether they are held back
     * @param nowNs the time
     */
    public void holdProposals(boolean hold, long nowNs) {
        held = hold;
        settle(nowNs);
    }

    /**
     * Limits the version, as a member that speaks no higher one does.
     *
     * @param highest 0 or more
     * @param nowNs the time
     */
    public void limitVersion(int highest, long nowNs) {
        limit = Math.min(highest, settings.maxVersion());
        renegotiate(nowNs);
        settle(nowNs);
    }

    /**
     * Damages the next commit or welcome that a user is sent.
     *
     * @param userId the user
     */
    public void damageNext(long userId) {
        damaged.add(userId);
    }
}
