package dev.acord.sim.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.sim.MemberState;
import dev.acord.sim.ProtocolViolation;
import dev.acord.sim.Rule;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.raw.RawClient;
import dev.acord.sim.raw.RawCrypto;
import dev.acord.sim.raw.RawSender;
import dev.acord.voice.EncryptionMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that others wrote, and that works with the service, works with this server; and the rules find nothing where it is right. */
class DiscordJsVoiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BOT = 500;

    private static List<byte[]> frames(int count) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(RawSender.frame(i));
        }
        return frames;
    }

    @ParameterizedTest
    @EnumSource
    void playsThroughTheServerWithoutBreakingARule(EncryptionMode mode) throws Exception {
        VoiceServer server = VoiceServer.builder()
                .modes(mode)
                .heartbeatInterval(Duration.ofMillis(500))
                .build()
                .start();
        try (server;
                NodeClient node = new NodeClient(server)) {
            node.join(server.join(1, 2, BOT), false);
            node.awaitState("ready");
            try (RawClient listener = RawClient.ready(server, server.join(1, 2, 600), mode)) {
                node.play(frames(100));
                for (int i = 0; i < 100; ) {
                    RawCrypto.Packet packet = listener.receive();
                    if (!Arrays.equals(
                            RawSender.silence(), packet.payload())) { // it fills what its source is late with
                        assertArrayEquals(RawSender.frame(i++), packet.payload());
                    }
                    if (i % 10 == 0) {
                        listener.heartbeat(i, listener.lastSeq);
                    }
                }
                listener.close(1000);
            }
            node.awaitPlayer("idle");
            server.await(
                    "cleared flags", PATIENCE, () -> server.member(BOT).stats().speaking() == 0);
            server.await(
                    "heartbeats", PATIENCE, () -> server.member(BOT).stats().heartbeats() > 5);
            node.tell("leave");
            server.awaitMember(BOT, MemberState.LEFT, PATIENCE);
            assertEquals(List.of(), violationsOfNode(server), node.log());
        }
    }

    @Test
    void hearsDecoratedPacketsAndPaddingDoesNotDisturbIt() throws Exception {
        VoiceServer server = VoiceServer.builder()
                .decoratePackets(true)
                .serverSilence(true)
                .build()
                .start();
        try (server;
                RawClient speaker = RawClient.ready(server, server.join(1, 2, 600), EncryptionMode.XCHACHA20_POLY1305);
                NodeClient node = new NodeClient(server)) {
            node.join(server.join(1, 2, BOT), false);
            node.awaitState("ready");
            node.listen(600);
            speaker.speaking(1);
            server.await("op 5", PATIENCE, () -> server.member(600).stats().speaking() == 1);
            speaker.heartbeat(1, speaker.lastSeq);
            speaker.await(6); // opcode 5 has been sent to the others by now
            for (int i = 0; i < 40; i++) {
                speaker.play(i, 1);
                // the first ones may overtake opcode 5 on their way through another process
                assertEquals(i + 1, server.awaitReceived(600, i + 1, PATIENCE).size());
                Thread.sleep(20);
            }
            byte[] frame = node.awaitFrame();
            int first = frame[4];
            for (int i = first + 1; i < 40; i++) {
                assertArrayEquals(RawSender.frame(i), node.awaitFrame(), node.log());
            }
        }
    }

    @Test
    void resumesAfterABrokenConnectionAndAfterACrash() throws Exception {
        try (VoiceServer server = VoiceServer.create().start();
                NodeClient node = new NodeClient(server)) {
            node.join(server.join(1, 2, BOT), false);
            node.awaitState("ready");
            server.killSocket(BOT);
            server.await("resume", PATIENCE, () -> server.member(BOT).stats().resumes() == 1);
            server.crash();
            server.await("resume", PATIENCE, () -> server.member(BOT).stats().resumes() == 2);
            node.play(frames(10));
            server.awaitReceived(BOT, 14, PATIENCE);
            node.awaitPlayer("idle");
            server.await(
                    "cleared flags", PATIENCE, () -> server.member(BOT).stats().speaking() == 0);
            assertEquals(List.of(), violationsOfNode(server), node.log());
        }
    }

    /**
     * Version 0.19.2 does three things that the rules exist to find: its timestamp stands still while it is paused, it sets the
     * speaking flags again with the last silence frame of a pause, and the fifth silence frame at the end of a track is not sent.
     */
    @Test
    void itsKnownDeviationsAreFoundAndNothingElse() throws Exception {
        try (VoiceServer server = VoiceServer.create().start();
                NodeClient node = new NodeClient(server)) {
            node.join(server.join(1, 2, BOT), false);
            node.awaitState("ready");
            node.play(frames(100));
            server.awaitReceived(BOT, 40, PATIENCE);
            node.tell("pause");
            node.awaitPlayer("paused");
            server.awaitViolation(Rule.SPEAKING_NOT_CLEARED, PATIENCE);
            node.tell("unpause");
            node.awaitPlayer("idle");
            server.awaitViolation(Rule.RTP_TIMESTAMP_CLOCK, PATIENCE);
            Thread.sleep(1_500); // a pause between two tracks; longer is as good
            node.play(frames(30));
            server.awaitViolation(Rule.PAUSE_WITHOUT_SILENCE, PATIENCE);
            node.awaitPlayer("idle");
            Set<String> rules = new TreeSet<>();
            violationsOfNode(server).forEach(v -> rules.add(v.rule()));
            assertEquals(
                    Set.of("pause-without-silence", "rtp-timestamp-clock", "speaking-not-cleared"), rules, node.log());
        }
    }

    private static List<ProtocolViolation> violationsOfNode(VoiceServer server) {
        return server.violations().stream()
                .filter(v -> v.userId() == BOT || v.userId() == 0)
                .toList();
    }
}
