package dev.acord.dave.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.tree.TreeValidator;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A voice gateway and clients who share one random source, for tests: it announces, everybody processes and agrees. */
final class Channel {

    final SecureRandom random;
    final byte[] groupId = id(0x1122334455667788L);
    final SignatureKeyPair gatewaySigner;
    final ExternalProposer gateway;
    final Policy policy;
    final Map<Long, Client> members = new TreeMap<>();

    /** Sees every message and has no secrets. */
    @Nullable
    PublicGroup observer;

    Channel(long seed) {
        try {
            random = SecureRandom.getInstance("SHA1PRNG");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        random.setSeed(seed);
        gatewaySigner = SignatureKeyPair.generate(random);
        gateway = new ExternalProposer(gatewaySigner, new byte[1]);
        policy = Policy.dave(groupId, gateway.sender());
    }

    /** A user with a group view of its own. */
    static final class Client {
        final long user;
        final SignatureKeyPair signer;
        KeyPackageBundle bundle;

        @Nullable
        Group group;

        private Client(long user, SignatureKeyPair signer, KeyPackageBundle bundle) {
            this.user = user;
            this.signer = signer;
            this.bundle = bundle;
        }

        Group group() {
            if (group == null) {
                throw new IllegalStateException(user + " is in no group");
            }
            return group;
        }
    }

    Client client(long user) {
        SignatureKeyPair signer = SignatureKeyPair.generate(random);
        return new Client(user, signer, KeyPackageBundle.generate(id(user), signer, random));
    }

    /** The first member, alone. */
    Client found(long user) {
        Client client = client(user);
        try {
            observer = PublicGroup.create(policy, client.bundle.keyPackage());
        } catch (MlsException e) {
            throw new IllegalStateException(e);
        }
        client.group = Group.create(policy, client.bundle, random);
        members.put(user, client);
        return client;
    }

    /** A channel with the users 1 to n, all added at once by the first. */
    static Channel of(long seed, int n) throws MlsException {
        Channel channel = new Channel(seed);
        Client first = channel.found(1);
        List<Client> others = new ArrayList<>();
        for (long user = 2; user <= n; user++) {
            others.add(channel.client(user));
        }
        channel.round(first, others, List.of(), false);
        return channel;
    }

    Client member(long user) {
        Client client = members.get(user);
        if (client == null) {
            throw new IllegalStateException("no member " + user);
        }
        return client;
    }

    Group anyGroup() {
        return members.values().iterator().next().group();
    }

    byte[] proposeAdd(Client joiner) {
        return gateway.add(groupId, anyGroup().epoch(), joiner.bundle.keyPackage(), random);
    }

    byte[] proposeRemove(Client member) {
        return gateway.remove(groupId, anyGroup().epoch(), member.group().ownLeafIndex(), random);
    }

    static List<ProposalMessage> parse(Group group, List<byte[]> messages) throws MlsException {
        List<ProposalMessage> parsed = new ArrayList<>();
        for (byte[] message : messages) {
            parsed.add(group.parseProposal(message));
        }
        return parsed;
    }

    /** One epoch: the gateway proposes, one member commits, all others process or join, and everybody agrees. */
    void round(Client committer, List<Client> joiners, List<Client> leavers, boolean withPath) throws MlsException {
        List<byte[]> proposals = new ArrayList<>();
        for (Client leaver : leavers) {
            proposals.add(proposeRemove(leaver));
        }
        for (Client joiner : joiners) {
            proposals.add(proposeAdd(joiner));
        }
        Group before = committer.group();
        PendingCommit pending = before.commit(parse(before, proposals), withPath, random);
        for (Client member : List.copyOf(members.values())) {
            if (member == committer) {
                member.group = pending.next();
                continue;
            }
            Group group = member.group();
            List<ProposalMessage> known = parse(group, proposals);
            if (leavers.contains(member)) {
                MlsException e = assertThrows(MlsException.class, () -> group.process(pending.commit(), known));
                assertEquals(MlsException.Reason.REMOVED, e.reason());
                members.remove(member.user);
                member.group = null;
                member.bundle = member.bundle.withNewInitKey(random);
            } else {
                member.group = group.process(pending.commit(), known);
            }
            group.wipe();
        }
        before.wipe();
        observe(proposals, pending.commit());
        join(joiners, pending.welcome());
        requireAgreement();
    }

    private void observe(List<byte[]> proposals, byte[] commit) throws MlsException {
        PublicGroup before = observer();
        List<ProposalMessage> known = new ArrayList<>();
        for (byte[] proposal : proposals) {
            known.add(before.parseProposal(proposal));
        }
        observer = before.process(commit, known);
    }

    PublicGroup observer() {
        if (observer == null) {
            throw new IllegalStateException("no group yet");
        }
        return observer;
    }

    private void join(List<Client> joiners, byte @Nullable [] welcome) throws MlsException {
        for (Client joiner : joiners) {
            if (welcome == null) {
                throw new IllegalStateException("members were added without a welcome");
            }
            joiner.group = Group.join(policy, List.of(joiner.bundle), welcome);
            members.put(joiner.user, joiner);
        }
    }

    /** All are in the same epoch with the same secrets and members, and the tree is valid as a joiner would check it. */
    void requireAgreement() throws MlsException {
        Group first = anyGroup();
        TreeValidator.validateAll(first.tree(), groupId);
        for (Client member : members.values()) {
            Group group = member.group();
            assertEquals(first.epoch(), group.epoch());
            assertArrayEquals(first.epochAuthenticator(), group.epochAuthenticator());
            assertArrayEquals(first.tree().treeHash(), group.tree().treeHash());
            assertArrayEquals(
                    first.export("Discord Secure Frames v0", id(member.user), 16),
                    group.export("Discord Secure Frames v0", id(member.user), 16));
            assertEquals(
                    List.copyOf(members.keySet()),
                    group.members().stream().map(Member::userId).sorted().toList());
        }
        assertEquals(first.epoch(), observer().epoch());
        assertArrayEquals(first.tree().treeHash(), observer().treeHash());
        assertEquals(first.members().toString(), observer().members().toString());
    }

    static byte[] id(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }
}
