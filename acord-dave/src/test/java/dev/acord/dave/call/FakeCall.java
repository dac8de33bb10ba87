package dev.acord.dave.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.acord.dave.Oracle;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A call among clients of several kinds, with a clock of its own; checks what its members would notice. */
final class FakeCall implements AutoCloseable {
    /** Whose client it is. */
    enum Kind {
        OURS(false),
        DAVEY(true),
        LIBDAVE(true);

        /** Whether old keys expire by the machine's clock rather than by the call's. */
        final boolean hasMachineClock;

        Kind(boolean hasMachineClock) {
            this.hasMachineClock = hasMachineClock;
        }
    }

    private static final long CHANNEL = 0x8123_4567_89AB_CDEFL; // above 2^63: ids are unsigned
    private static final HexFormat HEX = HexFormat.of();
    /** Old keys of clients with the machine's clock are only relied on for so long. */
    private static final long OTHERS_KEEP_NS = TimeUnit.SECONDS.toNanos(5);

    final Random dice;
    final SecureRandom random;
    final DeliveryService service;
    private final Map<Kind, ? extends Oracle> oracles;
    private final List<DavePeer> peers = new ArrayList<>();
    private long nowNs = -TimeUnit.MINUTES.toNanos(1);
    private long lastUser = Long.MAX_VALUE - 3; // the fifth user's id is negative as a signed number

    FakeCall(long seed, int version, Map<Kind, ? extends Oracle> oracles) {
        this.oracles = oracles;
        dice = new Random(seed);
        try {
            random = SecureRandom.getInstance("SHA1PRNG");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        random.setSeed(seed);
        service = new DeliveryService(CHANNEL, version, dice, random);
    }

    /** Frames that are on their way, and when they were sent. */
    record Sent(List<DavePeer.Frame> frames, Set<DavePeer> receivers, long realNs) {
        /** The same frames, but only these can decrypt them all. */
        Sent sentTo(Set<DavePeer> others) {
            return new Sent(frames, others, realNs);
        }

        /** Only the frames of these users. */
        Sent sentBy(Set<Long> senders) {
            List<DavePeer.Frame> chosen = frames.stream()
                    .filter(frame -> senders.contains(frame.sender()))
                    .toList();
            return new Sent(chosen, receivers, realNs);
        }
    }

    DavePeer join(Kind kind) {
        return join(kind, ++lastUser);
    }

    /** A new client of a user who is not in the call. */
    DavePeer join(Kind kind, long user) {
        DavePeer peer = kind == Kind.OURS
                ? new OwnPeer(CHANNEL, user, random, () -> nowNs, service)
                : another(kind, Objects.requireNonNull(oracles.get(kind)), user);
        peers.add(peer);
        service.join(peer);
        return peer;
    }

    private DavePeer another(Kind kind, Oracle oracle, long user) {
        String name = System.identityHashCode(this) + "/" + peers.size();
        return kind == Kind.DAVEY
                ? new DaveyPeer(oracle, name, CHANNEL, user, service)
                : new LibdavePeer(oracle, name, CHANNEL, user, service);
    }

    static Kind kindOf(DavePeer peer) {
        return peer instanceof OwnPeer ? Kind.OURS : peer instanceof DaveyPeer ? Kind.DAVEY : Kind.LIBDAVE;
    }

    /** How often a client could not follow by a fault that its implementation is known for. */
    int knownFaults() {
        return peers.stream()
                .mapToInt(peer -> peer instanceof LibdavePeer libdave ? libdave.missedKeys : 0)
                .sum();
    }

    void leave(DavePeer peer) {
        service.leave(peer.user());
    }

    /** The same user again, with another client. */
    DavePeer rejoin(DavePeer peer) {
        service.leave(peer.user());
        return join(kindOf(peer), peer.user());
    }

    void advance(long seconds) {
        nowNs += TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Proposals, commits, a random winner, the transition; until nothing is proposed any more. Everybody then agrees and hears everybody. */
    void settle() {
        for (int rounds = 0; rounds == 0 || service.hasProposals(); rounds++) {
            if (rounds == 8) {
                throw new AssertionError("the group does not come to rest");
            }
            service.propose();
            service.announce(dice.nextInt(Math.max(1, service.candidates().size())));
            service.execute();
        }
        requireAgreement();
        exchange();
    }

    /** Lets a certain member's commit win. */
    void settle(DavePeer winner) {
        service.propose();
        announce(winner);
        service.execute();
        requireAgreement();
        exchange();
    }

    void announce(DavePeer winner) {
        int index = service.candidates().indexOf(winner);
        if (index < 0) {
            throw new AssertionError(winner + " has no valid commit");
        }
        service.announce(index);
    }

    /** All members are in the service's epoch, with one code and the same members. */
    void requireAgreement() {
        List<DavePeer> members = service.members();
        for (DavePeer member : members) {
            assertEquals(service.epoch(), member.epoch(), () -> "epoch of " + member);
            assertEquals(service.users(), member.members(), () -> "members as seen by " + member);
            assertEquals(30, member.privacyCode().length());
            assertEquals(members.get(0).privacyCode(), member.privacyCode(), () -> "code of " + member);
        }
    }

    /** Every member sends a frame, where it sends at all. */
    Sent sendAll() {
        List<DavePeer.Frame> frames = new ArrayList<>();
        for (DavePeer member : service.isEstablished() ? service.members() : service.present()) {
            byte[] media = new byte[1 + dice.nextInt(300)];
            dice.nextBytes(media);
            byte[] sent = member.send(media);
            if (sent != null) {
                frames.add(new DavePeer.Frame(member.user(), HEX.formatHex(media), HEX.formatHex(sent)));
            }
        }
        return new Sent(frames, new HashSet<>(service.members()), System.nanoTime());
    }

    /** Every member who was one when the frames were sent decrypts the others' frames to what went in, unless the sender has left. */
    void requireHeard(Sent all) {
        Sent sent = all.sentBy(service.present().stream().map(DavePeer::user).collect(Collectors.toSet()));
        for (DavePeer member : service.members()) {
            boolean tooLate = kindOf(member).hasMachineClock && System.nanoTime() - sent.realNs() > OTHERS_KEEP_NS;
            if (sent.receivers().contains(member) && !tooLate) {
                requireHeard(member, sent);
            }
        }
    }

    void requireHeard(DavePeer receiver, Sent sent) {
        List<DavePeer.Frame> others = sent.frames().stream()
                .filter(frame -> frame.sender() != receiver.user())
                .toList();
        if (others.isEmpty()) {
            return;
        }
        List<byte[]> heard = receiver.receive(others);
        for (int i = 0; i < others.size(); i++) {
            DavePeer.Frame frame = others.get(i);
            String what = receiver + " and a frame of " + Long.toUnsignedString(frame.sender()) + " in epoch "
                    + service.epoch();
            assertNotNull(heard.get(i), what);
            assertArrayEquals(HEX.parseHex(frame.media()), heard.get(i), what);
        }
    }

    /** In an established call everybody sends and everybody hears. */
    void exchange() {
        if (service.isEstablished()) {
            Sent sent = sendAll();
            assertEquals(service.members().size(), sent.frames().size(), "members who send");
            requireHeard(sent);
        }
    }

    @Override
    public void close() {
        peers.forEach(DavePeer::close);
    }
}
