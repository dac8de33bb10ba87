package dev.acord.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.raw.RawClient;
import dev.acord.sim.raw.RawCrypto;
import dev.acord.sim.raw.RawSender;
import dev.acord.voice.EncryptionMode;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource({
        "AES256_GCM, AES256_GCM, false",
        "XCHACHA20_POLY1305, XCHACHA20_POLY1305, false",
        "AES256_GCM, XCHACHA20_POLY1305, false",
        "AES256_GCM, AES256_GCM, true",
        "XCHACHA20_POLY1305, XCHACHA20_POLY1305, true",
        "XCHACHA20_POLY1305, AES256_GCM, true"
    })
    void twoMembersHearEachOtherBitForBit(EncryptionMode annas, EncryptionMode berts, boolean decorate)
            throws Exception {
        try (VoiceServer server =
                        VoiceServer.builder().decoratePackets(decorate).build().start();
                RawClient anna = RawClient.ready(server, server.join(1, 2, 100), annas);
                RawClient bert = RawClient.ready(server, server.join(1, 2, 200), berts)) {
            anna.speaking(1);
            bert.speaking(1);
            anna.await(5);
            anna.sender().sequence = 65_530;
            anna.sender().timestamp = -3_000;
            anna.play(0, 20);
            bert.play(100, 20);
            assertHeard(anna, bert, 0, decorate);
            assertHeard(bert, anna, 100, decorate);
            anna.silence();
            bert.silence();
            anna.speaking(0);
            bert.speaking(0);
            server.await("flags", PATIENCE, () -> server.members().stream().allMatch(m -> m.speaking() == 0));
            assertEquals(25, server.awaitReceived(100, 25, PATIENCE).size());
            assertArrayEquals(RawSender.frame(3), server.received(100).get(3).payload());
            assertEquals(
                    Integer.toUnsignedLong(anna.ssrc),
                    server.received(100).get(3).ssrc());
            server.assertNoViolations();
        }
    }

    private static void assertHeard(RawClient speaker, RawClient listener, int first, boolean decorated)
            throws Exception {
        RawSender sent = new RawSender(Objects.requireNonNull(speaker.mode), speaker.key, speaker.ssrc);
        int sequence = speaker.sender().sequence - 20;
        int timestamp = speaker.sender().timestamp - 20 * RawSender.FRAME;
        Set<Integer> nonces = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            RawCrypto.Packet packet = listener.receive();
            assertArrayEquals(RawSender.frame(first + i), packet.payload());
            assertEquals((sequence + i) & 0xFFFF, packet.sequence);
            assertEquals(timestamp + i * RawSender.FRAME, packet.timestamp);
            assertEquals(sent.ssrc, packet.ssrc);
            assertTrue(nonces.add(packet.nonce));
            assertEquals(decorated, packet.extension != null);
            assertEquals(decorated, packet.padding > 0);
        }
    }

    @Test
    void aCallOfTwentyHearsEverySpeakerOnceAndNobodyOfAnotherChannel() throws Exception {
        List<RawClient> all = new ArrayList<>();
        try (VoiceServer server = VoiceServer.create().start()) {
            for (int i = 0; i < 20; i++) {
                EncryptionMode mode = i % 2 == 0 ? EncryptionMode.AES256_GCM : EncryptionMode.XCHACHA20_POLY1305;
                all.add(RawClient.ready(server, server.join(1, i == 19 ? 3 : 2, 1_000 + i), mode));
            }
            for (int i = 0; i < 20; i++) {
                all.get(i).speaking(1);
                all.get(i).play(i * 100, 5);
            }
            for (int i = 0; i < 19; i++) {
                Set<Integer> heard = new HashSet<>();
                for (int n = 0; n < 18 * 5; n++) {
                    heard.add(ByteBuffer.wrap(all.get(i).receive().payload()).getInt(1));
                }
                assertEquals(90, heard.size());
                assertTrue(heard.stream().noneMatch(n -> n >= 1_900), "a frame of the other channel");
            }
            assertNull(all.get(19).receive(50));
            assertEquals(90, server.member(1_000).stats().packetsSent());
        } finally {
            all.forEach(RawClient::close);
        }
    }

    @Test
    void aNewKeyIsUsedAtOnceAndTheOldOneTakenForAMoment() throws Exception {
        try (VoiceServer server = VoiceServer.create().start();
                RawClient anna = RawClient.ready(server, server.join(1, 2, 100), EncryptionMode.AES256_GCM);
                RawClient bert = RawClient.ready(server, server.join(1, 2, 200), EncryptionMode.AES256_GCM)) {
            anna.speaking(1);
            anna.play(0, 1);
            bert.receive();
            server.rotateKey(100);
            server.rotateKey(200);
            anna.await(4);
            bert.await(4);
            anna.play(1, 1);
            assertArrayEquals(RawSender.frame(1), bert.receive().payload(), "old key in, new key out");
            anna.sender().key(anna.key);
            anna.play(2, 1);
            assertArrayEquals(RawSender.frame(2), bert.receive().payload());
            server.assertNoViolations();
        }
    }

    @Test
    void strangersAndForgersAreCountedAndHeardByNobody() throws Exception {
        try (VoiceServer server = VoiceServer.create().start();
                RawClient anna = RawClient.ready(server, server.join(1, 2, 100), EncryptionMode.AES256_GCM);
                RawClient bert = RawClient.ready(server, server.join(1, 2, 200), EncryptionMode.AES256_GCM);
                DatagramSocket stranger =
                        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            byte[] good = anna.sender().packet(RawSender.frame(0));
            byte[] forged = good.clone();
            forged[15] ^= 1;
            byte[] unknown = ByteBuffer.wrap(good.clone()).putInt(8, 12_345).array();
            byte[] discovery = ByteBuffer.allocate(74)
                    .putShort((short) 1)
                    .putShort((short) 70)
                    .putInt(12_345)
                    .array();
            byte[] huge = new byte[4_000];
            System.arraycopy(good, 0, huge, 0, good.length);
            for (byte[] datagram :
                    new byte[][] {forged, unknown, new byte[8], new byte[3], new byte[0], discovery, huge}) {
                stranger.send(new java.net.DatagramPacket(
                        datagram, datagram.length, InetAddress.getLoopbackAddress(), server.udpPort()));
            }
            server.await("seven", PATIENCE, () -> datagrams(server, "received") >= 9);
            assertEquals(1, datagrams(server, "dropped-not-authentic"));
            assertEquals(3, datagrams(server, "dropped-stranger"));
            assertEquals(3, datagrams(server, "dropped-malformed"));
            anna.speaking(1);
            anna.play(1, 1);
            assertArrayEquals(
                    RawSender.frame(1),
                    Objects.requireNonNull(bert.receive(30_000)).payload());
            assertNull(anna.receive(20));
            server.assertNoViolations();
        }
    }

    private static long datagrams(VoiceServer server, String name) {
        return Objects.requireNonNull(server.report().datagrams().get(name));
    }

    @Test
    void keepalivesComeBackAsTheyWere() throws Exception {
        try (VoiceServer server = VoiceServer.create().start();
                RawClient anna = RawClient.ready(server, server.join(1, 2, 100), EncryptionMode.AES256_GCM)) {
            byte[] counter = {9, 8, 7, 6, 5, 4, 3, 2};
            anna.udpSend(counter);
            assertArrayEquals(counter, anna.udpReceive());
            assertEquals(1, server.member(100).stats().keepalives());
        }
    }

    @Test
    void aMemberWhoseAddressChangesIsHeardAndHearsOn() throws Exception {
        try (VoiceServer server = VoiceServer.create().start();
                RawClient anna = RawClient.ready(server, server.join(1, 2, 100), EncryptionMode.AES256_GCM);
                RawClient bert = RawClient.ready(server, server.join(1, 2, 200), EncryptionMode.AES256_GCM);
                DatagramSocket other = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            anna.speaking(1);
            bert.speaking(1);
            anna.play(0, 1);
            bert.receive();
            byte[] packet = anna.sender().next(RawSender.frame(1));
            other.send(new java.net.DatagramPacket(
                    packet, packet.length, InetAddress.getLoopbackAddress(), server.udpPort()));
            assertArrayEquals(RawSender.frame(1), bert.receive().payload());
            assertEquals(1, server.member(100).stats().rebinds());
            bert.play(0, 1);
            other.setSoTimeout(30_000);
            java.net.DatagramPacket heard = new java.net.DatagramPacket(new byte[2_000], 2_000);
            other.receive(heard);
            assertTrue(heard.getLength() > 12);
            server.assertNoViolations();
        }
    }

    @Test
    void theServersOwnPacketsComeWhereTheyAreAskedFor() throws Exception {
        VoiceServerBuilder options = VoiceServer.builder()
                .paddingPackets(true)
                .serverSilence(true)
                .decoratePackets(true)
                .seed(4);
        try (VoiceServer server = options.build().start();
                RawClient anna = RawClient.ready(server, server.join(1, 2, 100), EncryptionMode.AES256_GCM);
                RawClient bert = RawClient.ready(server, server.join(1, 2, 200), EncryptionMode.XCHACHA20_POLY1305)) {
            for (int i = 0; i < 5; i++) {
                RawCrypto.Packet silence = bert.receive();
                assertArrayEquals(RawSender.silence(), silence.payload());
                assertTrue(silence.ssrc != anna.ssrc);
            }
            anna.speaking(1);
            int heard = 0;
            int paddingOnly = 0;
            for (int i = 0; i < 45; i++) {
                anna.play(i, 1);
                assertNotNull(server.awaitReceived(100, i + 1, PATIENCE));
            }
            int expected = -1;
            while (heard < 45) {
                RawCrypto.Packet packet = bert.receive();
                assertTrue(expected < 0 || packet.sequence == expected, "padding packets take sequence numbers");
                expected = (packet.sequence + 1) & 0xFFFF;
                if (packet.payload().length == 0) {
                    paddingOnly++;
                } else {
                    assertArrayEquals(RawSender.frame(heard++), packet.payload());
                }
            }
            assertTrue(paddingOnly > 0);
            anna.close(1000);
            for (int i = 0; i < 5; ) {
                RawCrypto.Packet packet = bert.receive();
                if (packet.payload().length > 0) {
                    assertArrayEquals(RawSender.silence(), packet.payload());
                    assertEquals(anna.ssrc, packet.ssrc);
                    i++;
                }
            }
        }
    }
}
