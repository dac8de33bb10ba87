package dev.acord.dave.call;

import dev.acord.dave.call.GatewayGroup.Offer;
import dev.acord.dave.call.GatewayGroup.Proposed;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.ProposalRef;
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
    private final GatewayGroup group;
    private final Map<Long, Seat> seats = new LinkedHashMap<>();
    private final ArrayDeque<Runnable> inbox = new ArrayDeque<>();
    private final Map<Integer, Set<DavePeer>> ready = new LinkedHashMap<>();
    private final Set<Long> damaged = new HashSet<>();
    private int version;
    private int lastTransition;

    /** Each proposal in a message of its own, rather than all of them in one. */
    boolean oneByOne;
    /** How often a commit won. */
    int commits;
    /** How often a client could not follow. */
    int invalid;
    /** How often it got something damaged. */
    int damages;
    /** How often a group began. */
    int groups;

    DeliveryService(long channel, int version, Random dice, SecureRandom random) {
        this.dice = dice;
        this.version = version;
        group = new GatewayGroup(channel, random);
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

    // ---- who is here

    void join(DavePeer peer) {
        for (Seat other : shuffled()) {
            other.peer.userConnected(peer.user());
            peer.userConnected(other.peer.user());
        }
        Seat seat = new Seat(peer);
        seats.put(peer.user(), seat);
        if (version > 0 && dice.nextBoolean()) {
            tellSender(seat); // before or after the session's description
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
            seat.peer.externalSender(group.externalSender());
        }
    }

    void leave(long user) {
        seats.remove(user);
        seats.values().forEach(seat -> seat.peer.userDisconnected(user));
        group.withdrawAdd(user);
        group.proposeRemove(user);
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

    /** What the next announcement says reaches this user damaged; not to be done to the winner, whose commit has to come back as it was sent. */
    void damageNext(long user) {
        damaged.add(user);
    }

    // ---- proposals

    private void proposeAdd(Seat seat) {
        if (seat.keyPackage != null) {
            group.proposeAdd(seat.peer.user(), seat.keyPackage);
        }
    }

    /** Tells everybody what is proposed and revoked; each answers with a commit. */
    void propose() {
        for (Seat seat : shuffled()) {
            if (mayCommit(seat)) {
                tell(seat);
            } else if (group.isEstablished()
                    && seat.peer.hearsOthers()
                    && !group.proposals().isEmpty()) {
                seat.peer.proposals(Messages.proposals(messages(group.proposals())));
            }
        }
        group.revoked().clear();
        run();
    }

    private boolean mayCommit(Seat seat) {
        return group.isEstablished() ? seat.member : seat.keyPackage != null;
    }

    private void tell(Seat seat) {
        List<ProposalRef> gone =
                group.revoked().stream().filter(seat.told::remove).toList();
        if (!gone.isEmpty()) {
            seat.peer.proposals(Messages.revocation(gone));
        }
        List<Proposed> news = group.proposals().stream()
                .filter(each -> group.isEstablished() || each.user != seat.peer.user())
                .filter(each -> seat.told.add(each.ref))
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
        return validOffers().stream().map(offer -> offer.from).toList();
    }

    private List<Offer> validOffers() {
        return group.offers().stream()
                .filter(offer -> isHere(offer.from) && mayCommit(seat(offer.from.user())) && group.isValid(offer))
                .toList();
    }

    /** Lets the candidate with this index win; returns whether there was an epoch. */
    boolean announce(int candidate) {
        List<Offer> valid = validOffers();
        if (valid.isEmpty()) {
            damaged.clear();
            goOnWithoutWinner();
            return false;
        }
        Offer winner = valid.get(candidate);
        List<Seat> recipients = shuffled();
        recipients.removeIf(seat -> !seat.peer.hearsOthers() && !seat.member && seat.peer != winner.from);
        int id = !group.isEstablished() && dice.nextBoolean() ? 0 : nextTransition();
        Map<Seat, byte[]> welcomes = enter(winner);
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

    /** Enters the next epoch; returns the welcomes for those whom the commit adds. */
    private Map<Seat, byte[]> enter(Offer winner) {
        if (!group.isEstablished()) {
            groups++;
            seat(winner.from.user()).member = true;
            seat(winner.from.user()).keyPackage = null;
        }
        Map<Seat, byte[]> welcomes = new LinkedHashMap<>();
        for (long user : group.enter(winner)) {
            Seat seat = seat(user);
            KeyPackage keyPackage = Objects.requireNonNull(seat.keyPackage);
            welcomes.put(seat, GatewayGroup.read(() -> Messages.welcomeFor(keyPackage.ref(), winner.welcome)));
            seat.member = true;
            seat.keyPackage = null;
        }
        commits++;
        seats.values().forEach(seat -> seat.told.clear());
        return welcomes;
    }

    private byte[] delivered(Seat seat, byte[] message) {
        if (!damaged.remove(seat.peer.user())) {
            return message;
        }
        damages++;
        byte[] changed = message.clone();
        changed[changed.length - 1] ^= 1;
        return changed;
    }

    private void goOnWithoutWinner() {
        long whoMay = seats.values().stream().filter(this::mayCommit).count();
        if (group.isEstablished() && whoMay == 0 && !seats.isEmpty()) {
            forgetGroup();
            shuffled().forEach(seat -> seat.peer.prepareEpoch(1, version));
            run();
        } else if (group.offers().stream().anyMatch(offer -> offer.welcome.length == 0)) {
            // davey welcomes only those whom the latest message adds: all proposals have to be in that one
            oneByOne = false;
            group.withdrawAll().forEach(user -> proposeAdd(seat(user)));
        } else if (group.isEstablished() ? !group.proposals().isEmpty() : whoMay > 1) {
            throw new AssertionError(
                    "nobody has a valid commit of epoch " + group.epoch() + "; here are " + seats.keySet());
        }
    }

    // ---- transitions

    /** Executes what is prepared; then the last member of a group gets a new one. */
    void execute() {
        ready.forEach((id, peers) -> peers.stream().filter(this::isHere).forEach(peer -> peer.executeTransition(id)));
        ready.clear();
        run();
        List<DavePeer> members = members();
        if (group.isEstablished() && group.users().size() == 1 && members.size() == 1) {
            forgetGroup();
            seats.values().forEach(this::proposeAdd);
            members.get(0).prepareEpoch(1, version);
            members.get(0).prepareTransition(0, version);
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
        group.forget();
        for (Seat seat : seats.values()) {
            seat.member = false;
            seat.told.clear();
        }
    }

    // ---- what clients say

    @Override
    public void keyPackage(DavePeer from, byte[] keyPackage) {
        KeyPackage parsed = GatewayGroup.read(() -> {
            KeyPackage read = KeyPackage.parse(keyPackage);
            read.validate();
            return read;
        });
        later(from, seat -> {
            group.withdrawAdd(from.user());
            group.proposeRemove(from.user());
            seat.member = false;
            seat.told.clear();
            seat.keyPackage = parsed;
            proposeAdd(seat);
        });
    }

    @Override
    public void commitWelcome(DavePeer from, byte[] commitWelcome) {
        Offer offer = new Offer(from, commitWelcome);
        later(from, seat -> group.offer(offer));
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
            group.proposeRemove(from.user());
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
        return Objects.requireNonNull(seats.get(user), () -> "user " + user + " is not here");
    }

    private List<Seat> shuffled() {
        List<Seat> order = new ArrayList<>(seats.values());
        Collections.shuffle(order, dice);
        return order;
    }

    GatewayGroup group() {
        return group;
    }

    boolean isEstablished() {
        return group.isEstablished();
    }

    boolean hasProposals() {
        return !group.proposals().isEmpty() && seats.size() > 1;
    }

    long epoch() {
        return group.epoch();
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
        return group.users();
    }
}
