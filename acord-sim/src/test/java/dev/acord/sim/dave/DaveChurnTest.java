package dev.acord.sim.dave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.DaveState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Long calls in which messages cross all the time: members and service must agree whenever the call comes to rest. */
class DaveChurnTest {
    private static final int LIMIT = 12;

    @ParameterizedTest(name = "seed {0}: {1} commits, with members without DAVE: {2}, separate leaves: {3}")
    @CsvSource({"1, 200, false, false", "2, 40, false, true", "3, 40, true, false", "4, 40, true, true"})
    void everybodyAgreesWheneverTheCallRests(long seed, long commits, boolean mixed, boolean separate) {
        Call call = new Call(seed);
        call.separateLeaves = separate;
        long nextUser = 1;
        int rests = 0;
        while (call.service.state().commits() < commits) {
            int events = 1 + call.dice.nextInt(4);
            for (int i = 0; i < events; i++) {
                nextUser = event(call, nextUser, mixed);
                int steps = call.dice.nextInt(12);
                for (int step = 0; step < steps; step++) {
                    call.step();
                }
            }
            call.settle();
            call.advance(10);
            rests++;
            assertRest(call);
        }
        DaveState state = call.service.state();
        assertTrue(rests > 20 && state.lateCommits() > commits, state::toString);
        assertTrue(state.recoveries() > 0, state::toString);
    }

    private static long event(Call call, long nextUser, boolean mixed) {
        int what = call.dice.nextInt(10);
        List<Long> users = new ArrayList<>(call.members.keySet());
        if (users.size() < 2 || (what < 5 && users.size() < LIMIT)) {
            boolean old = mixed && call.dice.nextInt(6) == 0;
            call.join(nextUser, old ? 0 : 1);
            return nextUser + 1;
        }
        long user = users.get(call.dice.nextInt(users.size()));
        if (what < 9) {
            call.leave(user);
        } else {
            call.damage(user);
        }
        return nextUser;
    }

    private static void assertRest(Call call) {
        if (call.members.values().stream().anyMatch(m -> m.maxVersion == 0)) {
            call.assertPlain();
        } else if (call.members.size() > 1) {
            call.assertEncrypted();
        } else {
            assertEquals(0, call.service.state().epoch());
        }
    }
}
