package dev.acord.bench.jmh;

import dev.acord.voice.EncryptionMode;
import dev.acord.voice.rtp.TransportCipher;
import java.net.DatagramPacket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import net.dv8tion.jda.internal.audio.AudioPacket;
import net.dv8tion.jda.internal.audio.CryptoAdapter;
import net.dv8tion.jda.internal.utils.ResizingByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Decrypting one packet of the transport. Every method first copies a sealed packet into its work array, because decryption in place
 * destroys it; the packets take turns, because a receiver does not see the same nonce twice.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class OpenBenchmark {
    private static final int PACKETS = 64;
    private static final int JDA_BUFFER_BYTES = 2048;
    private static final int NONCE_OFFSET = TestPacket.SEALED_BYTES - 4;
    private static final long USER = 1;

    /** The transport encryption. */
    @Param
    public EncryptionMode mode;

    private final byte[] work = new byte[TestPacket.SEALED_BYTES];
    private final DatagramPacket datagram = new DatagramPacket(work, work.length);
    private final ResizingByteBuffer jdaBuffer = new ResizingByteBuffer(ByteBuffer.allocateDirect(JDA_BUFFER_BYTES));
    private byte[][] sealed;
    private byte[][] bareSealed;
    private TransportCipher cipher;
    private BareCipher bareCipher;
    private CryptoAdapter jda;
    private int turn;

    /**
     * Makes the ciphers and the packets.
     *
     * @throws GeneralSecurityException if the JDK lacks one
     */
    @Setup
    public void setUp() throws GeneralSecurityException {
        cipher = TransportCipher.create(mode, TestPacket.key());
        jda = TestPacket.jda(mode);
        sealed = TestPacket.sealed(mode, PACKETS);
        bareCipher = BareCipher.of(mode);
        bareSealed = new byte[PACKETS][TestPacket.SEALED_BYTES];
        for (int i = 0; i < PACKETS; i++) {
            bareCipher.run(Cipher.ENCRYPT_MODE, i, bareSealed[i], TestPacket.HEADER_BYTES, TestPacket.OPUS_BYTES);
        }
    }

    private int copyNext(byte[][] packets) {
        int which = turn++ & (PACKETS - 1);
        System.arraycopy(packets[which], 0, work, 0, work.length);
        return which;
    }

    /**
     * The JDK's cipher alone.
     *
     * @return bytes of the plaintext
     * @throws GeneralSecurityException never
     */
    @Benchmark
    public int bare() throws GeneralSecurityException {
        int nonce = copyNext(bareSealed);
        return bareCipher.run(
                Cipher.DECRYPT_MODE,
                nonce,
                work,
                TestPacket.HEADER_BYTES,
                TestPacket.OPUS_BYTES + BareCipher.TAG_BYTES);
    }

    /**
     * The library's transport decryption, the header's length included.
     *
     * @return bytes of the plaintext
     */
    @Benchmark
    public int acordOpen() {
        copyNext(sealed);
        int bytes = cipher.openRtp(work, 0, work.length);
        if (bytes != TestPacket.OPUS_BYTES) {
            throw new IllegalStateException("packet " + work[NONCE_OFFSET] + " was not opened: " + bytes);
        }
        return bytes;
    }

    /**
     * JDA's: from the datagram to a packet object with the plaintext.
     *
     * @return the packet
     */
    @Benchmark
    public AudioPacket jdaOpen() {
        copyNext(sealed);
        AudioPacket opened = new AudioPacket(datagram).asDecryptAudioPacket(jda, USER, jdaBuffer);
        if (opened == null) {
            throw new IllegalStateException("JDA did not open the packet");
        }
        return opened;
    }
}
