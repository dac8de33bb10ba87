package dev.acord.dave.call;

import dev.acord.dave.mls.ExternalProposer;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.Commit;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.ProposalRef;
import dev.acord.dave.mls.message.PublicMessage;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The group as a gateway sees it: whose leaf is where, what is proposed in the epoch, and which commits were offered for it. */
final class GatewayGroup {
    private final SecureRandom random;
    private final byte[] groupId;
    private final ExternalProposer proposer;
    /** The users of the leaves; null where one is blank. */
    private final List<@Nullable Long> leaves = new ArrayList<>();

    private final Map<ProposalRef, Proposed> proposals = new LinkedHashMap<>();
    private final Set<ProposalRef> revoked = new HashSet<>();
    private final List<Offer> offers = new ArrayList<>();
    private boolean established;
    private long epoch;

    GatewayGroup(long channel, SecureRandom random) {
        this.random = random;
        groupId = ByteBuffer.allocate(8).putLong(channel).array();
        proposer = new ExternalProposer(SignatureKeyPair.generate(random), new byte[1]);
    }

    /** A proposal of the epoch. */
    static final class Proposed {
        final long user;
        final byte[] message;
        final ProposalRef ref;
        final boolean isAdd;

        private Proposed(long user, byte[] message) {
            PublicMessage parsed = read(() -> PublicMessage.parse(message));
            this.user = user;
            this.message = message;
            this.ref = parsed.ref();
            this.isAdd = parsed.proposal() instanceof Proposal.Add;
        }
    }

    /** What a client sent with opcode 28. */
    static final class Offer {
        final DavePeer from;
        final byte[] commit;
        final byte[] welcome;
        private final PublicMessage parsed;
        private final List<ProposalRef> refs;

        Offer(DavePeer from, byte[] commitWelcome) {
            this.from = from;
            MlsReader in = read(() -> new MlsReader(commitWelcome));
            commit = read(() -> PublicMessage.first(in));
            welcome = read(() -> in.bytes(in.remaining()));
            parsed = read(() -> PublicMessage.parse(commit));
            Commit content = Objects.requireNonNull(parsed.commit(), () -> "no commit of " + from);
            refs = content.items().stream().map(Commit.Item::ref).toList();
        }
    }

    byte[] externalSender() {
        return proposer.sender().encode();
    }

    boolean isEstablished() {
        return established;
    }

    long epoch() {
        return epoch;
    }

    boolean hasLeaf(long user) {
        return leaves.contains(user);
    }

    /** The user of a leaf, which must not be blank. */
    long userAt(int leaf) {
        return Objects.requireNonNull(leaves.get(leaf));
    }

    /** The users that have a leaf, sorted. */
    List<Long> users() {
        return leaves.stream()
                .filter(Objects::nonNull)
                .sorted(Long::compareUnsigned)
                .toList();
    }

    // ---- proposals

    void proposeAdd(long user, KeyPackage keyPackage) {
        add(new Proposed(user, proposer.add(groupId, epoch, keyPackage, random)));
    }

    /** Once; and not for somebody who has no leaf. */
    void proposeRemove(long user) {
        if (hasLeaf(user) && proposals.values().stream().noneMatch(each -> each.user == user && !each.isAdd)) {
            add(new Proposed(user, proposer.remove(groupId, epoch, leaves.indexOf(user), random)));
        }
    }

    private void add(Proposed proposed) {
        proposals.put(proposed.ref, proposed);
    }

    void withdrawAdd(long user) {
        proposals.values().removeIf(each -> {
            boolean withdrawn = each.user == user && each.isAdd;
            if (withdrawn) {
                revoked.add(each.ref);
            }
            return withdrawn;
        });
    }

    /** Takes all proposals back; returns the users of those that were adds. */
    List<Long> withdrawAll() {
        List<Proposed> again = List.copyOf(proposals.values());
        revoked.addAll(proposals.keySet());
        proposals.clear();
        offers.clear();
        again.stream().filter(each -> !each.isAdd).forEach(each -> proposeRemove(each.user));
        return again.stream().filter(each -> each.isAdd).map(each -> each.user).toList();
    }

    Collection<Proposed> proposals() {
        return proposals.values();
    }

    Set<ProposalRef> revoked() {
        return revoked;
    }

    // ---- commits

    void offer(Offer offer) {
        offers.add(offer);
    }

    List<Offer> offers() {
        return offers;
    }

    /** "Voice Gateway Commit Validity", for an offer of somebody who may commit. */
    boolean isValid(Offer offer) {
        long user = offer.from.user();
        Map<ProposalRef, Proposed> expected = proposals.values().stream()
                .filter(each -> established || each.user != user)
                .collect(Collectors.toMap(each -> each.ref, each -> each));
        boolean adds = expected.values().stream().anyMatch(each -> each.isAdd);
        return offer.parsed.epoch() == epoch
                && offer.parsed.sender().index() == (established ? leaves.indexOf(user) : 0)
                && !expected.isEmpty()
                && new HashSet<>(offer.refs).equals(expected.keySet())
                && !(adds && offer.welcome.length == 0)
                && (offer.from.hearsOthers() || isNewestOf(offer));
    }

    /** A client that knows its own commits by their sender only can win with the newest only. */
    private boolean isNewestOf(Offer offer) {
        return offers.stream()
                        .filter(each -> each.from == offer.from)
                        .reduce((a, b) -> b)
                        .orElseThrow()
                == offer;
    }

    /** Enters the epoch of an offer; returns the users who were added, in the order of the commit. */
    List<Long> enter(Offer winner) {
        if (!established) {
            leaves.add(winner.from.user());
        }
        List<Proposed> won = winner.refs.stream().map(proposals::get).toList();
        won.stream().filter(each -> !each.isAdd).forEach(each -> leaves.set(leaves.indexOf(each.user), null));
        List<Long> added =
                won.stream().filter(each -> each.isAdd).map(each -> each.user).toList();
        added.forEach(this::takeFirstFreeLeaf);
        established = true;
        epoch++;
        endProposals();
        return added;
    }

    private void takeFirstFreeLeaf(long user) {
        int free = leaves.indexOf(null);
        if (free < 0) {
            leaves.add(user);
        } else {
            leaves.set(free, user);
        }
    }

    private void endProposals() {
        proposals.clear();
        revoked.clear();
        offers.clear();
    }

    /** There is no group any more. */
    void forget() {
        established = false;
        epoch = 0;
        leaves.clear();
        endProposals();
    }

    static <T> T read(Messages.Reading<T> reading) {
        try {
            return reading.read();
        } catch (MlsException e) {
            throw new AssertionError("a client sent something that is not valid: " + e, e);
        }
    }
}
