package dev.acord.dave;

import static dev.acord.fuzz.Checks.check;

import dev.acord.dave.mls.ExternalProposer;
import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.KeyPackageBundle;
import dev.acord.dave.mls.PendingCommit;
import dev.acord.dave.mls.Policy;
import dev.acord.dave.mls.ProposalMessage;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.Kdf;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.PublicMessage;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The session under test, user 1, a gateway that makes real proposals for it, and another member, user 2, that makes real commits. */
final class MlsWorld {
    static final long SELF = 1;
    static final long PEER = 2;

    private static final long CHANNEL = 77;
    private static final byte[] GROUP_ID = id(CHANNEL);
    private static final byte[] NOTHING = new byte[0];
    private static final SecureRandom FIXED = seeded(1);
    private static final SignatureKeyPair SIGNER = SignatureKeyPair.generate(FIXED);
    private static final ExternalProposer GATEWAY = new ExternalProposer(SignatureKeyPair.generate(FIXED), new byte[1]);
    private static final Policy POLICY = Policy.dave(GROUP_ID, GATEWAY.sender());
    private static final List<SignatureKeyPair> OTHERS =
            List.of(SignatureKeyPair.generate(FIXED), SignatureKeyPair.generate(FIXED));

    private final SecureRandom random = seeded(2);
    private final Log log = new Log();
    private @Nullable Group peer;
    private byte @Nullable [] peerCommit;

    DaveSession session() {
        return new DaveSession(CHANNEL, SELF, SIGNER, random, log);
    }

    Log log() {
        return log;
    }

    byte[] externalSender() {
        return GATEWAY.sender().encode();
    }

    /** Opcode 27 that adds user 2 or 3 in the session's epoch. */
    byte[] add(int which) {
        return appended(GATEWAY.add(GROUP_ID, log.epoch, keyPackage(which).keyPackage(), random));
    }

    byte[] remove(int leaf) {
        return appended(GATEWAY.remove(GROUP_ID, log.epoch, leaf, random));
    }

    /** Takes back the last proposal of an opcode 27; a reference is the hash of what follows the version. */
    byte[] revocation() {
        byte[] reference = log.lastProposal == null ? new byte[32] : log.lastProposal;
        return new MlsWriter().u8(1).vector(new MlsWriter().vector(reference)).toBytes();
    }

    private byte[] appended(byte[] proposal) {
        log.remember(proposal);
        return new MlsWriter().u8(0).vector(new MlsWriter().bytes(proposal)).toBytes();
    }

    byte[] ownCommit() {
        return log.ownCommit == null ? NOTHING : log.ownCommit;
    }

    /** A commit of user 2, in whatever epoch that user is. */
    byte[] peerCommit() {
        Group group = peer;
        if (group == null) {
            return NOTHING;
        }
        try {
            boolean full = group.members().size() > 2;
            byte[] proposal = full
                    ? GATEWAY.remove(GROUP_ID, group.epoch(), 2, random)
                    : GATEWAY.add(GROUP_ID, group.epoch(), keyPackage(1).keyPackage(), random);
            PendingCommit pending = group.commit(List.of(group.parseProposal(proposal)), random);
            log.remember(proposal);
            peerCommit = pending.commit();
            peer = pending.next();
            return peerCommit;
        } catch (MlsException e) {
            throw new AssertionError("a real commit failed", e);
        }
    }

    /** User 2 founds a group, adds the session by its newest key package, and welcomes it. */
    byte[] peerWelcome() {
        byte[] offered = log.keyPackage;
        if (offered == null) {
            return NOTHING;
        }
        try {
            Group founded = Group.create(POLICY, keyPackage(0), random);
            KeyPackage joiner = KeyPackage.parse(offered);
            ProposalMessage add = founded.parseProposal(GATEWAY.add(GROUP_ID, founded.epoch(), joiner, random));
            PendingCommit pending = founded.commit(List.of(add), random);
            peer = pending.next();
            byte[] welcome = pending.welcome();
            check(welcome != null, () -> "adding a member gives a welcome");
            return welcome == null ? NOTHING : welcome;
        } catch (MlsException e) {
            throw new AssertionError("a key package of the session's own is refused", e);
        }
    }

    /** User 2 joins by the welcome of the session's own last commit, if there is one. */
    void peerFollows() {
        byte[] welcome = log.ownWelcome;
        if (welcome == null || welcome.length == 0) {
            return;
        }
        try {
            peer = Group.join(POLICY, List.of(keyPackage(0)), welcome);
        } catch (MlsException e) {
            check(
                    e.reason() == MlsException.Reason.NOT_FOR_US,
                    () -> "a welcome of the session's own is refused: " + e.getMessage());
        }
    }

    private static KeyPackageBundle keyPackage(int which) {
        // the same every time, so that a welcome can be opened later
        return KeyPackageBundle.generate(id(PEER + which), OTHERS.get(which), seeded(10 + which));
    }

    private static byte[] id(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static SecureRandom seeded(long seed) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG"); // repeats with its seed
            random.setSeed(seed);
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA1PRNG", e);
        }
    }

    /** What the session did. */
    static final class Log implements DaveActions {
        int changes;
        int refusals;
        int invalids;
        int keyPackages;
        long epoch;
        boolean sendsWith;
        byte @Nullable [] keyPackage;
        byte @Nullable [] ownCommit;
        byte @Nullable [] ownWelcome;
        byte @Nullable [] lastProposal;

        void clear() {
            changes = 0;
            refusals = 0;
            invalids = 0;
            keyPackages = 0;
            sendsWith = false;
        }

        /** All that was done was to forget the group, because asking to be added anew has often been in vain. */
        boolean lostGroup() {
            return changes == 1 && epoch == 0;
        }

        void remember(byte[] proposal) {
            lastProposal = Kdf.refHash("MLS 1.0 Proposal Reference", Arrays.copyOfRange(proposal, 2, proposal.length));
        }

        @Override
        public void sendKeyPackage(byte[] bytes) {
            changes++;
            keyPackages++;
            keyPackage = bytes;
            try {
                KeyPackage.parse(bytes);
            } catch (MlsException e) {
                throw new AssertionError("sent a key package that is none", e);
            }
        }

        @Override
        public void sendCommitWelcome(byte[] commitWelcome) {
            changes++;
            try {
                MlsReader in = new MlsReader(commitWelcome);
                ownCommit = PublicMessage.first(in);
                ownWelcome = in.bytes(in.remaining());
                PublicMessage.parse(ownCommit);
            } catch (MlsException e) {
                throw new AssertionError("sent a commit that is none", e);
            }
        }

        @Override
        public void sendTransitionReady(int transitionId) {
            changes++;
        }

        @Override
        public void sendInvalidCommitWelcome(int transitionId) {
            invalids++;
        }

        @Override
        public void receiveWith(long userId, byte[] baseSecret) {
            changes++;
            check(baseSecret.length == 16 && userId != SELF, () -> "a secret of " + baseSecret.length + " bytes");
        }

        @Override
        public void receivePlain(boolean allowed) {
            changes++;
        }

        @Override
        public void sendWith(byte[] baseSecret) {
            changes++;
            sendsWith = true;
            check(baseSecret.length == 16, () -> "a secret of " + baseSecret.length + " bytes");
        }

        @Override
        public void sendPlain() {
            changes++;
            sendsWith = false;
        }

        @Override
        public void sendNothing() {
            changes++;
            sendsWith = false;
        }

        @Override
        public void onEpoch(DaveEpoch now) {
            changes++;
            epoch = now.epoch();
        }

        @Override
        public void onRefused(int opcode, String why) {
            refusals++;
            check(why.length() <= 1_000, () -> "a reason of " + why.length() + " characters");
        }
    }
}
