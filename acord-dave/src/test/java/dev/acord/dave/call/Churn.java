package dev.acord.dave.call;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.call.FakeCall.Kind;
import dev.acord.dave.call.FakeCall.Sent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lets members come, go, return, fail and race at random, and checks every epoch as its members would. */
final class Churn {
    private static final int MAX_ROUNDS = 20;

    private final FakeCall call;
    private final long seed;
    private final int limit;
    private final Function<Random, Kind> kinds;
    private final Random dice;
    private final List<String> log = new ArrayList<>();

    Churn(FakeCall call, long seed, int limit, Function<Random, Kind> kinds) {
        this.call = call;
        this.seed = seed;
        this.limit = limit;
        this.kinds = kinds;
        this.dice = call.dice;
    }

    /** Runs until so many commits have won. */
    void run(int epochs) {
        try {
            for (int i = 0; i < Math.min(4, limit); i++) {
                join();
            }
            for (int round = 0; call.service.commits < epochs; round++) {
                if (round > MAX_ROUNDS * epochs) {
                    throw new AssertionError("too few epochs: " + call.service.commits);
                }
                log.add("| epoch " + call.service.epoch());
                disturb();
                round();
            }
        } catch (AssertionError | RuntimeException e) {
            List<String> last = log.subList(Math.max(0, log.size() - 40), log.size());
            throw new AssertionError("seed " + seed + " after " + call.service.commits + " epochs: " + last, e);
        }
    }

    private boolean oneIn(int n) {
        return dice.nextInt(n) == 0;
    }

    private DavePeer join() {
        DavePeer peer = call.join(kinds.apply(dice));
        log.add("joins: " + peer);
        return peer;
    }

    private void leave(DavePeer peer) {
        log.add("leaves: " + peer);
        call.leave(peer);
    }

    private DavePeer any() {
        List<DavePeer> present = call.service.present();
        return present.get(dice.nextInt(present.size()));
    }

    private void disturb() {
        int atOnce = limit > 20 ? 8 : 2;
        int leaving = dice.nextInt(atOnce + 1);
        if (oneIn(30)) {
            leaving = call.service.present().size() - 1;
        }
        for (int i = 0; i < leaving && call.service.present().size() > 1; i++) {
            leave(any());
        }
        int joining = limit > 20 && call.service.present().size() < limit / 2 ? 12 : dice.nextInt(atOnce + 1);
        for (int i = 0; i < joining && call.service.present().size() < limit; i++) {
            join();
        }
        if (oneIn(6)) {
            DavePeer returns = any();
            log.add("rejoins: " + returns);
            call.rejoin(returns);
        }
        if (oneIn(15)) {
            DavePeer described = any();
            log.add("described again: " + described);
            call.service.describeAgain(described.user());
        }
        if (oneIn(40)) {
            changeVersion();
        }
        call.service.oneByOne = oneIn(5);
    }

    /** Down, some plain frames, and up again. */
    private void changeVersion() {
        log.add("down and up");
        call.service.prepareDowngrade();
        call.service.execute();
        Sent plain = call.sendAll();
        call.service.present().forEach(peer -> call.requireHeard(peer, plain));
        call.service.upgrade();
    }

    private void round() {
        Sent before = call.sendAll();
        call.service.propose();
        if (oneIn(6)) {
            DavePeer briefly = any();
            if (call.service.present().size() < limit) {
                briefly = join();
                call.service.propose();
            }
            leave(briefly);
            if (call.service.present().isEmpty()) {
                join();
            }
            call.service.propose();
        }
        List<DavePeer> candidates = call.service.candidates();
        int winner = candidates.isEmpty() ? 0 : dice.nextInt(candidates.size());
        if (oneIn(12)) {
            DavePeer damaged = any();
            if (candidates.isEmpty() || damaged != candidates.get(winner)) {
                log.add("damaged: " + damaged);
                call.service.damageNext(damaged.user());
            }
        }
        log.add("wins: " + (candidates.isEmpty() ? "nobody" : candidates.get(winner)));
        Set<DavePeer> stay = new HashSet<>(call.service.members());
        boolean moved = call.service.announce(winner);
        stay.retainAll(call.service.members());
        // who was away sends with a key that others may have dropped, until the transition; but davey changes at once
        Set<Long> heard = call.service.members().stream()
                .filter(peer -> stay.contains(peer) || FakeCall.kindOf(peer) == Kind.DAVEY)
                .map(DavePeer::user)
                .collect(Collectors.toSet());
        Sent between = call.sendAll().sentTo(stay).sentBy(heard);
        call.advance(dice.nextInt(4));
        boolean late = !moved || dice.nextBoolean();
        if (!late) {
            call.requireHeard(between);
        }
        call.service.execute();
        call.requireAgreement();
        assertTrue(
                call.service.invalid <= call.service.damages + call.knownFaults(),
                "somebody could not follow an undamaged message");
        if (call.service.isEstablished()) {
            before.receivers().retainAll(stay);
            call.requireHeard(before);
            if (late) {
                call.requireHeard(between);
            }
            call.exchange();
        }
        call.advance(oneIn(3) ? 30 : 1);
    }
}
