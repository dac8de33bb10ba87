package dev.acord.voice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.voice.DropReason;
import dev.acord.voice.EncryptionMode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.dv8tion.jda.internal.audio.AudioEncryption;
import net.dv8tion.jda.internal.audio.AudioPacket;
import net.dv8tion.jda.internal.audio.CryptoAdapter;
import net.dv8tion.jda.internal.utils.ResizingByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packets go both ways between this package and the classes of another library. */
class JdaInteropTest {
    private static final int SSRC = 0x89ABCDEF;

    @ParameterizedTest
    @EnumSource
    void packetsSealedByJdaAreReceivedHere(EncryptionMode mode) {
        CryptoAdapter jda = jda(mode);
        DropCounters drops = new DropCounters();
        RtpReceiver receiver = new RtpReceiver(1, drops);
        receiver.rekey(TransportCipher.create(mode, TestPacket.KEY), 0);
        RecordingSink sink = new RecordingSink();
        for (int i = 0; i < 300; i++) {
            byte[] opus = opus(i);
            int sequence = 65400 + i & 0xFFFF;
            AudioPacket packet =
                    new AudioPacket((char) sequence, (int) (0xFFFF_FF00L + 960L * i), SSRC, ByteBuffer.wrap(opus));
            ResizingByteBuffer out = new ResizingByteBuffer(ByteBuffer.allocate(2048));
            packet.asEncryptedPacket(jda, out);
            byte[] wire = remaining(out.buffer());

            receiver.handleDatagram(wire, 0, wire.length, 20_000_000L * i, sink);

            RecordingSink.Frame frame = sink.frames.get(i);
            assertEquals(SSRC, frame.ssrc());
            assertEquals(sequence, frame.sequence());
            assertEquals((0xFFFF_FF00L + 960L * i) & 0xFFFF_FFFFL, frame.timestamp());
            assertEquals(RecordingSink.hex(opus, 0, opus.length), frame.hex());
        }
        assertEquals(Map.of(), drops.snapshot());
        assertEquals(0, receiver.statistics(SSRC).orElseThrow().lost());
    }

    @ParameterizedTest
    @EnumSource
    void packetsSentHereAreReadByJda(EncryptionMode mode) {
        CryptoAdapter jda = jda(mode);
        RtpSender sender = new RtpSender(
                SSRC,
                65400,
                0xFFFF_FF00L,
                TransportCipher.create(mode, TestPacket.KEY),
                new NonceCounter(0x7FFF_FFF0L));
        byte[] buffer = new byte[2048];
        for (int i = 0; i < 300; i++) {
            byte[] opus = opus(i);
            int sequence = sender.sequence();
            long timestamp = sender.timestamp();
            System.arraycopy(opus, 0, buffer, 12, opus.length);
            int length = sender.prepare(buffer, 12, opus.length);
            sender.advance(960);

            AudioPacket read = new AudioPacket(Arrays.copyOf(buffer, length))
                    .asDecryptAudioPacket(jda, 0, new ResizingByteBuffer(ByteBuffer.allocate(2048)));

            assertNotNull(read);
            assertEquals(sequence, read.getSequence());
            assertEquals(timestamp, Integer.toUnsignedLong(read.getTimestamp()));
            assertEquals(SSRC, read.getSSRC());
            byte[] received = remaining(read.getEncodedAudio());
            assertEquals(RecordingSink.hex(opus, 0, opus.length), RecordingSink.hex(received, 0, received.length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void headersWithSourcesExtensionAndPaddingSealedByJdasAdapterAreReceivedHere(EncryptionMode mode) {
        CryptoAdapter jda = jda(mode);
        DropCounters drops = new DropCounters();
        RtpReceiver receiver = new RtpReceiver(1, drops);
        receiver.rekey(TransportCipher.create(mode, TestPacket.KEY), 0);
        RecordingSink sink = new RecordingSink();
        int sequence = 0;
        for (int csrcs : List.of(0, 1, 15)) {
            for (int words : List.of(-1, 0, 1, 9)) {
                for (int padding : List.of(-1, 1, 200)) {
                    TestPacket packet = TestPacket.of((byte) 0xF8, (byte) sequence)
                            .sequence(sequence++)
                            .csrcs(csrcs)
                            .extension(words);
                    if (padding > 0) {
                        packet.padding(padding);
                    }
                    ByteBuffer buffer = ByteBuffer.allocate(2048).put(packet.header());
                    ResizingByteBuffer out = new ResizingByteBuffer(buffer);
                    jda.encrypt(out, ByteBuffer.wrap(packet.plaintext()));
                    byte[] wire = remaining(out.buffer());

                    receiver.handleDatagram(wire, 0, wire.length, 0, sink);

                    assertEquals(sequence, sink.frames.size(), drops::toString);
                    assertEquals(
                            "f8%02x".formatted(sequence - 1),
                            sink.frames.get(sequence - 1).hex());
                }
            }
        }
        assertEquals(Map.<DropReason, Long>of(), drops.snapshot());
    }

    private static CryptoAdapter jda(EncryptionMode mode) {
        AudioEncryption encryption = AudioEncryption.valueOf("AEAD_" + mode.name() + "_RTPSIZE");
        assertTrue(CryptoAdapter.isModeSupported(encryption));
        return CryptoAdapter.getAdapter(encryption, TestPacket.KEY.clone());
    }

    private static byte[] opus(int seed) {
        byte[] opus = new byte[1 + seed * 4];
        new Random(seed).nextBytes(opus);
        return opus;
    }

    private static byte[] remaining(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
