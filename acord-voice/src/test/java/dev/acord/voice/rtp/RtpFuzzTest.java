package dev.acord.voice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.acord.voice.EncryptionMode;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RtpFuzzTest {
    private static final int DATAGRAMS = 10_000;

    @ParameterizedTest
    @EnumSource
    void mutatedDatagramsNeverThrowAndEachIsDeliveredOrCountedOnce(EncryptionMode mode) {
        long seed = 20_260_101;
        Random random = new Random(seed);
        DropCounters drops = new DropCounters();
        RecordingSink sink = new RecordingSink();
        RtpReceiver receiver = new RtpReceiver(1, drops);
        receiver.rekey(TransportCipher.create(mode, TestPacket.key(50)), 0);
        receiver.rekey(TransportCipher.create(mode, TestPacket.KEY), 0);
        TransportCipher sender = TransportCipher.create(mode, TestPacket.KEY);
        for (int i = 0; i < DATAGRAMS; i++) {
            byte[] datagram = mutate(random, sealed(random, sender, i));
            String before = HexFormat.of().formatHex(datagram);
            try {
                receiver.handleDatagram(datagram, 0, datagram.length, 1_000_000L * i, sink);
            } catch (RuntimeException e) {
                fail("seed " + seed + ", datagram " + i + ": " + before, e);
            }
        }

        long counted =
                drops.snapshot().values().stream().mapToLong(Long::longValue).sum();
        int delivered = sink.frames.size() + sink.echoes.size() + sink.discoveries.size();
        assertEquals(DATAGRAMS, counted + delivered);
        assertEquals(true, sink.frames.size() > 500, () -> "only " + sink.frames.size() + " frames got through");
    }

    /** An authentic packet whose flags and plaintext are random: the parsing behind the tag is fuzzed too. */
    private static byte[] sealed(Random random, TransportCipher sender, int nonce) {
        int csrcs = random.nextInt(4) == 0 ? random.nextInt(16) : 0;
        boolean extended = random.nextInt(3) == 0;
        int headerBytes = 12 + 4 * csrcs + (extended ? 4 : 0);
        int plaintextBytes = random.nextInt(100);
        byte[] packet = new byte[headerBytes + plaintextBytes + 20];
        random.nextBytes(packet);
        RtpHeader.write(packet, 0, random.nextInt(65_536), random.nextInt(), random.nextInt(700));
        packet[0] |= (byte) (csrcs | (extended ? 0x10 : 0) | (random.nextInt(3) == 0 ? 0x20 : 0));
        if (extended && random.nextInt(4) != 0) {
            packet[headerBytes - 2] = 0;
            packet[headerBytes - 1] = (byte) random.nextInt(25);
        }
        sender.seal(packet, 0, headerBytes, plaintextBytes, nonce);
        return packet;
    }

    private static byte[] mutate(Random random, byte[] datagram) {
        switch (random.nextInt(5)) {
            case 0 -> datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
            case 1 -> {
                return Arrays.copyOf(datagram, random.nextInt(datagram.length + 1));
            }
            case 2 -> datagram[random.nextInt(2)] ^= (byte) (1 << random.nextInt(8));
            case 3 -> {
                byte[] noise = new byte[random.nextInt(120)];
                random.nextBytes(noise);
                return noise;
            }
            default -> {
                // as sealed
            }
        }
        return datagram;
    }
}
