package dev.acord.jda;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import net.dv8tion.jda.internal.audio.AudioEncryption;
import net.dv8tion.jda.internal.audio.AudioPacket;
import net.dv8tion.jda.internal.audio.CryptoAdapter;
import net.dv8tion.jda.internal.utils.ResizingByteBuffer;
import org.jspecify.annotations.Nullable;

/** RTP packets, made and read by JDA's own classes with the buffers that its sending and receiving threads use. */
final class Datagrams {
    static final int SSRC = 0x12345678;
    private static final int RECEIVE_BYTES = 4096;
    private static final int NONCES_EACH = 100_000;
    private static final AtomicInteger INSTANCES = new AtomicInteger();

    private final CryptoAdapter crypto;
    private final ResizingByteBuffer outgoing = new ResizingByteBuffer(ByteBuffer.allocateDirect(2048));
    private final ResizingByteBuffer incoming = new ResizingByteBuffer(ByteBuffer.allocateDirect(1024));
    private char sequence;

    Datagrams(CryptoAdapter crypto) {
        this.crypto = crypto;
    }

    /** Transport encryption alone. All instances share one key, so that each counts its nonces in a range of its own. */
    static CryptoAdapter transport(AudioEncryption mode) {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (7 * i);
        }
        int firstNonce = INSTANCES.incrementAndGet() * NONCES_EACH;
        return switch (mode) {
            case AEAD_AES256_GCM_RTPSIZE -> new CountingAesGcm(key, firstNonce);
            case AEAD_XCHACHA20_POLY1305_RTPSIZE -> new CountingXChaCha(key, firstNonce);
            default -> throw new IllegalArgumentException(mode + " is out of use");
        };
    }

    private static final class CountingAesGcm extends CryptoAdapter.AES_GCM_Adapter {
        CountingAesGcm(byte[] key, int firstNonce) {
            super(key);
            encryptCounter = firstNonce;
        }
    }

    private static final class CountingXChaCha extends CryptoAdapter.XChaCha20Poly1305Adapter {
        CountingXChaCha(byte[] key, int firstNonce) {
            super(key);
            encryptCounter = firstNonce;
        }
    }

    byte[] seal(byte[] frame) {
        ByteBuffer direct = ByteBuffer.allocateDirect(frame.length).put(frame).flip();
        sequence++;
        new AudioPacket(sequence, 960 * sequence, SSRC, direct).asEncryptedPacket(crypto, outgoing);
        return remaining(outgoing.buffer());
    }

    byte @Nullable [] open(long from, byte[] datagram) {
        ByteBuffer received = ByteBuffer.wrap(new byte[RECEIVE_BYTES], 0, datagram.length)
                .put(datagram)
                .flip();
        AudioPacket packet = new AudioPacket(remaining(received)).asDecryptAudioPacket(crypto, from, incoming);
        return packet == null ? null : remaining(packet.getEncodedAudio());
    }

    static byte[] remaining(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
