package dev.acord.jda;

import dev.acord.dave.mls.ExternalProposer;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.PublicMessage;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The voice gateway's side of one call's encryption: it announces, proposes, lets the first commit of an epoch win, and executes a transition
 * when all members are ready. It knows the places in the tree by RFC 9420's rule (an Add takes the leftmost free leaf, after the Removes),
 * not by looking into messages. One thread; what members send is handled when the present step is over.
 */
final class TestGateway {
    final long channelId = 0x1122334455667788L;
    final SecureRandom random;
    long nowNs = 1_000_000_000L;

    private final ExternalProposer proposer;
    private final Map<Long, Member> present = new LinkedHashMap<>();
    private final Map<Long, KeyPackage> keyPackages = new LinkedHashMap<>();
    private final List<@Nullable Long> leaves = new ArrayList<>();
    private final Set<Long> toRemove = new LinkedHashSet<>();
    private final Map<Integer, Set<Long>> awaited = new HashMap<>();
    private final ArrayDeque<Runnable> inbox = new ArrayDeque<>();
    private final Set<Long> spoilFor = new HashSet<>();
    private final Set<Long> loseFor = new HashSet<>();

    private @Nullable Round round;
    private boolean handling;
    private int version = 1;
    private long epoch;
    private int lastTransition;
    private int sequence;
    /** How often members said that a commit or welcome was of no use. */
    int invalid;

    /** The proposals of an epoch. */
    private record Round(List<Long> removed, List<Long> added) {}

    TestGateway(long seed) {
        try {
            random = SecureRandom.getInstance("SHA1PRNG");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        random.setSeed(seed);
        proposer = new ExternalProposer(SignatureKeyPair.generate(random), new byte[1]);
    }

    void join(Member... members) {
        for (Member member : members) {
            step(() -> {
                present.values().forEach(each -> each.handleUser(member.user()));
                present.put(member.user(), member);
                present.keySet().forEach(member::handleUser);
                if (present.size() % 2 == 0) { // both orders occur
                    sendExternalSender(member);
                    member.handleVersion(version);
                } else {
                    member.handleVersion(version);
                    sendExternalSender(member);
                }
            });
        }
    }

    private void step(Runnable work) {
        inbox.add(work);
        settle();
    }

    private void sendExternalSender(Member member) {
        member.handleBinary(message(25, proposer.sender().encode()));
    }

    void leave(Member member) {
        step(() -> removeFromCall(member));
    }

    private void removeFromCall(Member member) {
        present.remove(member.user());
        keyPackages.remove(member.user());
        awaited.values().forEach(each -> each.remove(member.user()));
        present.values().forEach(each -> each.handleUserGone(member.user()));
        if (present.size() == 1 && version > 0) {
            formAnew();
            present.values().forEach(each -> each.handlePrepareTransition(0, version));
        } else if (leaves.contains(member.user())) {
            toRemove.add(member.user());
        }
    }

    /** Takes somebody out of the group, without a word to the others. */
    void expel(Member member) {
        step(() -> {
            present.remove(member.user());
            toRemove.add(member.user());
        });
    }

    /** The call changes to another protocol version. */
    void changeVersion(int next) {
        step(() -> {
            version = next;
            if (next == 0) {
                forgetGroup();
                transition(present.values(), (member, id) -> member.handlePrepareTransition(id, 0));
            } else {
                formAnew();
            }
        });
    }

    private void formAnew() {
        forgetGroup();
        present.values().forEach(each -> each.handlePrepareEpoch(1, version));
    }

    private void forgetGroup() {
        leaves.clear();
        toRemove.clear();
        keyPackages.clear();
        awaited.clear();
        round = null;
        epoch = 0;
    }

    /** A member's next commit or welcome arrives damaged. */
    void spoilNextTransitionOf(Member member) {
        spoilFor.add(member.user());
    }

    /** A member's next key package is lost with a websocket. */
    void loseNextKeyPackageOf(Member member) {
        loseFor.add(member.user());
    }

    void handleKeyPackage(long user, byte[] keyPackage) {
        step(() -> {
            if (!present.containsKey(user) || loseFor.remove(user)) {
                return;
            }
            try {
                keyPackages.put(user, KeyPackage.parse(keyPackage));
            } catch (MlsException e) {
                throw new AssertionError("a key package that a gateway would refuse", e);
            }
            if (leaves.isEmpty()) {
                leaves.add(user);
                keyPackages.remove(user);
            }
        });
    }

    void handleReady(long user, int id) {
        step(() -> {
            Set<Long> missing = awaited.get(id);
            if (missing == null || !missing.remove(user)) {
                throw new AssertionError(user + " is ready for transition " + id + ", which it was not asked for");
            }
        });
    }

    void handleInvalid(long user, int id) {
        step(() -> {
            invalid++;
            awaited.getOrDefault(id, new HashSet<>()).remove(user);
            toRemove.add(user);
        });
    }

    void handleCommitWelcome(long user, byte[] payload) {
        step(() -> {
            Round current = round;
            if (current == null || !leaves.contains(user)) {
                return; // another one was faster, or it is not a member yet
            }
            round = null;
            try {
                MlsReader in = new MlsReader(payload);
                byte[] commit = PublicMessage.first(in);
                accept(current, commit, in.bytes(in.remaining()));
            } catch (MlsException e) {
                throw new AssertionError("a commit that a gateway would refuse", e);
            }
        });
    }

    private void accept(Round current, byte[] commit, byte[] welcome) {
        current.removed().forEach(each -> leaves.set(leaves.indexOf(each), null));
        List<Member> processing = members();
        current.added().forEach(this::addLeaf);
        epoch++;
        transition(
                members(),
                (member, id) -> member.handleBinary(message(
                        processing.contains(member) ? 29 : 30,
                        ByteBuffer.allocate(2).putShort((short) id).array(),
                        spoiled(member, processing.contains(member) ? commit : welcome))));
    }

    private byte[] spoiled(Member member, byte[] message) {
        byte[] copy = message.clone();
        if (spoilFor.remove(member.user())) {
            copy[copy.length - 1] ^= 1;
        }
        return copy;
    }

    private void addLeaf(long user) {
        int free = leaves.indexOf(null);
        if (free < 0) {
            leaves.add(user);
        } else {
            leaves.set(free, user);
        }
    }

    private List<Member> members() {
        return present.values().stream()
                .filter(each -> leaves.contains(each.user()))
                .toList();
    }

    /** Announces something to members and waits for them. */
    private void transition(Iterable<Member> members, Announcement announcement) {
        int id = ++lastTransition;
        Set<Long> missing = new HashSet<>();
        members.forEach(each -> missing.add(each.user()));
        awaited.put(id, missing);
        members.forEach(each -> announcement.announce(each, id));
    }

    private interface Announcement {
        void announce(Member member, int id);
    }

    /** Handles all that was sent, executes what is ready, proposes what is to be proposed, until there is nothing more to do. */
    private void settle() {
        if (handling) {
            return;
        }
        handling = true;
        try {
            do {
                for (Runnable next; (next = inbox.poll()) != null; ) {
                    next.run();
                }
                executeReady();
                propose();
            } while (!inbox.isEmpty());
        } finally {
            handling = false;
        }
    }

    private void executeReady() {
        for (int id : List.copyOf(awaited.keySet())) {
            Set<Long> missing = awaited.get(id);
            if (missing != null && missing.isEmpty()) {
                awaited.remove(id);
                List<Member> told = version == 0 ? List.copyOf(present.values()) : members();
                told.forEach(each -> each.handleExecuteTransition(id));
            }
        }
    }

    private void propose() {
        if (round != null || leaves.isEmpty() || !awaited.isEmpty() || (keyPackages.isEmpty() && toRemove.isEmpty())) {
            return;
        }
        byte[] groupId = ByteBuffer.allocate(8).putLong(channelId).array();
        MlsWriter list = new MlsWriter();
        toRemove.forEach(each -> list.bytes(proposer.remove(groupId, epoch, leaves.indexOf(each), random)));
        keyPackages.values().forEach(each -> list.bytes(proposer.add(groupId, epoch, each, random)));
        round = new Round(List.copyOf(toRemove), List.copyOf(keyPackages.keySet()));
        toRemove.clear();
        keyPackages.clear();
        byte[] message = message(27, new byte[1], new MlsWriter().vector(list).toBytes());
        present.values().forEach(each -> each.handleBinary(message));
    }

    private byte[] message(int opcode, byte[]... parts) {
        MlsWriter out = new MlsWriter().u16(sequence++ & 0xFFFF).u8(opcode);
        for (byte[] part : parts) {
            out.bytes(part);
        }
        return out.toBytes();
    }
}
