package dev.acord.voice.rtp;

import static dev.acord.voice.rtp.TestPacket.KEY;
import static dev.acord.voice.rtp.TestPacket.SSRC;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.voice.DropReason;
import dev.acord.voice.EncryptionMode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RtpReceiverTest {
    private static final int OWN = 42;

    private final DropCounters drops = new DropCounters();
    private final RecordingSink sink = new RecordingSink();
    private final RtpReceiver receiver = new RtpReceiver(OWN, drops);

    RtpReceiverTest() {
        receiver.rekey(TransportCipher.create(EncryptionMode.AES256_GCM, KEY), 0);
    }

    private void receive(TestPacket packet) {
        receive(packet.bytes());
    }

    private void receive(byte[] datagram) {
        receiveAt(0, datagram);
    }

    private void receiveAt(long nowNs, byte[] datagram) {
        byte[] array = new byte[datagram.length + 20];
        System.arraycopy(datagram, 0, array, 9, datagram.length);
        receiver.handleDatagram(array, 9, datagram.length, nowNs, sink);
    }

    private void expectOnly(DropReason reason) {
        assertEquals(Map.of(reason, 1L), drops.snapshot());
        assertEquals(List.of(), sink.frames);
    }

    @Test
    void aFrameArrivesWithItsUnsignedCounters() {
        receive(TestPacket.of((byte) 0xAB).sequence(65535).timestamp(0xFFFF_FFFFL));

        assertEquals(List.of(new RecordingSink.Frame(SSRC, 65535, 0xFFFF_FFFFL, false, "ab")), sink.frames);
        assertEquals(Map.of(), drops.snapshot());
    }

    @Test
    void theMarkerBitIsNotPartOfThePayloadType() {
        receive(TestPacket.of((byte) 0xAB).secondByte(0xF8));

        assertEquals(List.of(new RecordingSink.Frame(SSRC, 0, 0, true, "ab")), sink.frames);
    }

    @Test
    void everyCombinationOfSourcesExtensionAndPaddingLeavesExactlyThePayload() {
        int sequence = 0;
        for (int csrcs = 0; csrcs <= 15; csrcs++) {
            for (int words : List.of(-1, 0, 1, 2, 50)) {
                for (int padding : List.of(-1, 1, 2, 255)) {
                    TestPacket packet = TestPacket.of((byte) 1, (byte) 2, (byte) 3)
                            .csrcs(csrcs)
                            .extension(words)
                            .sequence(sequence++);
                    if (padding > 0) {
                        packet.padding(padding);
                    }
                    receive(packet);
                    assertEquals(
                            sequence, sink.frames.size(), csrcs + " sources, " + words + " words, padding " + padding);
                    assertEquals("010203", sink.frames.get(sequence - 1).hex());
                }
            }
        }
        assertEquals(Map.of(), drops.snapshot());
    }

    @Test
    void paddingAndExtensionAreGoneBeforeTheFrameIsHandedOn() {
        receive(TestPacket.of((byte) 1, (byte) 2, (byte) 3).extension(3).padding(7));

        assertEquals("010203", sink.frames.get(0).hex());
    }

    @Test
    void packetsThatAreAllPaddingAreDroppedQuietly() {
        receive(TestPacket.of().padding(255));

        expectOnly(DropReason.ALL_PADDING);
    }

    @Test
    void aPacketWithoutPayloadIsCountedTheSameWay() {
        receive(TestPacket.of().extension(2));

        expectOnly(DropReason.ALL_PADDING);
    }

    @Test
    void paddingOfNoBytesIsWrong() {
        receive(TestPacket.of((byte) 1, (byte) 2).padding(1).claimedPadding(0));

        expectOnly(DropReason.BAD_PADDING);
    }

    @Test
    void paddingLongerThanThePayloadIsWrong() {
        receive(TestPacket.of((byte) 1, (byte) 2).extension(5).padding(1).claimedPadding(4));

        expectOnly(DropReason.BAD_PADDING);
    }

    @Test
    void thePaddingBitOnNothingIsWrong() {
        receive(TestPacket.of().padding(0));

        expectOnly(DropReason.BAD_PADDING);
    }

    @Test
    void anExtensionLongerThanThePacketIsMalformed() {
        byte[] header = TestPacket.of().extension(100).header();
        receive(TestPacket.seal(KEY, header, new byte[399], 1));

        expectOnly(DropReason.MALFORMED_HEADER);
    }

    @Test
    void sourcesThatDoNotFitAreMalformed() {
        byte[] datagram = new byte[71];
        datagram[0] = (byte) 0x8F;
        datagram[1] = 120;
        receive(datagram);

        expectOnly(DropReason.MALFORMED_HEADER);
    }

    @Test
    void otherPayloadTypesAreNotAudio() {
        receive(TestPacket.of((byte) 1).secondByte(101));

        expectOnly(DropReason.OTHER_PAYLOAD_TYPE);
    }

    @Test
    void forgedPacketsAreCountedAndLeaveNoTrace() {
        byte[] forged = TestPacket.of((byte) 1).sequence(5).bytes();
        forged[forged.length - 5] ^= 1;
        receive(forged);
        expectOnly(DropReason.AUTHENTICATION_FAILED);
        assertEquals(Optional.empty(), receiver.statistics(SSRC));

        receive(TestPacket.of((byte) 1).sequence(5));
        assertEquals(1, sink.frames.size());
    }

    @Test
    void ourOwnPacketsComingBackAreDropped() {
        receive(TestPacket.of((byte) 1).ssrc(OWN));

        expectOnly(DropReason.OWN_SSRC);
    }

    @Test
    void aSecondCopyIsADuplicateAlsoAcrossTheWrapAndOutOfOrder() {
        for (int sequence : List.of(65534, 0, 65535, 65535, 0, 65534, 1)) {
            receive(TestPacket.of((byte) 1).sequence(sequence).nonce(sequence));
        }

        assertEquals(Map.of(DropReason.DUPLICATE, 3L), drops.snapshot());
        assertEquals(
                List.of(65534, 0, 65535, 1),
                sink.frames.stream().map(RecordingSink.Frame::sequence).toList());
        SourceStatistics statistics = receiver.statistics(SSRC).orElseThrow();
        assertEquals(65537, statistics.extendedHighestSequence());
        assertEquals(4, statistics.received());
        assertEquals(0, statistics.lost());
        assertEquals(3, statistics.duplicates());
    }

    @Test
    void theSameNumberFromAnotherSourceIsNoDuplicate() {
        receive(TestPacket.of((byte) 1).sequence(5).ssrc(1));
        receive(TestPacket.of((byte) 1).sequence(5).ssrc(2));

        assertEquals(2, sink.frames.size());
    }

    @Test
    void nothingIsReceivedBeforeTheKeyAndAfterTheEnd() {
        RtpReceiver early = new RtpReceiver(OWN, drops);
        byte[] datagram = TestPacket.of((byte) 1).bytes();
        early.handleDatagram(datagram, 0, datagram.length, 0, sink);
        receiver.destroy();
        receive(TestPacket.of((byte) 1));

        assertEquals(Map.of(DropReason.NOT_READY, 2L), drops.snapshot());
    }

    @Test
    void thePreviousKeyIsAcceptedForTwoSeconds() {
        long start = Long.MAX_VALUE - 5;
        byte[] nextKey = TestPacket.key(99);
        receiver.rekey(TransportCipher.create(EncryptionMode.AES256_GCM, nextKey), start);
        // the clock may wrap, as System.nanoTime may
        long end = Math.addExact(start - Long.MAX_VALUE, RtpReceiver.REKEY_GRACE_NS - 1) + Long.MIN_VALUE;

        receiveAt(Long.MAX_VALUE, TestPacket.of((byte) 1).sequence(1).bytes());
        receiveAt(
                Long.MAX_VALUE, TestPacket.of((byte) 2).sequence(2).key(nextKey).bytes());
        receiveAt(end - 1, TestPacket.of((byte) 3).sequence(3).bytes());
        assertEquals(
                List.of("01", "02", "03"),
                sink.frames.stream().map(RecordingSink.Frame::hex).toList());

        receiveAt(end, TestPacket.of((byte) 4).sequence(4).bytes());
        receiveAt(end, TestPacket.of((byte) 5).sequence(5).key(nextKey).bytes());
        assertEquals(Map.of(DropReason.AUTHENTICATION_FAILED, 1L), drops.snapshot());
        assertEquals("05", sink.frames.get(3).hex());
    }

    @Test
    void aSecondNewKeyEndsTheFirstOne() {
        receiver.rekey(TransportCipher.create(EncryptionMode.XCHACHA20_POLY1305, KEY), 0);
        receiver.rekey(TransportCipher.create(EncryptionMode.AES256_GCM, TestPacket.key(3)), 0);
        receive(TestPacket.of((byte) 1));

        expectOnly(DropReason.AUTHENTICATION_FAILED);
    }

    @Test
    void rtcpIsOpenedAndCountedAndIsNotAudio() {
        byte[] header = {(byte) 0x80, (byte) 200, 0, 6, 0, 0, 0, 1};
        receive(TestPacket.seal(KEY, header, new byte[] {5, 6}, 1));
        assertEquals(Map.of(DropReason.MALFORMED_RTCP, 1L), drops.snapshot(), "it is shorter than it says");
        assertEquals(List.of("80c80006000000010506"), sink.rtcp);

        byte[] forged = TestPacket.seal(KEY, header, new byte[] {5, 6}, 1);
        forged[7] = 2;
        receive(forged);
        assertEquals(1, drops.of(DropReason.AUTHENTICATION_FAILED));
    }

    @Test
    void reportsOnUsAreDeliveredAndReportsOnOthersAreNot() {
        byte[] header = {(byte) 0x82, (byte) 201, 0, 13, 0, 0, 0, 9};
        byte[] blocks = new byte[48];
        BigEndian.INT.set(blocks, 0, OWN);
        blocks[4] = 51;
        BigEndian.INT.set(blocks, 24, OWN + 1);
        blocks[28] = 99;
        receive(TestPacket.seal(KEY, header, blocks, 1));
        assertEquals(List.of(new ReceptionReport(9, OWN, 51, 0, 0, 0, 0, 0)), sink.reports);
        assertEquals(Map.of(DropReason.RTCP, 1L), drops.snapshot());
    }

    @Test
    void keepaliveEchoesAndDiscoveryResponsesAreToldApart() {
        receive(ByteBuffer.allocate(8).putLong(0x8000000000000001L).array());
        byte[] discovery =
                ByteBuffer.allocate(74).putShort((short) 2).putShort((short) 70).array();
        receive(discovery);

        assertEquals(List.of(0x8000000000000001L), sink.echoes);
        assertEquals(1, sink.discoveries.size());
        assertEquals(Map.of(), drops.snapshot());
    }

    @Test
    void whatIsNotAVoicePacketIsCountedByKind() {
        for (int length = 0; length < 12; length++) {
            receive(new byte[length]);
        }
        receive(new byte[74]);
        receive(new byte[65_507]);
        receive(new byte[RtpReceiver.MAX_DATAGRAM_BYTES]);

        assertEquals(
                Map.of(DropReason.TOO_SHORT, 11L, DropReason.NOT_RTP, 2L, DropReason.TOO_LARGE, 1L), drops.snapshot());
    }

    @Test
    void packetsTooShortForATagAreCounted() {
        byte[] datagram = new byte[31];
        RtpHeader.write(datagram, 0, 0, 0, 1);
        receive(datagram);

        expectOnly(DropReason.TOO_SHORT);
    }

    @Test
    void sourcesAreLimitedAndOneThatFellSilentMakesRoom() {
        for (int ssrc = 1; ssrc <= RtpReceiver.MAX_SOURCES; ssrc++) {
            receiveAt(
                    ssrc == 7 ? 0 : 1, TestPacket.of((byte) 1).ssrc(100 + ssrc).bytes());
        }
        receiveAt(
                RtpReceiver.SOURCE_IDLE_NS - 1,
                TestPacket.of((byte) 1).ssrc(5000).bytes());
        assertEquals(Map.of(DropReason.TOO_MANY_SOURCES, 1L), drops.snapshot());

        receiveAt(RtpReceiver.SOURCE_IDLE_NS, TestPacket.of((byte) 1).ssrc(5000).bytes());
        assertEquals(Map.of(DropReason.TOO_MANY_SOURCES, 1L), drops.snapshot());
        assertEquals(Optional.empty(), receiver.statistics(107));
        assertEquals(1, receiver.statistics(5000).orElseThrow().received());
        assertEquals(RtpReceiver.MAX_SOURCES, receiver.statistics().size());

        receiver.forget(101);
        receiveAt(RtpReceiver.SOURCE_IDLE_NS, TestPacket.of((byte) 1).ssrc(5001).bytes());
        assertEquals(1, receiver.statistics(5001).orElseThrow().received());
    }
}
