package dev.acord.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.network.Fault;
import dev.acord.sim.network.LinkCounts;
import dev.acord.sim.network.NetworkConditions;
import dev.acord.sim.raw.RawClient;
import dev.acord.sim.raw.RawSender;
import dev.acord.voice.EncryptionMode;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BadNetworkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final NetworkConditions NONE = NetworkConditions.NONE;

    private VoiceServer server = VoiceServer.create().start();

    @AfterEach
    void close() {
        server.close();
    }

    private RawClient ready(long userId) throws Exception {
        return RawClient.ready(server, server.join(1, 2, userId), EncryptionMode.AES256_GCM);
    }

    private static boolean hasTimerThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals("acord-sim-network"));
    }

    private static void awaitNoTimerThread() throws InterruptedException {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (hasTimerThread() && System.nanoTime() < deadlineNs) {
            Thread.sleep(10);
        }
        assertFalse(hasTimerThread());
    }

    @Test
    void aClientBehindTwentyPercentLossGetsFourFifths() throws Exception {
        try (RawClient anna = ready(100);
                RawClient bert = ready(200);
                RawClient carl = ready(300)) {
            server.network(200, NONE, NetworkConditions.parse("loss=0.2"));
            int sent = 2_000;
            int bertGot = 0;
            int carlGot = 0;
            for (int i = 0; i < sent; i++) { // in step, so that no socket buffer overflows
                anna.play(i, 1);
                assertNotNull(carl.receive(30_000), "packet " + i + " for the one with the good network");
                carlGot++;
                while (bertGot < server.networkCounts().datagramsDown().delivered()) {
                    assertNotNull(bert.receive(30_000));
                    bertGot++;
                }
            }
            assertEquals(sent, carlGot);
            assertEquals(0.8 * sent, bertGot, 5 * Math.sqrt(0.2 * 0.8 * sent));
            LinkCounts down = server.networkCounts().datagramsDown();
            assertEquals(sent - bertGot, down.lost());
            assertEquals(sent, server.member(100).stats().packetsReceived(), "the sender's own network is good");
        }
    }

    @Test
    void lossOnTheWayUpIsSeenByTheServerAndIsNoBreachOfTheRules() throws Exception {
        try (RawClient anna = ready(100)) {
            server.network(NetworkConditions.parse("loss=0.2,corrupt=0.05,dup=0.05"), NONE);
            anna.speaking(1);
            for (int i = 0; i < 1_000; i++) {
                anna.play(i, 1);
                int expected = i;
                server.await(
                        "the datagram",
                        PATIENCE,
                        () -> server.networkCounts().datagramsUp().sent() > expected);
            }
            LinkCounts up = server.networkCounts().datagramsUp();
            assertEquals(800, (double) (1_000 - up.lost()), 5 * Math.sqrt(160));
            long received = server.member(100).stats().packetsReceived();
            assertTrue(received <= 1_000 - up.lost() && received >= up.delivered() - up.duplicated() - up.corrupted());
            server.assertNoViolations();
        }
    }

    @Test
    void theRelayLearnsAReboundAddressFromTheNextAuthenticPacket() throws Exception {
        try (RawClient anna = ready(100);
                RawClient bert = ready(200)) {
            bert.play(0, 1);
            assertNotNull(anna.receive(30_000));
            InetSocketAddress before = server.member(200).stats().address();
            assertTrue(server.rebind(200));
            anna.play(0, 1);
            assertNull(bert.receive(300), "the old port leads nowhere");
            bert.play(1, 1);
            assertNotNull(anna.receive(30_000));
            anna.play(1, 1);
            assertNotNull(bert.receive(30_000), "the new port leads to the client");
            assertNotEquals(before, server.member(200).stats().address());
            assertEquals(1, server.member(200).stats().rebinds());
            server.rebind(200);
            bert.play(2, 1);
            assertNotNull(anna.receive(30_000));
            anna.play(2, 1);
            assertNotNull(bert.receive(30_000), "and again");
            assertEquals(2, server.member(200).stats().rebinds());
        }
    }

    @Test
    void anOutageHealsAndWebsocketsDeliverAllThatItHeldBack() throws Exception {
        try (RawClient anna = ready(100);
                RawClient bert = ready(200)) {
            server.outage(200, Duration.ofSeconds(2));
            long startNs = System.nanoTime();
            anna.play(0, 1);
            assertNull(bert.receive(300));
            for (int flags = 1; flags <= 7; flags++) {
                anna.speaking(flags);
            }
            bert.heartbeat(77, bert.lastSeq);
            for (int flags = 1; flags <= 7; flags++) {
                assertEquals(
                        flags,
                        bert.await(5).getAsJsonObject("d").get("speaking").getAsInt());
            }
            assertEquals(77, bert.await(6).getAsJsonObject("d").get("t").getAsInt());
            assertTrue(System.nanoTime() - startNs >= 1_900_000_000L, "the outage lasted");
            anna.play(1, 1);
            assertNotNull(bert.receive(30_000));
            assertEquals(1, server.networkCounts().datagramsDown().lost());
            server.assertNoViolations();
        }
    }

    @Test
    void delayAndJitterHoldPacketsBackAndKeepTheirOrder() throws Exception {
        server.network(NONE, NetworkConditions.parse("delay=150ms,jitter=100ms"));
        try (RawClient anna = ready(100);
                RawClient bert = ready(200)) {
            long startNs = System.nanoTime();
            anna.play(0, 50);
            int last = -1;
            for (int i = 0; i < 50; i++) {
                int sequence = bert.receive().sequence;
                assertTrue(last < 0 || ((sequence - last) & 0xFFFF) == 1, last + " then " + sequence);
                last = sequence;
            }
            assertTrue(System.nanoTime() - startNs >= 150_000_000L);
        }
    }

    @Test
    void aBrokenWebsocketIsResumedThroughABadNetwork() throws Exception {
        server.network(
                NetworkConditions.parse("loss=0.1,delay=30ms"), NetworkConditions.parse("delay=30ms,jitter=40ms"));
        try (RawClient anna = ready(100);
                RawClient bert = ready(200)) {
            anna.await(11);
            int seen = anna.lastSeq;
            assertTrue(server.inject(100, new Fault(Fault.Kind.KILL, 1006, 0)).struck());
            assertEquals(1006, anna.awaitClose());
            for (int flags = 1; flags <= 7; flags++) {
                bert.speaking(flags);
            }
            try (RawClient again = RawClient.open(server, anna.ticket)) {
                again.resume(seen);
                again.await(9);
                for (int flags = 1; flags <= 7; flags++) {
                    assertEquals(
                            flags,
                            again.await(5).getAsJsonObject("d").get("speaking").getAsInt());
                }
                assertEquals(1, server.member(100).stats().resumes());
            }
        }
    }

    @Test
    void aLostSessionIsRefusedAndAForgetfulCrashLosesAll() throws Exception {
        try (RawClient anna = ready(100);
                RawClient bert = ready(200)) {
            server.inject(100, new Fault(Fault.Kind.KILL_LOST, 1006, 0));
            assertEquals(1006, anna.awaitClose());
            assertRefused(anna);
            assertTrue(
                    server.inject(0, new Fault(Fault.Kind.CRASH_LOST, 4015, 0)).struck());
            assertEquals(4015, bert.awaitClose());
            assertRefused(bert);
            assertFalse(server.inject(200, new Fault(Fault.Kind.KILL, 1006, 0)).struck());
        }
    }

    private void assertRefused(RawClient client) throws Exception {
        try (RawClient again = RawClient.open(server, client.ticket)) {
            again.resume(client.lastSeq);
            assertEquals(4006, again.awaitClose());
        }
    }

    @Test
    void heldAcksComeLateAndAMoveBringsNewCredentials() throws Exception {
        try (RawClient anna = ready(100)) {
            long startNs = System.nanoTime();
            server.inject(100, new Fault(Fault.Kind.ACK_DELAY, 0, 400_000_000L));
            anna.heartbeat(1, anna.lastSeq);
            anna.heartbeat(2, anna.lastSeq);
            assertEquals(1, anna.await(6).getAsJsonObject("d").get("t").getAsInt());
            assertEquals(2, anna.await(6).getAsJsonObject("d").get("t").getAsInt());
            assertTrue(System.nanoTime() - startNs >= 400_000_000L);
            anna.heartbeat(3, anna.lastSeq);
            assertEquals(3, anna.await(6).getAsJsonObject("d").get("t").getAsInt());
            VoiceTicket moved =
                    server.inject(100, new Fault(Fault.Kind.MOVE, 4014, 0)).ticket();
            assertEquals(4014, anna.awaitClose());
            assertNotNull(moved);
            assertEquals(3, moved.channelId());
            RawClient.ready(server, moved, EncryptionMode.AES256_GCM).close();
        }
    }

    @Test
    void thereIsAThreadOnlyWhileThereAreConditions() throws Exception {
        awaitNoTimerThread(); // that of a test before may just be ending
        try (RawClient anna = ready(100);
                RawClient bert = ready(200)) {
            server.network(100, NetworkConditions.parse("delay=10ms"), NONE);
            server.network(300, NetworkConditions.parse("delay=10ms"), NONE);
            anna.play(0, 3);
            for (int i = 0; i < 3; i++) {
                assertNotNull(bert.receive(30_000));
            }
            assertTrue(hasTimerThread());
            server.network(NONE, NONE);
            awaitNoTimerThread();
            anna.udpSend(anna.sender().next(RawSender.frame(9)));
            assertNotNull(bert.receive(30_000));
        }
    }

    @Test
    void theBuilderGivesEverybodyABadNetworkFromTheStart() throws Exception {
        server.close();
        server = VoiceServer.builder()
                .network(NetworkConditions.parse("delay=20ms"), NetworkConditions.parse("delay=20ms"))
                .build()
                .start();
        try (RawClient anna = ready(100)) {
            anna.heartbeat(1, anna.lastSeq);
            anna.await(6);
            assertTrue(server.networkCounts().messagesUp().delivered() >= 3);
            assertTrue(server.networkCounts().messagesDown().delivered() >= 4);
            server.assertNoViolations();
        }
    }
}
