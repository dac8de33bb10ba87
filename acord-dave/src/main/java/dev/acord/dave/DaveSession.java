package dev.acord.dave;

import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.KeyPackageBundle;
import dev.acord.dave.mls.Member;
import dev.acord.dave.mls.PendingCommit;
import dev.acord.dave.mls.Policy;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.ExternalSender;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client's side of the DAVE protocol in one voice session: from the gateway's messages (opcodes 4, 11, 13, 21, 22, 24, 25, 27, 29, 30)
 * to key packages, commits and the secrets of senders. It does no I/O, and has no clock.
 *
 * <pre>
 * group:   none -> local (we alone, epoch 0: key package is out) -> established (epoch 1 and later)
 *          any -> none -> local      opcode 24 with epoch 1, or a commit or welcome that could not be processed (opcode 31; at once
 *                                    only the first times)
 *          any -> none               protocol version 0 is executed
 * sending: nothing -> encrypted or plain, each change when its transition is executed (opcode 22, or at once with transition 0)
 * </pre>
 *
 * <p>Receivers get new secrets as soon as a commit or welcome is processed, since others may use them before our own transition.
 * Messages are validated as a whole before anything changes. Not thread safe; MLS work takes milliseconds, so the owner is never the
 * thread that sends audio.
 */
public final class DaveSession {
    /** The highest protocol version that this implementation speaks. */
    public static final int MAX_PROTOCOL_VERSION = 1;

    private static final int MAX_USERS = 10_000;
    /**
     * So often we ask at once to be added anew; after that only with {@link #handleDoubt}. A call that cannot take us in would otherwise
     * make a new group with every round trip, and the gateway closes connections that say too much.
     */
    private static final int MAX_HASTY_RECOVERIES = 5;

    private final long userId;
    private final byte[] groupId;
    private final SignatureKeyPair signer;
    private final SecureRandom random;
    private final DaveActions actions;
    private final Set<Long> otherUsers = new HashSet<>();
    private final EpochProposals proposals = new EpochProposals();
    private final Transitions transitions = new Transitions();
    private final OfferedKeyPackages keyPackages = new OfferedKeyPackages();

    private int version;
    private @Nullable ExternalSender externalSender;
    private @Nullable Group local;
    private @Nullable Group established;
    private boolean sending;
    /** How often we asked to be added anew since we last lived through a commit as a member. */
    private int recoveries;
    /** The transition that could not be processed, while it has not been told; -1 for none. */
    private int invalidTransition = -1;

    /**
     * Makes a session that has not begun.
     *
     * @param channelId the voice channel, which names the group
     * @param userId oneself
     * @param signer one's signature key pair; copied
     * @param random for keys and signatures
     * @param actions what carries out its actions
     */
    public DaveSession(long channelId, long userId, SignatureKeyPair signer, SecureRandom random, DaveActions actions) {
        this.userId = userId;
        this.groupId = bigEndian(channelId);
        this.signer = signer.copy();
        this.random = random;
        this.actions = actions;
    }

    /**
     * Opcode 4: the session begins, with this protocol version.
     *
     * @param protocolVersion 0 for a call that is not end-to-end encrypted
     */
    public void handleSessionDescription(int protocolVersion) {
        reset();
        transitions.clear();
        boolean spoken = isSpoken(4, protocolVersion);
        version = spoken ? protocolVersion : 0;
        sending = spoken && version == 0;
        if (sending) {
            actions.receivePlain(true);
            actions.sendPlain();
        } else {
            actions.sendNothing();
            offerKeyPackage();
        }
        actions.onEpoch(DaveEpoch.none(protocolVersion));
    }

    /** A gateway chooses a version that all clients announced; another one would be a call that we cannot follow. */
    private boolean isSpoken(int opcode, int protocolVersion) {
        boolean spoken = protocolVersion >= 0 && protocolVersion <= MAX_PROTOCOL_VERSION;
        if (!spoken) {
            actions.onRefused(opcode, "protocol version " + protocolVersion + " is not one of those that we announced");
        }
        return spoken;
    }

    /**
     * Opcode 11: a user is in the call.
     *
     * @param user the user
     */
    public void handleUserConnected(long user) {
        if (user != userId && otherUsers.size() < MAX_USERS) {
            otherUsers.add(user);
        }
    }

    /**
     * Opcode 13: a user left the call.
     *
     * @param user the user
     */
    public void handleUserDisconnected(long user) {
        otherUsers.remove(user);
    }

    /**
     * Nobody else has turned up in the call: frames need no other member's keys, so sending may begin. Does nothing when somebody has.
     */
    public void handleAlone() {
        Group group = local;
        if (!sending && otherUsers.isEmpty() && group != null) {
            sending = true;
            actions.sendWith(SenderSecret.of(group, userId));
        }
    }

    /**
     * Opcode 21: a transition is announced.
     *
     * @param transitionId its number; 0 executes at once
     * @param protocolVersion the version from then on
     */
    public void handlePrepareTransition(int transitionId, int protocolVersion) {
        if (!isSpoken(21, protocolVersion)) {
            return;
        }
        if (protocolVersion == 0) {
            actions.receivePlain(true);
        }
        Group pending = local;
        boolean soleMember = transitionId == 0 && protocolVersion > 0;
        byte[] ownSecret = soleMember && pending != null ? SenderSecret.of(pending, userId) : null;
        prepare(transitionId, new Transitions.Transition(protocolVersion, ownSecret));
    }

    /**
     * Opcode 22: a transition is executed.
     *
     * @param transitionId its number
     */
    public void handleExecuteTransition(int transitionId) {
        Transitions.Transition transition = transitions.take(transitionId);
        if (transition == null) {
            actions.onRefused(22, "transition " + transitionId + " was not announced, or a newer one was executed");
            return;
        }
        execute(transition);
    }

    /**
     * Opcode 24: an epoch is announced; the first one of a group begins with a new key package.
     *
     * @param epoch its number
     * @param protocolVersion the version from then on
     */
    public void handlePrepareEpoch(long epoch, int protocolVersion) {
        if (!isSpoken(24, protocolVersion) || epoch != 1) {
            return; // with another epoch the group stays as it is; a transition follows
        }
        version = protocolVersion;
        loseGroup();
        keyPackages.wipe(); // those were for the group before
        offerKeyPackage();
    }

    /**
     * Opcode 25: the gateway's own key, which the group must name. An established group keeps the one it has; the next one gets this.
     *
     * @param payload an ExternalSender
     */
    public void handleExternalSender(byte[] payload) {
        ExternalSender sender;
        try {
            sender = ExternalSender.parse(payload);
        } catch (MlsException e) {
            actions.onRefused(25, describe(e));
            return;
        }
        if (externalSender != null && sender.equals(externalSender)) {
            return; // told again, as before every member that is added
        }
        externalSender = sender;
        if (established == null) {
            proposals.clear(null);
            createLocal();
        }
    }

    /**
     * Opcode 27: proposals to add to, or to take back from, those of the epoch. All that is left is committed.
     *
     * @param payload the operation and a vector of proposals or references
     */
    public void handleProposals(byte[] payload) {
        Group group = established != null ? established : local;
        if (group == null) {
            actions.onRefused(27, "there is no group yet");
            return;
        }
        try {
            ProposalsPayload parsed =
                    ProposalsPayload.parse(payload, group, user -> user == userId || otherUsers.contains(user));
            proposals.revoke(parsed.revoked());
            proposals.append(parsed.appended());
            commitAll(group);
        } catch (MlsException e) {
            actions.onRefused(27, describe(e));
        }
    }

    private void commitAll(Group group) throws MlsException {
        // our own removal is for others to commit
        if (!proposals.isEmpty() && !proposals.removes(group.ownLeafIndex())) {
            actions.sendCommitWelcome(proposals.commit(group, random));
        }
    }

    /**
     * Whether others are in this encrypted call and we are in no group with them yet, so that nothing can be sent or heard.
     *
     * @return true while nothing but a commit or a welcome helps
     */
    public boolean isWaiting() {
        return version > 0 && established == null && !otherUsers.isEmpty();
    }

    /**
     * What we sent may have been lost with a broken websocket: says all of it again that may still matter. A member that waits sends a
     * new key package (opcode 26), what is proposed is committed again (28), prepared transitions are ready (23). The gateway takes
     * the newest key package of a member, the first valid commit of an epoch, and each ready once, so saying it twice does no harm.
     */
    public void handleDoubt() {
        transitions.ids().forEach(actions::sendTransitionReady);
        if (established == null) {
            proposals.clearCommits();
            tellInvalid();
            offerKeyPackage();
        }
        Group group = established != null ? established : local;
        if (group == null) {
            return;
        }
        try {
            commitAll(group);
        } catch (MlsException e) {
            actions.onRefused(27, describe(e));
        }
    }

    /**
     * Opcode 29: the commit that won the epoch.
     *
     * @param transitionId the transition to the new epoch
     * @param commit an MLSMessage
     */
    public void handleAnnounceCommit(int transitionId, byte[] commit) {
        PendingCommit own = proposals.ownCommit(commit);
        if (own != null) {
            recoveries = 0;
            enter(own.next(), transitionId, own);
            return;
        }
        Group group = established != null ? established : local;
        if (group == null) {
            actions.onRefused(29, "there is no group yet");
            return;
        }
        try {
            enter(group.process(commit, proposals.all()), transitionId, null);
            recoveries = 0;
        } catch (MlsException e) {
            actions.onRefused(29, describe(e));
            // while we wait for a welcome, the commit of another is not for us; our own, forgotten because of many
            // later ones, is
            if (group == established
                    ? CommitRefusal.leavesUsBehind(commit, group, e)
                    : e.reason() == Reason.OWN_COMMIT) {
                recover(transitionId);
            }
        }
    }

    /**
     * Opcode 30: we are welcomed to a group. Who is in a group already has said more than one key package, and is taken out and added anew with
     * a later one.
     *
     * @param transitionId the transition to its epoch
     * @param welcome a Welcome, bare or in an MLSMessage
     */
    public void handleWelcome(int transitionId, byte[] welcome) {
        ExternalSender sender = externalSender;
        if (sender == null || keyPackages.isEmpty()) {
            actions.onRefused(30, established != null ? "already in a group" : "no key package is out");
            return;
        }
        try {
            KeyPackageBundle ours = keyPackages.addressedBy(welcome);
            Group group = Group.join(Policy.dave(groupId, sender), List.of(ours), welcome);
            keyPackages.use(ours);
            enter(group, transitionId, null);
        } catch (MlsException e) {
            actions.onRefused(30, describe(e));
            if (established == null) {
                recover(transitionId);
            }
        }
    }

    /** The new epoch: receivers at once, the sender with the transition. */
    private void enter(Group next, int transitionId, @Nullable PendingCommit winner) {
        Group before = established != null ? established : local;
        proposals.clear(winner);
        invalidTransition = -1;
        established = next;
        local = null;
        if (before != null && before != next) {
            before.wipe();
        }
        for (Member member : next.members()) {
            if (member.userId() != userId) {
                actions.receiveWith(member.userId(), SenderSecret.of(next, member.userId()));
            }
        }
        actions.onEpoch(DaveEpoch.of(version, next));
        prepare(transitionId, new Transitions.Transition(version, SenderSecret.of(next, userId)));
    }

    private void prepare(int transitionId, Transitions.Transition transition) {
        if (transitionId == 0) {
            execute(transition);
        } else {
            transitions.add(transitionId, transition);
            actions.sendTransitionReady(transitionId);
        }
    }

    private void execute(Transitions.Transition transition) {
        version = transition.version();
        if (version == 0) {
            reset();
            sending = true;
            actions.sendPlain();
            actions.onEpoch(DaveEpoch.none(0));
            return;
        }
        actions.receivePlain(false);
        byte[] secret = transition.ownSecret();
        if (secret != null) {
            sending = true;
            actions.sendWith(secret);
        }
    }

    /** A commit or welcome that cannot be processed: say so, and ask to be added anew; not at once when that has often been in vain. */
    private void recover(int transitionId) {
        boolean now = ++recoveries <= MAX_HASTY_RECOVERIES;
        invalidTransition = transitionId;
        if (now) {
            tellInvalid();
        }
        loseGroup();
        if (now) {
            offerKeyPackage();
        }
    }

    private void tellInvalid() {
        if (invalidTransition >= 0) {
            actions.sendInvalidCommitWelcome(invalidTransition);
            invalidTransition = -1;
        }
    }

    private void offerKeyPackage() {
        if (version == 0) {
            return;
        }
        KeyPackageBundle bundle = KeyPackageBundle.generate(bigEndian(userId), signer, random);
        keyPackages.add(bundle);
        createLocal();
        actions.sendKeyPackage(bundle.keyPackage().encode());
    }

    private void createLocal() {
        ExternalSender sender = externalSender;
        if (local != null) {
            local.wipe();
            local = null;
        }
        if (sender != null && !keyPackages.isEmpty()) {
            local = Group.create(Policy.dave(groupId, sender), keyPackages.newest(), random);
        }
    }

    /** Forgets the group, and with it the epoch that was reported; a welcome may still come for the key packages that are out. */
    private void loseGroup() {
        boolean wasEstablished = established != null;
        wipeGroups();
        if (wasEstablished) {
            actions.onEpoch(DaveEpoch.none(version));
        }
    }

    /** Forgets the group; the external sender stays, so that a new group can form without being told again. */
    private void reset() {
        wipeGroups();
        keyPackages.wipe();
        recoveries = 0;
        invalidTransition = -1;
    }

    private void wipeGroups() {
        proposals.clear(null);
        if (local != null) {
            local.wipe();
            local = null;
        }
        if (established != null) {
            established.wipe();
            established = null;
        }
    }

    /** Overwrites all secrets; the session is over. */
    public void close() {
        reset();
        transitions.clear();
        signer.wipe();
    }

    private static byte[] bigEndian(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    private static String describe(MlsException e) {
        return e.reason() + ": " + e.getMessage();
    }
}
