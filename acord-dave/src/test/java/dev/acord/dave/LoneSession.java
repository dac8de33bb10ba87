package dev.acord.dave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.dave.mls.ExternalProposer;
import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.KeyPackageBundle;
import dev.acord.dave.mls.PendingCommit;
import dev.acord.dave.mls.Policy;
import dev.acord.dave.mls.ProposalMessage;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.PublicMessage;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One session under test, with the gateway's keys and another member's group in the test's hands. */
final class LoneSession {
    static final long CHANNEL = 77;
    static final long OURSELVES = 10;
    static final long PARTNER = 20;

    final SecureRandom random;
    final SignatureKeyPair gatewaySigner;
    final ExternalProposer gateway;
    final byte[] groupId = id(CHANNEL);
    final Policy policy;
    final Recording actions = new Recording();
    final DaveSession session;
    Group partner;

    LoneSession(long seed) {
        try {
            random = SecureRandom.getInstance("SHA1PRNG");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        random.setSeed(seed);
        gatewaySigner = SignatureKeyPair.generate(random);
        gateway = new ExternalProposer(gatewaySigner, new byte[1]);
        policy = Policy.dave(groupId, gateway.sender());
        partner = Group.create(policy, bundle(PARTNER), random);
        session = new DaveSession(CHANNEL, OURSELVES, SignatureKeyPair.generate(random), random, actions);
    }

    static byte[] id(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    KeyPackageBundle bundle(long user) {
        return KeyPackageBundle.generate(id(user), SignatureKeyPair.generate(random), random);
    }

    /** Until a key package is out, in a call with the partner. */
    LoneSession pending() {
        session.handleSessionDescription(1);
        session.handleExternalSender(gateway.sender().encode());
        session.handleUserConnected(PARTNER);
        actions.take();
        return this;
    }

    /** Until it is in the partner's group, in epoch 1 or later, and sends. */
    LoneSession established() throws MlsException {
        pending();
        joinByWelcome();
        actions.take();
        return this;
    }

    KeyPackage ownKeyPackage() throws MlsException {
        return KeyPackage.parse(actions.keyPackage);
    }

    byte[] add(KeyPackage keyPackage) {
        return gateway.add(groupId, partner.epoch(), keyPackage, random);
    }

    byte[] remove(long leaf) {
        return gateway.remove(groupId, partner.epoch(), leaf, random);
    }

    /** A commit of the partner, which stays where it is. */
    PendingCommit partnerCommits(List<byte[]> proposals) throws MlsException {
        List<ProposalMessage> parsed = new ArrayList<>();
        for (byte[] proposal : proposals) {
            parsed.add(partner.parseProposal(proposal));
        }
        return partner.commit(parsed, random);
    }

    /** The partner adds us, and removes who we were before, if we were; with transition 0. */
    void joinByWelcome() throws MlsException {
        List<byte[]> proposals = new ArrayList<>();
        partner.members().stream()
                .filter(member -> member.userId() == OURSELVES)
                .forEach(member -> proposals.add(remove(member.leafIndex())));
        proposals.add(add(ownKeyPackage()));
        PendingCommit commit = partnerCommits(proposals);
        session.handleWelcome(0, welcome(commit));
        partner = commit.next();
        assertAgrees();
    }

    static byte[] welcome(PendingCommit commit) {
        return Objects.requireNonNull(commit.welcome(), "the commit adds nobody");
    }

    /** Announces a commit of the partner's that wins. */
    void partnerWins(int transitionId, List<byte[]> proposals) throws MlsException {
        PendingCommit commit = partnerCommits(proposals);
        session.handleAnnounceCommit(transitionId, commit.commit());
        partner = commit.next();
    }

    /** Announces the last commit of our own. */
    void weWin(int transitionId, List<byte[]> proposals) throws MlsException {
        byte[] commit = ownCommit();
        List<ProposalMessage> parsed = new ArrayList<>();
        for (byte[] proposal : proposals) {
            parsed.add(partner.parseProposal(proposal));
        }
        partner = partner.process(commit, parsed);
        session.handleAnnounceCommit(transitionId, commit);
    }

    byte[] ownCommit() throws MlsException {
        return PublicMessage.first(new MlsReader(actions.commitWelcome));
    }

    /** Opcode 27 with proposals. */
    static byte[] append(byte[]... messages) {
        MlsWriter list = new MlsWriter();
        for (byte[] message : messages) {
            list.bytes(message);
        }
        return new MlsWriter().u8(0).vector(list).toBytes();
    }

    /** Opcode 27 with what is revoked. */
    static byte[] revoke(byte[]... messages) throws MlsException {
        MlsWriter list = new MlsWriter();
        for (byte[] message : messages) {
            list.vector(PublicMessage.parse(message).ref().bytes());
        }
        return new MlsWriter().u8(1).vector(list).toBytes();
    }

    /** We and the partner are in the same epoch and show the same code. */
    void assertAgrees() {
        assertEquals(partner.epoch(), actions.epoch.epoch());
        assertEquals(DisplayableCode.ofEpoch(partner.epochAuthenticator()), actions.epoch.privacyCode());
    }

    /** The group still works: somebody is proposed, we commit, we win, and agree. */
    void assertStillWorks(long newUser) throws MlsException {
        session.handleUserConnected(newUser);
        byte[] add = add(bundle(newUser).keyPackage());
        actions.take();
        session.handleProposals(append(add));
        assertEquals(List.of("commit"), actions.take(), () -> actions.lastWhy);
        weWin(0, List.of(add));
        assertAgrees();
        actions.take();
    }
}
