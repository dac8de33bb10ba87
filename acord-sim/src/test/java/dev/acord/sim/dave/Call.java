package dev.acord.sim.dave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.Member;
import dev.acord.sim.DaveState;
import dev.acord.sim.ProtocolViolation;
import dev.acord.sim.audit.ViolationLog;
import dev.acord.sim.gateway.DaveService;
import dev.acord.sim.gateway.Fields;
import dev.acord.sim.gateway.MalformedMessageException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A channel with its delivery service and raw members, in virtual time; the order in which messages arrive comes from a seed. */
final class Call {
    static final long CHANNEL = 0x0102030405060708L;
    static final long MS = 1_000_000L;
    static final DaveSettings PLAIN = new DaveSettings(1, 2_000 * MS, 0, 0);

    final ViolationLog log = new ViolationLog(100);
    final DaveDelivery service;
    final Map<Long, RawMember> members = new TreeMap<>();
    final Random dice;
    final SecureRandom random;
    private final byte[] groupId = GroupAuthority.identity(CHANNEL);
    /** Members create groups with a leaf of their own, not the one of their key packages. */
    boolean separateLeaves;

    /** Members may have had a reason to ask for being added anew. */
    boolean mayRecover;

    long nowNs = 1_000_000_000_000L;

    Call(long seed, DaveSettings settings) {
        dice = new Random(seed);
        try {
            random = SecureRandom.getInstance("SHA1PRNG");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        random.setSeed(seed);
        DaveService made =
                DaveDelivery.factory(settings, log, new SplittableRandom(seed)).create(CHANNEL);
        service = (DaveDelivery) made;
    }

    Call(long seed) {
        this(seed, PLAIN);
    }

    /** An encrypted call of the users 1 to n. */
    static Call of(long seed, int n) {
        Call call = new Call(seed);
        for (long user = 1; user <= n; user++) {
            call.join(user, 1);
        }
        call.settle();
        return call;
    }

    /** The next commit or welcome for a user cannot be processed. */
    void damage(long user) {
        mayRecover = true;
        service.damageNext(user);
    }

    RawMember join(long user, int maxVersion) {
        RawMember member = new RawMember(user, maxVersion, groupId, random);
        member.separateLeaf = separateLeaves;
        members.put(user, member);
        service.joined(member, nowNs);
        member.describe(service.versionFor(member));
        service.described(member, nowNs);
        return member;
    }

    void leave(long user) {
        service.left(member(user), nowNs);
        members.remove(user);
    }

    RawMember member(long user) {
        RawMember member = members.get(user);
        if (member == null) {
            throw new IllegalStateException("no member " + user);
        }
        return member;
    }

    /** The service takes the next message of a member; returns whether DAVE was spoken with it. */
    boolean deliver(RawMember member) {
        RawMember.Message message = member.outbox.remove();
        try {
            JsonObject json = message.json;
            return json == null
                    ? service.handleBinary(member, message.opcode, message.payload, nowNs)
                    : service.handleJson(member, message.opcode, Fields.parse(json.toString()), nowNs);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything that a member has to read and to say, until it has nothing more. */
    void pump(RawMember member) {
        while (!member.inbox.isEmpty() || !member.outbox.isEmpty()) {
            if (!member.outbox.isEmpty()) {
                deliver(member);
            } else {
                member.read();
            }
        }
    }

    /** A member reads all that has come, and what it says waits. */
    void readAll(RawMember member) {
        while (!member.inbox.isEmpty()) {
            member.read();
        }
    }

    /** One message arrives somewhere; false when none is on its way. */
    boolean step() {
        List<RawMember> busy = members.values().stream()
                .filter(m -> !m.inbox.isEmpty() || !m.outbox.isEmpty())
                .toList();
        if (busy.isEmpty()) {
            return false;
        }
        RawMember member = busy.get(dice.nextInt(busy.size()));
        boolean read = member.outbox.isEmpty() || (!member.inbox.isEmpty() && dice.nextBoolean());
        if (read) {
            member.read();
        } else {
            deliver(member);
        }
        return true;
    }

    void settle() {
        settle(member -> true);
    }

    private void settle(Predicate<RawMember> all) {
        int steps = 0;
        while (step()) {
            assertTrue(++steps < 100_000, "the call does not come to rest");
        }
        members.values().stream().filter(all).forEach(m -> assertEquals(List.of(), m.errors, "user " + m.userId));
    }

    void advance(long ms) {
        nowNs += ms * MS;
        service.tick(nowNs);
    }

    void assertNoViolations() {
        assertEquals(List.of(), log.kept());
    }

    void assertViolations(String... rules) {
        assertEquals(
                Arrays.asList(rules),
                log.kept().stream().map(ProtocolViolation::rule).toList(),
                () -> log.kept().toString());
    }

    /** All members, and no others, are in one group, agree with one another and with the observer, and send by it. */
    void assertEncrypted() {
        DaveState state = service.state();
        assertTrue(state.isSettled(), state::toString);
        assertTrue(mayRecover || state.recoveries() == 0, state::toString);
        assertEquals(
                List.copyOf(members.keySet()), state.members().stream().sorted().toList());
        Group first = members.values().iterator().next().group();
        for (RawMember member : members.values()) {
            Group group = member.group();
            assertEquals(state.epoch(), group.epoch());
            assertEquals(
                    state.members(),
                    group.members().stream().map(Member::userId).toList());
            assertArrayEquals(separateLeaves ? first.treeHash() : service.treeHash(), group.treeHash());
            assertArrayEquals(first.epochAuthenticator(), group.epochAuthenticator());
            assertEquals(1, member.sendingVersion);
            assertEquals(state.epoch(), member.sendingEpoch);
            assertTrue(member.expectedEncrypted);
            assertEquals(List.of(), member.errors);
        }
        assertNoViolations();
    }

    void assertPlain() {
        assertEquals(0, service.state().version());
        assertEquals(0, service.state().executedVersion());
        for (RawMember member : members.values()) {
            assertEquals(0, member.sendingVersion);
            assertEquals(false, member.expectedEncrypted);
        }
        assertNoViolations();
    }

    List<RawMember> all() {
        return new ArrayList<>(members.values());
    }
}
