package dev.acord.voice.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.voice.EncryptionMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RtpSenderTest {
    private final byte[] buffer = new byte[200];

    @Test
    void countersStartedBelowTheirWrapsGoOnAtZero() {
        RtpSender sender = sender(65534, 0xFFFF_FFFFL - 959, 0xFFFF_FFFDL);
        List<List<Long>> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sender.prepare(buffer, 20, 3);
            sent.add(List.of((long) RtpHeader.sequence(buffer, 8), RtpHeader.timestamp(buffer, 8)));
            sender.advance(960);
        }

        assertEquals(List.of(List.of(65534L, 0xFFFF_FFFFL - 959), List.of(65535L, 0L), List.of(0L, 960L)), sent);
        assertEquals(1, sender.sequence());
        assertEquals(1920, sender.timestamp());
    }

    @Test
    void thePacketIsTheOneTheJdkMakesAndStandsRightAroundThePayload() {
        RtpSender sender = sender(65535, 0xFFFF_FFFFL, 9);
        byte[] expected = TestPacket.of((byte) 1, (byte) 2, (byte) 3)
                .sequence(65535)
                .timestamp(0xFFFF_FFFFL)
                .nonce(9)
                .bytes();
        System.arraycopy(new byte[] {1, 2, 3}, 0, buffer, 50, 3);

        assertEquals(expected.length, sender.prepare(buffer, 50, 3));
        assertArrayEquals(expected, Arrays.copyOfRange(buffer, 38, 38 + expected.length));
    }

    @Test
    void thePauseMovesTheTimestampOnAndNotTheSequenceNumber() {
        RtpSender sender = sender(7, 0xFFFF_FFF0L, 0);
        sender.advance(48_000);
        sender.advance(0);

        assertEquals(48_000 - 16, sender.timestamp());
        assertEquals(7, sender.sequence());
        assertThrows(IllegalArgumentException.class, () -> sender.advance(-960));
    }

    @Test
    void theLastNonceIsUsedAndThenNothingMoreUntilTheNextKey() {
        RtpSender sender = sender(5, 0, 0xFFFF_FFFEL);
        assertTrue(sender.nonceNearlyExhausted(2));
        assertEquals(35, sender.prepare(buffer, 12, 3));
        assertEquals(35, sender.prepare(buffer, 12, 3));
        assertEquals(-1, (int) BigEndian.INT.get(buffer, 31));

        assertEquals(RtpSender.NONCE_EXHAUSTED, sender.prepare(buffer, 12, 3));
        assertEquals(7, sender.sequence());

        byte[] newKey = TestPacket.key(9);
        sender.rekey(TransportCipher.create(EncryptionMode.AES256_GCM, newKey), new NonceCounter(0));
        Arrays.fill(buffer, 12, 15, (byte) 4);
        assertEquals(35, sender.prepare(buffer, 12, 3));
        assertArrayEquals(
                TestPacket.of((byte) 4, (byte) 4, (byte) 4)
                        .key(newKey)
                        .sequence(7)
                        .nonce(0)
                        .bytes(),
                Arrays.copyOf(buffer, 35));
    }

    @Test
    void aFrameThatCannotBeEncryptedUsesNeitherSequenceNumberNorNonce() {
        RtpSender sender = sender(100, 0, 41);
        sender.frameEncryptor(new GrowingEncryptor(-5, 0));
        assertEquals(RtpSender.E2EE_FAILED, sender.prepare(buffer, 12, 3));
        assertEquals(100, sender.sequence());

        sender.frameEncryptor(FrameEncryptor.NONE);
        sender.prepare(buffer, 12, 3);
        assertEquals(100, RtpHeader.sequence(buffer, 0));
        assertEquals(41, (int) BigEndian.INT.get(buffer, 31));
    }

    @Test
    void theEndToEndEncryptionMayLengthenTheFrameUpToTheRoomThatIsThere() {
        RtpSender sender = sender(100, 0, 0);
        GrowingEncryptor encryptor = new GrowingEncryptor(10, 13);
        sender.frameEncryptor(encryptor);

        assertEquals(12 + 13 + 20, sender.prepare(buffer, 12, 3));
        assertEquals(200 - 12 - 20, encryptor.capacity);
        assertEquals(12 + 155 + 10 + 20, sender.prepare(buffer, 12, 155));
        assertEquals(RtpSender.NO_ROOM, sender.prepare(buffer, 12, 156));
        assertEquals(102, sender.sequence());
    }

    @Test
    void aFrameThatIsNotInTheArrayIsMisuse() {
        RtpSender sender = sender(100, 0, 0);

        assertThrows(IndexOutOfBoundsException.class, () -> sender.prepare(buffer, 11, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> sender.prepare(buffer, 12, 189));
        assertThrows(IndexOutOfBoundsException.class, () -> sender.prepare(buffer, 12, -1));
    }

    private static RtpSender sender(int sequence, long timestamp, long nonce) {
        return new RtpSender(
                TestPacket.SSRC,
                sequence,
                timestamp,
                TransportCipher.create(EncryptionMode.AES256_GCM, TestPacket.KEY),
                new NonceCounter(nonce));
    }

    /** Adds some bytes, or fails if that is negative. */
    private static final class GrowingEncryptor implements FrameEncryptor {
        private final int growth;
        private final int overhead;
        int capacity;

        GrowingEncryptor(int growth, int overhead) {
            this.growth = growth;
            this.overhead = overhead;
        }

        @Override
        public int encrypt(byte[] packet, int offset, int length, int capacity) {
            this.capacity = capacity;
            return growth < 0 ? growth : length + growth;
        }

        @Override
        public int overheadBytes() {
            return overhead;
        }
    }
}
