package dev.acord.dave;

import static dev.acord.dave.LoneSession.append;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.mls.codec.MlsException;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Ten thousand messages of the gateway with cut, flipped, repeated and shifted bytes. Proposals and external senders leave the session as it was. A
 * commit or welcome that cannot be read is answered as the protocol asks, with opcode 31 and a new key package, after which the session can be added
 * again. None costs more memory than a good message does.
 */
class DaveMutantTest {
    private static final long SEED = 0x3117A;
    /** The good ones allocate half a MiB at most, most of it for the commit that answers proposals. */
    private static final long MAX_ALLOCATED_BYTES = 1 << 20;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Mutants mutants = new Mutants(SEED);
    private LoneSession lone = new LoneSession(SEED);

    private long mostAllocated;
    private long longestNs;
    private int handled;

    @AfterEach
    void print(TestInfo test) {
        System.out.println(test.getDisplayName() + ": " + handled + " mutants, at most " + mostAllocated
                + " bytes allocated and " + longestNs / 1_000 + " us of CPU for one");
    }

    @BeforeEach
    void begin() {
        mutants = new Mutants(SEED);
        lone = new LoneSession(SEED);
    }

    /** Hands a mutant over and returns what the session did. */
    private List<String> handle(byte[] mutant, Runnable handling) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long beganNs = THREADS.getCurrentThreadCpuTime();
        try {
            handling.run();
        } catch (RuntimeException e) {
            throw new AssertionError(describe(mutant), e);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        mostAllocated = Math.max(mostAllocated, allocated);
        longestNs = Math.max(longestNs, THREADS.getCurrentThreadCpuTime() - beganNs);
        handled++;
        assertTrue(allocated < MAX_ALLOCATED_BYTES, () -> allocated + " bytes for " + describe(mutant));
        return lone.actions.take();
    }

    private static String describe(byte[] mutant) {
        return "seed " + SEED + ", mutant " + HexFormat.of().formatHex(mutant);
    }

    @Test
    void mutatedProposalsAreRefusedAndChangeNothing() throws MlsException {
        lone.established();
        lone.assertStillWorks(21);
        lone.session.handleUserConnected(30);
        byte[] add = lone.add(lone.bundle(30).keyPackage());
        byte[] remove = lone.remove(2);
        String code = lone.actions.epoch.privacyCode();
        for (byte[] good : List.of(append(add, remove), append(add), append(remove), LoneSession.revoke(add, remove))) {
            for (int i = 0; i < 1_250; i++) {
                byte[] mutant = mutants.of(good);
                assertEquals(
                        List.of("refused 27"),
                        handle(mutant, () -> lone.session.handleProposals(mutant)),
                        () -> describe(mutant));
            }
            assertEquals(code, lone.actions.epoch.privacyCode());
        }
        lone.session.handleProposals(append(add, remove));
        lone.weWin(0, List.of(add, remove));
        lone.assertAgrees();
    }

    @Test
    void mutatedExternalSendersChangeNothingInAGroup() throws MlsException {
        lone.established();
        byte[] good = lone.gateway.sender().encode();
        for (int i = 0; i < 1_500; i++) {
            byte[] mutant = mutants.of(good);
            List<String> done = handle(mutant, () -> lone.session.handleExternalSender(mutant));
            // another identity is another sender, which the next group would get
            assertTrue(done.isEmpty() || done.equals(List.of("refused 25")), () -> done + describe(mutant));
        }
        lone.assertStillWorks(30);
    }

    @Test
    void theGoodExternalSenderWorksAfterMutatedOnes() throws MlsException {
        lone.pending();
        byte[] good = lone.gateway.sender().encode();
        for (int i = 0; i < 1_500; i++) {
            byte[] mutant = mutants.of(good);
            List<String> done = handle(mutant, () -> lone.session.handleExternalSender(mutant));
            assertTrue(done.isEmpty() || done.equals(List.of("refused 25")), () -> done + describe(mutant));
        }
        lone.session.handleExternalSender(good);
        lone.joinByWelcome();
        lone.actions.take();
        lone.assertStillWorks(30);
    }

    @Test
    void mutatedCommitsLeadBackIntoTheGroup() throws MlsException {
        lone.established();
        lone.assertStillWorks(21);
        byte[] proposal = new byte[0];
        byte[] commit = new byte[0];
        boolean fresh = true;
        for (int i = 0; i < 1_000; i++) {
            if (fresh) {
                // every third epoch has a path
                lone.session.handleUserConnected(30);
                proposal = i % 3 == 0
                        ? lone.remove(leafOf(21))
                        : lone.add(lone.bundle(30).keyPackage());
                lone.session.handleProposals(append(proposal));
                commit = lone.partnerCommits(List.of(proposal)).commit();
                lone.actions.take();
            }
            byte[] mutant = mutants.of(commit);
            String code = lone.actions.epoch.privacyCode();
            List<String> done = handle(mutant, () -> lone.session.handleAnnounceCommit(7, mutant));
            fresh = done.size() > 1;
            if (fresh) {
                assertEquals(
                        Set.of("refused 29", "invalid 7", "epoch 0 of version 1", "key package"),
                        withDoubt(done),
                        () -> describe(mutant));
                lone.joinByWelcome();
                lone.actions.take();
            } else {
                // of another group, or of the past
                assertEquals(List.of("refused 29"), done, () -> describe(mutant));
                assertEquals(code, lone.actions.epoch.privacyCode());
            }
        }
        lone.session.handlePrepareEpoch(1, 1);
        lone.joinByWelcome();
        lone.actions.take();
        lone.assertStillWorks(31);
    }

    /** What is done at once, and, when that was often in vain, some seconds later. */
    private Set<String> withDoubt(List<String> done) {
        Set<String> all = new HashSet<>(done);
        if (!done.contains("key package")) {
            lone.session.handleDoubt();
            all.addAll(lone.actions.take());
        }
        return all;
    }

    private int leafOf(long user) {
        return lone.partner.members().stream()
                .filter(member -> member.userId() == user)
                .findFirst()
                .orElseThrow()
                .leafIndex();
    }

    @Test
    void mutatedWelcomesLeaveTheSessionReadyForAnother() throws MlsException {
        lone.pending();
        for (int i = 0; i < 1_000; i++) {
            byte[] good = LoneSession.welcome(lone.partnerCommits(List.of(lone.add(lone.ownKeyPackage()))));
            byte[] mutant = mutants.of(good);
            assertEquals(
                    Set.of("refused 30", "invalid 7", "key package"),
                    withDoubt(handle(mutant, () -> lone.session.handleWelcome(7, mutant))),
                    () -> describe(mutant));
        }
        lone.joinByWelcome();
        lone.actions.take();
        lone.assertStillWorks(30);
    }
}
