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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The DAVE half of a voice gateway, as the protocol's description has it: proposes who joins and leaves, lets one valid commit win, welcomes, and
 * leads transitions. It has no I/O and no clock; what it does when is the test's, the order among clients is the seed's.
 *
 * <p>Driving: {@link #join}, {@link #leave} and the like collect proposals; {@link #propose} sends them and collects commits; {@link #announce}
 * lets one win; {@link #execute} ends the transition.
 */
final class DeliveryService implements DavePeer.Uplink {
    private final Random dice;
    private final SecureRandom random;
    private final byte[] groupId;
    private final ExternalProposer proposer;
    private final Map<Long, Seat> seats = new LinkedHashMap<>();
    private final ArrayDeque<Runnable> inbox = new ArrayDeque<>();
    /** The users of the group's leaves; null where one is blank. */
    private final List<@Nullable Long> leaves = new ArrayList<>();

    private final Map<ProposalRef, Proposed> proposals = new LinkedHashMap<>();
    private final Set<ProposalRef> revoked = new HashSet<>();
    private final List<Offer> offers = new ArrayList<>();
    private final Map<Integer, Set<DavePeer>> ready = new LinkedHashMap<>();
    private final Set<Long> corrupted = new HashSet<>();
    private boolean established;
    private long epoch;
    private int version;
    private int lastTransition;

    /** Each proposal in a message of its own, rather than all of them in one. */
    boolean oneByOne;
    /** How often a commit won, a client could not follow, and a group began anew. */
    int commits;

    int invalid;
    int groups;

    DeliveryService(long channel, int version, Random dice, SecureRandom random) {
        this.dice = dice;
        this.random = random;
        this.version = version;
        groupId = ByteBuffer.allocate(8).putLong(channel).array();
        proposer = new ExternalProposer(SignatureKeyPair.generate(random), new byte[1]);
    }

    /** Somebody who is connected: a member of the group, or pending. */
    private static final class Seat {
        final DavePeer peer;
        final Set<ProposalRef> told = new HashSet<>();

        @Nullable
        KeyPackage keyPackage;

        boolean member;
        boolean knowsSender;

        Seat(DavePeer peer) {
            this.peer = peer;
        }
    }

    private static final class Proposed {
        final long user;
        final byte[] message;
        final PublicMessage parsed;

        Proposed(long user, byte[] message) {
            this.user = user;
            this.message = message;
            this.parsed = read(() -> PublicMessage.parse(message));
        }

        boolean isAdd() {
            return parsed.proposal() instanceof Proposal.Add;
        }
    }

    private static final class Offer {
        final DavePeer from;
        final byte[] commit;
        final byte[] welcome;
        final PublicMessage parsed;

        Offer(DavePeer from, byte[] commitWelcome) {
            this.from = from;
            MlsReader in = read(() -> new MlsReader(commitWelcome));
            commit = read(() -> PublicMessage.first(in));
            welcome = read(() -> in.bytes(in.remaining()));
            parsed = read(() -> PublicMessage.parse(commit));
        }

        List<ProposalRef> refs() {
            Commit content = parsed.commit();
            if (content == null) {
                throw new AssertionError("no commit in opcode 28 of " + from);
            }
            return content.items().stream().map(Commit.Item::ref).toList();
        }
    }

    // ---- who is here

    void join(DavePeer peer) {
        for (Seat other : shuffled()) {
            other.peer.userConnected(peer.user());
            peer.userConnected(other.peer.user());
        }
        Seat seat = new Seat(peer);
        seats.put(peer.user(), seat);
        boolean senderFirst = version > 0 && dice.nextBoolean();
        if (senderFirst) {
            tellSender(seat);
        }
        peer.sessionDescription(version);
        if (version > 0) {
            tellSender(seat);
        }
        run();
    }

    private void tellSender(Seat seat) {
        if (!seat.knowsSender) {
            seat.knowsSender = true;
            seat.peer.externalSender(proposer.sender().encode());
        }
    }

    void leave(long user) {
        seats.remove(user);
        seats.values().forEach(seat -> seat.peer.userDisconnected(user));
        withdrawAdd(user);
        if (leaves.contains(user)) {
            proposeRemove(user);
        }
        if (seats.isEmpty()) {
            forgetGroup();
        }
        run();
    }

    /** A client gets a session description again and begins anew. */
    void describeAgain(long user) {
        seat(user).peer.sessionDescription(version);
        run();
    }

    /** The next commit or welcome reaches this user damaged. */
    void damageNext(long user) {
        corrupted.add(user);
    }

    // ---- proposals

    private void proposeAdd(Seat seat) {
        if (seat.keyPackage != null) {
            add(seat.peer.user(), proposer.add(groupId, epoch, seat.keyPackage, random));
        }
    }

    private void proposeRemove(long user) {
        if (proposals.values().stream().noneMatch(each -> each.user == user && !each.isAdd())) {
            add(user, proposer.remove(groupId, epoch, leaves.indexOf(user), random));
        }
    }

    private void add(long user, byte[] message) {
        Proposed proposed = new Proposed(user, message);
        proposals.put(proposed.parsed.ref(), proposed);
    }

    private void withdrawAdd(long user) {
        proposals.values().removeIf(each -> {
            boolean withdrawn = each.user == user && each.isAdd();
            if (withdrawn) {
                revoked.add(each.parsed.ref());
            }
            return withdrawn;
        });
    }

    /** Tells everybody what is proposed and revoked; each answers with a commit. */
    void propose() {
        for (Seat seat : shuffled()) {
            if (established ? seat.member : seat.keyPackage != null) {
                tell(seat);
            } else if (established && seat.peer.hearsOthers() && !proposals.isEmpty()) {
                seat.peer.proposals(Messages.proposals(messages(proposals.values())));
            }
        }
        revoked.clear();
        run();
    }

    private void tell(Seat seat) {
        List<ProposalRef> gone = revoked.stream().filter(seat.told::remove).toList();
        if (!gone.isEmpty()) {
            seat.peer.proposals(Messages.revocation(gone));
        }
        List<Proposed> news = proposals.values().stream()
                .filter(each -> established || each.user != seat.peer.user())
                .filter(each -> seat.told.add(each.parsed.ref()))
                .toList();
        if (oneByOne) {
            news.forEach(each -> seat.peer.proposals(Messages.proposals(List.of(each.message))));
        } else if (!news.isEmpty()) {
            seat.peer.proposals(Messages.proposals(messages(news)));
        }
    }

    private static List<byte[]> messages(Collection<Proposed> content) {
        return content.stream().map(each -> each.message).toList();
    }

    // ---- commits

    /** Who has a commit out that may win, in the order in which they came. */
    List<DavePeer> candidates() {
        return offers.stream().filter(this::isValid).map(offer -> offer.from).toList();
    }

    /** "Voice Gateway Commit Validity". */
    private boolean isValid(Offer offer) {
        Seat seat = seats.get(offer.from.user());
        if (seat == null || seat.peer != offer.from || offer.parsed.epoch() != epoch) {
            return false;
        }
        if (established ? !seat.member : seat.keyPackage == null) {
            return false;
        }
        long leaf = established ? leaves.indexOf(offer.from.user()) : 0;
        Set<ProposalRef> expected = proposals.values().stream()
                .filter(each -> established || each.user != offer.from.user())
                .map(each -> each.parsed.ref())
                .collect(Collectors.toSet());
        boolean adds = expected.stream()
                .anyMatch(ref -> Objects.requireNonNull(proposals.get(ref)).isAdd());
        return offer.parsed.sender().index() == leaf
                && !expected.isEmpty()
                && new HashSet<>(offer.refs()).equals(expected)
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

    /** Lets the candidate with this index win; returns whether there was an epoch. */
    boolean announce(int candidate) {
        List<Offer> valid = offers.stream().filter(this::isValid).toList();
        if (valid.isEmpty()) {
            goOnWithoutWinner();
            return false;
        }
        Offer winner = valid.get(candidate);
        List<Proposed> won = winner.refs().stream().map(proposals::get).toList();
        List<Seat> recipients = shuffled();
        recipients.removeIf(seat -> !seat.peer.hearsOthers() && !seat.member && seat.peer != winner.from);
        int id = !established && dice.nextBoolean() ? 0 : nextTransition();
        Map<Seat, byte[]> welcomes = apply(winner, won);
        for (Seat seat : recipients) {
            seat.peer.announceCommit(id, delivered(seat, winner.commit));
        }
        welcomes.forEach((seat, welcome) -> seat.peer.welcome(id, delivered(seat, welcome)));
        run();
        return true;
    }

    private int nextTransition() {
        lastTransition = lastTransition % 0xFFFF + 1;
        return lastTransition;
    }

    private void goOnWithoutWinner() {
        if (established && seats.values().stream().noneMatch(seat -> seat.member) && !seats.isEmpty()) {
            forgetGroup();
            shuffled().forEach(seat -> seat.peer.prepareEpoch(1, version));
            run();
            return;
        }
        if (offers.stream().anyMatch(offer -> offer.welcome.length == 0)) {
            proposeAnew();
            return;
        }
        long pending =
                seats.values().stream().filter(seat -> seat.keyPackage != null).count();
        if (established ? !proposals.isEmpty() : pending > 1) {
            throw new AssertionError("nobody has a valid commit of epoch " + epoch + " with " + proposals.size()
                    + " proposals: " + seats.keySet() + ", leaves " + leaves);
        }
    }

    /** davey welcomes only those whom the latest message adds; a commit of it may need all proposals in one message, last. */
    private void proposeAnew() {
        List<Proposed> again = List.copyOf(proposals.values());
        revoked.addAll(proposals.keySet());
        proposals.clear();
        offers.clear();
        again.stream().filter(each -> !each.isAdd()).forEach(each -> proposeRemove(each.user));
        again.stream().filter(Proposed::isAdd).forEach(each -> proposeAdd(seat(each.user)));
        oneByOne = false;
    }

    /** Enters the next epoch; returns the welcomes for those whom the commit adds. */
    private Map<Seat, byte[]> apply(Offer winner, List<Proposed> won) {
        if (!established) {
            groups++;
            leaves.add(winner.from.user());
            seat(winner.from.user()).member = true;
            seat(winner.from.user()).keyPackage = null;
        }
        won.stream().filter(each -> !each.isAdd()).forEach(each -> leaves.set(leaves.indexOf(each.user), null));
        Map<Seat, byte[]> welcomes = new LinkedHashMap<>();
        for (Proposed added : won) {
            if (added.isAdd()) {
                int free = leaves.indexOf(null);
                leaves.add(free < 0 ? leaves.size() : free, added.user);
                if (free >= 0) {
                    leaves.remove(free + 1);
                }
                Seat seat = seat(added.user);
                KeyPackage keyPackage = Objects.requireNonNull(seat.keyPackage);
                welcomes.put(seat, read(() -> Messages.welcomeFor(keyPackage.ref(), winner.welcome)));
                seat.member = true;
                seat.keyPackage = null;
            }
        }
        established = true;
        epoch++;
        commits++;
        endProposals();
        return welcomes;
    }

    private byte[] delivered(Seat seat, byte[] message) {
        if (!corrupted.remove(seat.peer.user())) {
            return message;
        }
        byte[] damaged = message.clone();
        damaged[damaged.length - 1] ^= 1;
        return damaged;
    }

    private void endProposals() {
        proposals.clear();
        revoked.clear();
        offers.clear();
        seats.values().forEach(seat -> seat.told.clear());
    }

    // ---- transitions

    /** Executes what is prepared; then the last member of a group gets a new one. */
    void execute() {
        ready.forEach((id, peers) -> peers.stream().filter(this::isHere).forEach(peer -> peer.executeTransition(id)));
        ready.clear();
        run();
        List<Seat> members = seats.values().stream().filter(seat -> seat.member).toList();
        boolean aloneInGroup = leaves.stream().filter(Objects::nonNull).count() == 1;
        if (established && aloneInGroup && members.size() == 1) {
            forgetGroup();
            seats.values().forEach(this::proposeAdd);
            DavePeer sole = members.get(0).peer;
            sole.prepareEpoch(1, version);
            sole.prepareTransition(0, version);
            run();
        }
    }

    /** Announces that the call goes on without end-to-end encryption. */
    void prepareDowngrade() {
        int id = nextTransition();
        shuffled().forEach(seat -> seat.peer.prepareTransition(id, 0));
        run();
        version = 0;
        forgetGroup();
        seats.values().forEach(seat -> seat.keyPackage = null);
    }

    /** Everybody is asked to form a group. */
    void upgrade() {
        version = 1;
        for (Seat seat : shuffled()) {
            seat.peer.prepareEpoch(1, version);
            tellSender(seat);
        }
        run();
    }

    private void forgetGroup() {
        established = false;
        epoch = 0;
        leaves.clear();
        endProposals();
        seats.values().forEach(seat -> seat.member = false);
    }

    // ---- what clients say

    @Override
    public void keyPackage(DavePeer from, byte[] keyPackage) {
        KeyPackage parsed = read(() -> KeyPackage.parse(keyPackage));
        read(() -> {
            parsed.validate();
            return true;
        });
        later(from, seat -> {
            withdrawAdd(from.user());
            if (leaves.contains(from.user())) {
                proposeRemove(from.user());
            }
            seat.member = false;
            seat.told.clear();
            seat.keyPackage = parsed;
            proposeAdd(seat);
        });
    }

    @Override
    public void commitWelcome(DavePeer from, byte[] commitWelcome) {
        Offer offer = new Offer(from, commitWelcome);
        later(from, seat -> offers.add(offer));
    }

    @Override
    public void ready(DavePeer from, int transitionId) {
        later(from, seat -> ready.computeIfAbsent(transitionId, id -> new HashSet<>())
                .add(from));
    }

    @Override
    public void invalid(DavePeer from, int transitionId) {
        invalid++;
        later(from, seat -> {
            seat.member = false;
            if (leaves.contains(from.user())) {
                proposeRemove(from.user());
            }
        });
    }

    private void later(DavePeer from, Consumer<Seat> action) {
        inbox.add(() -> {
            if (isHere(from)) {
                action.accept(seat(from.user()));
            }
        });
    }

    private void run() {
        for (Runnable next; (next = inbox.poll()) != null; ) {
            next.run();
        }
    }

    // ---- what is so

    private boolean isHere(DavePeer peer) {
        Seat seat = seats.get(peer.user());
        return seat != null && seat.peer == peer;
    }

    private Seat seat(long user) {
        Seat seat = seats.get(user);
        if (seat == null) {
            throw new IllegalStateException("user " + user + " is not here");
        }
        return seat;
    }

    private List<Seat> shuffled() {
        List<Seat> order = new ArrayList<>(seats.values());
        Collections.shuffle(order, dice);
        return order;
    }

    boolean isEstablished() {
        return established;
    }

    boolean hasProposals() {
        return !proposals.isEmpty() && seats.size() > 1;
    }

    int version() {
        return version;
    }

    long epoch() {
        return epoch;
    }

    List<DavePeer> present() {
        return seats.values().stream().map(seat -> seat.peer).toList();
    }

    List<DavePeer> members() {
        return seats.values().stream()
                .filter(seat -> seat.member)
                .map(seat -> seat.peer)
                .toList();
    }

    /** The users that have a leaf, whether they are connected or not, sorted. */
    List<Long> users() {
        return leaves.stream()
                .filter(Objects::nonNull)
                .sorted(Long::compareUnsigned)
                .toList();
    }

    private static <T> T read(Messages.Reading<T> reading) {
        try {
            return reading.read();
        } catch (MlsException e) {
            throw new AssertionError("a client sent something that is not valid: " + e, e);
        }
    }
}
