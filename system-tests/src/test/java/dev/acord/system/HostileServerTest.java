package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.VoiceServer;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.CloseReason;
import dev.acord.voice.DropReason;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.VoiceState;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A voice server that floods: memory stays bounded, the session ends or lives on as it should, and a call on another server, which shares
 * threads with the attacked one, loses nothing.
 */
class HostileServerTest {
    private static final int BYSTANDER_FRAMES = 150;
    /** Far more than any limit allows, far less than what the floods would take without one. */
    private static final long MAX_GROWTH_BYTES = 24L << 20;

    private static final byte[] OPUS = {(byte) 0xFC, 1, 2, 3};

    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    private Call call;
    private Ear ear;
    private VoiceConnection bystander;

    @BeforeEach
    void aCallOfOthers() {
        call = new Call(server);
        bystander = call.join(2);
        VoiceConnection player = call.join(1);
        EncryptedCallTest.await(player, state -> state.ready() && state.users().size() == 2);
        EncryptedCallTest.await(
                bystander, state -> state.ready() && state.users().size() == 2);
        ear = new Ear(bystander);
        new BasePlayer(player, new NumberedFrames(BYSTANDER_FRAMES, true)).play();
    }

    @AfterEach
    void itHasNoticedNothing() throws InterruptedException {
        List<VoiceFrame> heard = new ArrayList<>();
        // a machine that cannot keep up puts silence between the frames, but loses none
        while (Ear.withoutSilence(heard).size() < BYSTANDER_FRAMES) {
            List<VoiceFrame> more = ear.hear(1);
            assertFalse(more.isEmpty(), "heard " + heard.size() + " frames and then nothing");
            heard.addAll(more);
        }
        assertEquals(NumberedFrames.expected(BYSTANDER_FRAMES), Ear.withoutSilence(heard));
        assertEquals(0, bystander.stats().packetsLost());
        call.leave();
        server.assertNoViolations();
    }

    private static long heapBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    private static void assertBounded(long beforeBytes, String what) {
        long growth = heapBytes() - beforeBytes;
        System.out.println(what + ": the heap grew by " + growth / 1024 + " KiB");
        assertTrue(growth < MAX_GROWTH_BYTES, what + ": the heap grew by " + growth + " bytes");
    }

    private static CloseReason closed(VoiceConnection connection) {
        return connection.closed().orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void a_text_message_of_2_mebibytes_ends_the_session() throws IOException {
        try (RawGateway gateway = new RawGateway()) {
            VoiceConnection connection = gateway.connect(1);
            try (RawGateway.Peer peer = gateway.accept()) {
                peer.untilReady(connection, 0);
                peer.listening().text("{\"op\":200,\"d\":\"" + "x".repeat(2 << 20) + "\"}");
                String why = closed(connection).message();
                assertTrue(why.contains("a message is longer than 1048576 characters"), why);
            }
        }
    }

    @Test
    void a_binary_message_of_2_mebibytes_ends_the_session() throws IOException {
        try (RawGateway gateway = new RawGateway()) {
            VoiceConnection connection = gateway.connect(1);
            try (RawGateway.Peer peer = gateway.accept()) {
                peer.untilReady(connection, 0);
                peer.listening().binary(27, new byte[2 << 20]);
                String why = closed(connection).message();
                assertTrue(why.contains("a message is longer than 1048576 bytes"), why);
            }
        }
    }

    @Test
    void questions_without_end_to_which_the_answers_are_not_read_end_the_session() throws IOException {
        long before = heapBytes();
        try (RawGateway gateway = new RawGateway()) {
            VoiceConnection connection = gateway.connect(1);
            try (RawGateway.Peer peer = gateway.accept()) {
                peer.untilReady(connection, 0);
                int sent = 0;
                try {
                    while (sent < 1_000_000) { // the first some hundred thousand fill the operating system's buffers
                        peer.text("{\"op\":3,\"d\":null}");
                        sent++;
                    }
                } catch (IOException e) {
                    assertTrue(sent > 1_000, "the client broke off after " + sent + " questions");
                }
                String why = closed(connection).message();
                assertTrue(why.contains("the peer does not read them"), why);
            }
            assertBounded(before, "questions that nobody wants answered");
        }
    }

    @Test
    void small_messages_without_end_are_counted_and_forgotten() throws Exception {
        try (RawGateway gateway = new RawGateway()) {
            VoiceConnection connection = gateway.connect(1);
            try (RawGateway.Peer peer = gateway.accept()) {
                peer.untilReady(connection, 0);
                long before = heapBytes();
                for (int i = 0; i < 100_000; i++) {
                    peer.text("{\"op\":200,\"d\":{\"n\":" + i + "}}");
                }
                peer.text("{\"op\":3,\"d\":null}");
                peer.await(3);
                assertEquals(100_000, connection.stats().messagesIgnored());
                assertEquals(VoiceState.READY, connection.state());
                assertBounded(before, "100,000 messages of no interest");
                connection.disconnect("done");
            }
            closed(connection);
        }
    }

    @Test
    void ten_thousand_users_who_all_speak_are_not_all_remembered() throws Exception {
        try (RawGateway gateway = new RawGateway()) {
            VoiceConnection connection = gateway.connect(1);
            BaseReceiver receiver = new BaseReceiver(connection, 100);
            try (RawGateway.Peer peer = gateway.accept()) {
                peer.untilReady(connection, 0);
                long before = heapBytes();
                for (int round = 0; round < 5; round++) {
                    StringBuilder users = new StringBuilder();
                    for (int i = 0; i < 10_000; i++) {
                        users.append(i == 0 ? "" : ",")
                                .append('"')
                                .append(1_000L + round * 10_000L + i)
                                .append('"');
                    }
                    peer.text("{\"op\":11,\"d\":{\"user_ids\":[" + users + "]}}");
                }
                for (int i = 0; i < 10_000; i++) {
                    peer.text("{\"op\":5,\"d\":{\"user_id\":\"" + (1_000 + i) + "\",\"ssrc\":" + (100_000 + i)
                            + ",\"speaking\":1}}");
                }
                peer.text("{\"op\":3,\"d\":null}");
                peer.await(3);
                assertEquals(VoiceState.READY, connection.state());
                assertBounded(before, "50,000 users, 10,000 of them with a source");
                gateway.send(gateway.packet(100_000, 1, OPUS));
                VoiceFrame frame = receiver.receive(Call.PATIENCE);
                assertNotNull(frame);
                assertEquals(1_000, frame.userId(), "who came first is still known");
                connection.disconnect("done");
            }
            closed(connection);
        }
    }

    @Test
    void sources_without_end_are_dropped_and_a_known_one_is_heard() throws Exception {
        try (RawGateway gateway = new RawGateway()) {
            VoiceConnection connection = gateway.connect(1);
            BaseReceiver receiver = new BaseReceiver(connection, 10_000);
            try (RawGateway.Peer peer = gateway.accept()) {
                peer.untilReady(connection, 0);
                peer.text("{\"op\":5,\"d\":{\"user_id\":\"5\",\"ssrc\":5,\"speaking\":1}}");
                peer.text("{\"op\":3,\"d\":null}");
                peer.await(3);
                gateway.send(gateway.packet(5, 1, OPUS));
                assertNotNull(receiver.receive(Call.PATIENCE));
                long before = heapBytes();
                int sent = 40_000;
                for (int i = 0; i < sent; i++) {
                    gateway.send(gateway.packet(1_000 + i % 10_000, i / 10_000, new byte[1_000]));
                }
                VoiceFrame heard = null;
                for (int i = 2; heard == null && i < 600; i++) { // the flood may fill the operating system's buffer
                    gateway.send(gateway.packet(5, i, OPUS));
                    heard = receiver.receive(Duration.ofMillis(100));
                }
                assertNotNull(heard, "the known source is heard");
                assertEquals(5, heard.userId());
                assertNull(receiver.receive(Duration.ZERO), "nothing of unknown ones");
                System.out.println("40,000 packets of 10,000 sources: "
                        + connection.stats().drops());
                assertBounded(before, "40,000 packets of 10,000 sources");
                connection.disconnect("done");
            }
            closed(connection);
        }
    }

    @Test
    void encryption_messages_without_end_keep_nothing() throws Exception {
        try (RawGateway gateway = new RawGateway()) {
            VoiceConnection connection = gateway.connect(1);
            try (RawGateway.Peer peer = gateway.accept()) {
                peer.untilReady(connection, 1);
                long before = heapBytes();
                for (int i = 0; i < 300; i++) {
                    peer.text("{\"op\":24,\"d\":{\"protocol_version\":1,\"epoch\":1}}"); // a key package for each
                    peer.binary(27, new byte[1 + i * 3]);
                    peer.binary(29, new byte[2 + i]);
                    peer.binary(30, new byte[2 + i]);
                    peer.binary(25, new byte[i]);
                }
                for (int i = 0; i < 60_000; i++) {
                    peer.text("{\"op\":21,\"d\":{\"protocol_version\":1,\"transition_id\":" + (i % 65_000 + 1) + "}}");
                    if (i % 500 == 0) {
                        peer.text("{\"op\":3,\"d\":null}");
                        peer.await(3); // reads the answers, as a server does
                    }
                }
                peer.binary(27, new byte[900_000]);
                peer.text("{\"op\":3,\"d\":null}");
                peer.await(3);
                assertEquals(VoiceState.READY, connection.state());
                assertTrue(
                        connection.stats().messagesIgnored() >= 1_200,
                        connection.stats().toString());
                assertBounded(before, "300 key packages, 60,000 transitions, 1,200 malformed messages of the group");
                connection.disconnect("done");
            }
            closed(connection);
        }
    }

    @Test
    void what_a_stranger_sends_is_not_handed_out_even_when_it_is_authentic() throws Exception {
        try (RawGateway gateway = new RawGateway();
                DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            VoiceConnection connection = gateway.connect(1);
            BaseReceiver receiver = new BaseReceiver(connection, 100);
            try (RawGateway.Peer peer = gateway.accept()) {
                peer.untilReady(connection, 0);
                peer.text("{\"op\":5,\"d\":{\"user_id\":\"5\",\"ssrc\":5,\"speaking\":1}}");
                peer.text("{\"op\":3,\"d\":null}");
                peer.await(3);
                for (int i = 1; i <= 50; i++) {
                    byte[] packet = gateway.packet(5, i, OPUS);
                    stranger.send(new DatagramPacket(packet, packet.length, gateway.client()));
                }
                gateway.send(gateway.packet(5, 100, OPUS));
                VoiceFrame frame = receiver.receive(Call.PATIENCE);
                assertNotNull(frame, "the server is heard");
                assertEquals(100, frame.sequence(), "the stranger, who was first, is not");
                assertEquals(1, connection.stats().packetsReceived());
                assertEquals(
                        0L,
                        connection.stats().drops().getOrDefault(DropReason.AUTHENTICATION_FAILED, 0L),
                        "the operating system keeps it away");
                connection.disconnect("done");
            }
            closed(connection);
        }
    }
}
