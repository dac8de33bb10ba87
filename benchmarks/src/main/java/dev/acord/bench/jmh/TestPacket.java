package dev.acord.bench.jmh;

import dev.acord.voice.EncryptionMode;
import dev.acord.voice.rtp.NonceCounter;
import dev.acord.voice.rtp.RtpSender;
import dev.acord.voice.rtp.TransportCipher;
import java.util.Random;
import net.dv8tion.jda.internal.audio.AudioEncryption;
import net.dv8tion.jda.internal.audio.CryptoAdapter;

/** The packet that all benchmarks work on: 160 bytes of Opus, 20 ms at 64 kbit/s, behind a plain RTP header. */
final class TestPacket {
    static final int HEADER_BYTES = 12;
    static final int OPUS_BYTES = 160;
    static final int SEALED_BYTES = HEADER_BYTES + OPUS_BYTES + TransportCipher.OVERHEAD_BYTES;
    static final int SSRC = 0x1234_5678;

    private TestPacket() {}

    static byte[] key() {
        return noise(TransportCipher.KEY_BYTES);
    }

    static byte[] opus() {
        return noise(OPUS_BYTES);
    }

    static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(bytes).nextBytes(noise);
        return noise;
    }

    static RtpSender sender(EncryptionMode mode) {
        return new RtpSender(SSRC, 0, 0, TransportCipher.create(mode, key()), new NonceCounter(0));
    }

    /**
     * Sealed packets with different nonces, for opening in turn.
     *
     * @param count how many
     */
    static byte[][] sealed(EncryptionMode mode, int count) {
        RtpSender sender = sender(mode);
        byte[][] packets = new byte[count][SEALED_BYTES];
        for (byte[] packet : packets) {
            System.arraycopy(opus(), 0, packet, HEADER_BYTES, OPUS_BYTES);
            if (sender.prepare(packet, HEADER_BYTES, OPUS_BYTES) != SEALED_BYTES) {
                throw new IllegalStateException("the packet was not sealed");
            }
        }
        return packets;
    }

    static CryptoAdapter jda(EncryptionMode mode) {
        return CryptoAdapter.getAdapter(AudioEncryption.valueOf("AEAD_" + mode.name() + "_RTPSIZE"), key());
    }
}
