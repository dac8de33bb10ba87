package dev.acord.sim.dave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.DaveState;
import dev.acord.sim.MemberState;
import dev.acord.sim.ProtocolViolation;
import dev.acord.sim.ReceivedPacket;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.interop.NodeClient;
import dev.acord.sim.media.DaveFrames;
import dev.acord.sim.raw.RawSender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code @discordjs/voice} with {@code @snazzah/davey} (Rust, OpenMLS), which works with the service, in encrypted calls of this server. */
class DiscordJsDaveTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long CHANNEL = Participant.CHANNEL;
    private static final long ANNA = 500;
    private static final long BERT = 501;
    private static final long CARL = 502;

    private static NodeClient join(VoiceServer server, long user) throws Exception {
        NodeClient node = new NodeClient(server);
        node.join(server.join(1, CHANNEL, user), true);
        return node;
    }

    private static List<byte[]> frames(int count) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(RawSender.frame(i));
        }
        return frames;
    }

    private static List<ProtocolViolation> violationsOfDave(VoiceServer server) {
        return server.violations().stream()
                .filter(v -> v.rule().startsWith("dave"))
                .toList();
    }

    /** One plays, the other hears exactly that. */
    private static void assertHears(VoiceServer server, long speakerId, NodeClient speaker, NodeClient listener)
            throws Exception {
        listener.listen(speakerId);
        speaker.play(frames(150));
        byte[] frame = listener.awaitFrame();
        while (Arrays.equals(RawSender.silence(), frame)) {
            frame = listener.awaitFrame();
        }
        // the first ones may overtake opcode 5 on their way through another process
        for (int i = frame[4] & 0xFF; i < 149; ) {
            frame = listener.awaitFrame();
            if (!Arrays.equals(RawSender.silence(), frame)) {
                assertArrayEquals(RawSender.frame(++i), frame, listener.log());
            }
        }
        speaker.awaitPlayer("idle");
        server.await(
                "cleared flags",
                PATIENCE,
                () -> server.member(speakerId).stats().speaking() == 0);
    }

    @Test
    void twoOfThemSpeakInAnEncryptedCallAndBreakNoRule() throws Exception {
        try (VoiceServer server = VoiceServer.create().start();
                NodeClient anna = join(server, ANNA);
                NodeClient bert = join(server, BERT)) {
            anna.awaitState("ready");
            bert.awaitState("ready");
            DaveState state = server.dave(CHANNEL).awaitEncrypted(PATIENCE, ANNA, BERT);
            assertEquals(1, state.epoch());
            assertHears(server, ANNA, anna, bert);
            List<ReceivedPacket> packets = server.received(ANNA);
            assertTrue(packets.size() >= 150);
            for (ReceivedPacket packet : packets) {
                byte[] payload = packet.payload();
                assertTrue(DaveFrames.mayPass(payload), () -> Arrays.toString(payload));
            }
            assertEquals(0, server.dave(CHANNEL).state().recoveries(), anna.log() + bert.log());
            server.assertNoViolations();
        }
    }

    @Test
    void theyComeAndGoWithMembersOnOurCoreAndTheGroupFollows() throws Exception {
        try (VoiceServer server = VoiceServer.create().start();
                NodeClient anna = join(server, ANNA)) {
            anna.awaitState("ready");
            Participant ours = new Participant(server, 10, 1);
            server.dave(CHANNEL).awaitEncrypted(PATIENCE, ANNA, 10L);
            Participant second = new Participant(server, 11, 1);
            try (NodeClient bert = join(server, BERT)) {
                bert.awaitState("ready");
                server.dave(CHANNEL).awaitEncrypted(PATIENCE, ANNA, BERT, 10L, 11L);
                second.leave();
                server.dave(CHANNEL).awaitEncrypted(PATIENCE, ANNA, BERT, 10L);
                Participant old = new Participant(server, 12, 0);
                server.await(
                        "downgrade",
                        PATIENCE,
                        () -> server.dave(CHANNEL).state().executedVersion() == 0);
                old.leave();
                server.dave(CHANNEL).awaitEncrypted(PATIENCE, ANNA, BERT, 10L);
                assertHears(server, ANNA, anna, bert);
                bert.tell("leave");
                server.awaitMember(BERT, MemberState.LEFT, PATIENCE);
            }
            server.dave(CHANNEL).awaitEncrypted(PATIENCE, ANNA, 10L);
            ours.leave();
            server.await("reset", PATIENCE, () -> server.dave(CHANNEL).state().epoch() == 0);
            try (NodeClient carl = join(server, CARL)) {
                server.dave(CHANNEL).awaitEncrypted(PATIENCE, ANNA, CARL);
                assertHears(server, ANNA, anna, carl);
                carl.tell("leave");
                server.awaitMember(CARL, MemberState.LEFT, PATIENCE);
            }
            assertEquals(0, server.dave(CHANNEL).state().recoveries(), anna.log());
            assertEquals(List.of(), violationsOfDave(server), anna.log()); // its timestamp stands still between tracks
        }
    }

    @Test
    void theyLoseRacesAndRecoverFromDamagedCommitsAndWelcomes() throws Exception {
        VoiceServer server =
                VoiceServer.builder().loseRaces(Duration.ofMillis(200)).build().start();
        try (server;
                NodeClient anna = join(server, ANNA)) {
            anna.awaitState("ready");
            Participant ours = new Participant(server, 10, 1);
            server.dave(CHANNEL).awaitEncrypted(PATIENCE, ANNA, 10L);
            server.dave(CHANNEL).damageNext(ANNA);
            Participant second = new Participant(server, 11, 1);
            server.await(
                    "recovery", PATIENCE, () -> server.dave(CHANNEL).state().recoveries() == 1);
            server.dave(CHANNEL).awaitEncrypted(PATIENCE, ANNA, 10L, 11L);
            server.dave(CHANNEL).damageNext(BERT);
            try (NodeClient bert = join(server, BERT)) {
                bert.awaitState("ready");
                server.await(
                        "recoveries",
                        PATIENCE,
                        () -> server.dave(CHANNEL).state().recoveries() == 2);
                server.dave(CHANNEL).awaitEncrypted(PATIENCE, ANNA, BERT, 10L, 11L);
                assertHears(server, ANNA, anna, bert);
                assertTrue(server.dave(CHANNEL).state().lateCommits() > 0);
                assertEquals(List.of(), ours.member.errors);
                assertEquals(List.of(), violationsOfDave(server), anna.log() + bert.log());
            }
            second.leave();
            ours.leave();
        }
    }

    @Test
    void whatItDoesAloneIsNoBreachOfARule() throws Exception {
        try (VoiceServer server = VoiceServer.create().start();
                NodeClient anna = join(server, ANNA)) {
            anna.awaitState("ready");
            anna.play(frames(20));
            server.awaitReceived(ANNA, 24, PATIENCE);
            anna.awaitPlayer("idle");
            assertEquals(List.of(), violationsOfDave(server));
        }
    }
}
