package dev.acord.sim.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final String ALL =
            "kill=10s,kill-lost=20s,close=5s,crash=60s,crash-lost=80s,ack-delay=30s/5s,move=45s,kick=50s,"
                    + "null-endpoint=40s/3s,new-key=25s,rebind=15s,outage=35s/1s";

    private static FaultPlan plan(String rates, int members, long seed) {
        return new FaultPlan(FaultRates.parse(rates), members, new SplittableRandom(seed), 0);
    }

    @Test
    void eachKindComesAtItsRateInOrderOfTime() {
        FaultRates rates = FaultRates.parse(ALL);
        FaultPlan plan = plan(ALL, 5, 1);
        long endNs = 200_000_000_000_000L; // 200,000 s
        Map<Fault.Kind, Integer> counts = new EnumMap<>(Fault.Kind.class);
        long lastNs = 0;
        while (plan.peekNs() < endNs) {
            long peeked = plan.peekNs();
            ScheduledFault fault = plan.next();
            assertEquals(peeked, fault.atNs());
            assertTrue(fault.atNs() >= lastNs);
            lastNs = fault.atNs();
            counts.merge(fault.fault().kind(), 1, Integer::sum);
        }
        for (Fault.Kind kind : Fault.Kind.values()) {
            double expected = (double) endNs / rates.meanIntervalNs(kind);
            assertEquals(expected, counts.getOrDefault(kind, 0), 5 * Math.sqrt(expected), kind.key());
        }
    }

    @Test
    void everyMemberAndEveryCloseCodeHasItsTurnAndCrashesStrikeAll() {
        FaultPlan plan = plan(ALL, 3, 2);
        Set<Integer> members = new HashSet<>();
        Set<Integer> codes = new HashSet<>();
        Set<Integer> crashCodes = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            ScheduledFault next = plan.next();
            Fault fault = next.fault();
            assertEquals(fault.kind().isOfOneMember(), next.member() != ScheduledFault.ALL);
            assertEquals(fault.kind().hasDuration(), fault.durationNs() > 0);
            if (fault.kind() == Fault.Kind.CLOSE) {
                codes.add(fault.closeCode());
            } else if (fault.kind() == Fault.Kind.CRASH) {
                crashCodes.add(fault.closeCode());
            }
            members.add(next.member());
        }
        assertEquals(Set.of(-1, 0, 1, 2), members);
        assertEquals(Set.copyOf(FaultPlan.CLOSE_CODES), codes);
        assertEquals(Set.of(4015, 1006), crashCodes);
    }

    @Test
    void theSameSeedGivesTheSamePlan() {
        assertEquals(first(3), first(3));
        assertNotEquals(first(3), first(4));
    }

    private static List<ScheduledFault> first(long seed) {
        FaultPlan plan = plan(ALL, 4, seed);
        return Stream.generate(plan::next).limit(1_000).toList();
    }

    @Test
    void withoutRatesNothingEverHappens() {
        FaultPlan plan = plan("", 1, 5);
        assertFalse(plan.hasNext());
        assertEquals(FaultPlan.NEVER, plan.peekNs());
        assertThrows(NoSuchElementException.class, plan::next);
    }

    @Test
    void aReboundClientIsSeenElsewhereAndNothingReachesItsOldPort() {
        InetSocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000);
        NatBinding nat = new NatBinding(client, new SplittableRandom(6));
        assertEquals(client, nat.visible());
        assertEquals(client, nat.clientOf(client));
        InetSocketAddress before = client;
        for (int i = 0; i < 1_000; i++) {
            InetSocketAddress visible = nat.rebind();
            assertNotEquals(before, visible);
            assertEquals(client.getAddress(), visible.getAddress());
            assertTrue(visible.getPort() >= 1024);
            assertEquals(client, nat.clientOf(visible));
            assertNull(nat.clientOf(before));
            before = visible;
        }
    }
}
