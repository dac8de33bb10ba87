package dev.acord.sim.dave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.DaveState;
import dev.acord.sim.MemberState;
import dev.acord.sim.Rule;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.raw.RawClient;
import dev.acord.sim.raw.RawSender;
import dev.acord.voice.EncryptionMode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** DAVE over real websockets. */
class EncryptedCallTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long CHANNEL = Participant.CHANNEL;

    private final List<Participant> participants = new ArrayList<>();
    private VoiceServer server = VoiceServer.builder().build();

    @AfterEach
    void close() throws Exception {
        for (Participant participant : participants) {
            participant.stop();
        }
        server.close();
    }

    private Participant enter(long user, int dave) throws Exception {
        Participant participant = new Participant(server.start(), user, dave);
        participants.add(participant);
        return participant;
    }

    @Test
    void aCallIsEncryptedGoesDownAndUpAndShrinksToOne() throws Exception {
        enter(10, 1);
        Participant second = enter(11, 1);
        Participant third = enter(12, 1);
        DaveState state = server.dave(CHANNEL).awaitEncrypted(PATIENCE, 10L, 11L, 12L);
        assertEquals(1, state.version());
        Participant old = enter(13, 0);
        server.await("downgrade", PATIENCE, () -> server.dave(CHANNEL).state().executedVersion() == 0);
        old.leave();
        server.dave(CHANNEL).awaitEncrypted(PATIENCE, 10L, 11L, 12L);
        second.leave();
        server.dave(CHANNEL).awaitEncrypted(PATIENCE, 10L, 12L);
        third.leave();
        server.await("reset", PATIENCE, () -> server.dave(CHANNEL).state().epoch() == 0);
        enter(14, 1);
        server.dave(CHANNEL).awaitEncrypted(PATIENCE, 10L, 14L);
        server.assertNoViolations();
    }

    @Test
    void theHooksOfATestDisturbACallAndItRecovers() throws Exception {
        server = VoiceServer.builder()
                .loseRaces(Duration.ofMillis(50))
                .daveTimes(Duration.ofSeconds(5), Duration.ofMillis(20))
                .build();
        enter(10, 1);
        enter(11, 1);
        server.dave(CHANNEL).awaitEncrypted(PATIENCE, 10L, 11L);
        server.dave(CHANNEL).limitVersion(0);
        server.await("downgrade", PATIENCE, () -> server.dave(CHANNEL).state().executedVersion() == 0);
        server.dave(CHANNEL).limitVersion(1);
        long epoch = server.dave(CHANNEL).awaitEncrypted(PATIENCE, 10L, 11L).epoch();
        server.dave(CHANNEL).damageNext(11);
        server.dave(CHANNEL).holdProposals(true);
        enter(12, 1);
        server.awaitMember(12, MemberState.READY, PATIENCE);
        assertEquals(epoch, server.dave(CHANNEL).state().epoch());
        server.dave(CHANNEL).holdProposals(false);
        server.await("recovery", PATIENCE, () -> server.dave(CHANNEL).state().recoveries() == 1);
        server.dave(CHANNEL).awaitEncrypted(PATIENCE, 10L, 11L, 12L);
        assertTrue(server.dave(CHANNEL).state().lateCommits() > 0);
        server.assertNoViolations();
    }

    @Test
    void plainAudioInAnEncryptedCallIsFoundAndEncryptedAudioIsNot() throws Exception {
        Participant first = enter(10, 1);
        RawSender sender = first.client.sender();
        first.client.udpSend(sender.next(RawSender.frame(1))); // before the call is encrypted
        enter(11, 1);
        server.dave(CHANNEL).awaitEncrypted(PATIENCE, 10L, 11L);
        assertFalse(server.violations().stream().anyMatch(v -> v.rule().startsWith("dave")));
        byte[] sealed = ByteBuffer.allocate(40)
                .position(37)
                .put((byte) 12)
                .putShort((short) 0xFAFA)
                .array();
        long sent = 1;
        while (server.violations().stream().noneMatch(v -> v.rule().equals("dave-frame-not-encrypted"))) {
            assertTrue(sent < 4_000, "the rule does not find plain audio");
            first.client.udpSend(sender.next(RawSender.frame((int) sent++)));
            Thread.sleep(20);
        }
        assertTrue(sent > 10, "there is a moment of grace");
        server.awaitReceived(10, sent, PATIENCE);
        server.clearViolations();
        first.client.udpSend(sender.next(sealed));
        first.client.silence();
        server.awaitReceived(10, sent + 6, PATIENCE);
        assertFalse(server.violations().stream().anyMatch(v -> v.rule().equals("dave-frame-not-encrypted")));
        first.client.udpSend(sender.next(RawSender.frame(0)));
        server.awaitViolation(Rule.DAVE_FRAME_NOT_ENCRYPTED, PATIENCE);
    }

    @Test
    void aServerWithoutDaveSaysSo() throws Exception {
        server = VoiceServer.builder().maxDaveVersion(0).build();
        Participant only = enter(10, 1);
        assertEquals(0, only.member.version);
        assertEquals(0, server.dave(CHANNEL).state().version());
        assertEquals(List.of(), server.dave(77).state().members());
        assertThrows(IllegalStateException.class, () -> server.dave(77).holdProposals(true));
        assertThrows(IllegalArgumentException.class, () -> VoiceServer.builder().maxDaveVersion(2));
    }

    @Test
    void theExternalSenderRepeatsWithTheSeed() throws Exception {
        byte[] first = senderOf(5);
        assertEquals(ByteBuffer.wrap(first), ByteBuffer.wrap(senderOf(5)));
        assertFalse(ByteBuffer.wrap(first).equals(ByteBuffer.wrap(senderOf(6))));
        assertEquals(2 + 65 + 2 + 1 + 1, first.length);
        assertEquals(0, first[first.length - 1]);
    }

    private static byte[] senderOf(long seed) throws Exception {
        try (VoiceServer seeded = VoiceServer.builder().seed(seed).build().start();
                RawClient client = RawClient.open(seeded, seeded.join(1, CHANNEL, 10))) {
            client.identify(1);
            client.await(2);
            client.selectProtocol("127.0.0.1", client.udp.getLocalPort(), EncryptionMode.AES256_GCM.wireName());
            byte[] message = client.awaitBinary();
            assertEquals(25, message[2]);
            return java.util.Arrays.copyOfRange(message, 3, message.length);
        }
    }
}
