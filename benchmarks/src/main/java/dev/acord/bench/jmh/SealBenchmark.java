package dev.acord.bench.jmh;

import dev.acord.voice.EncryptionMode;
import dev.acord.voice.rtp.RtpSender;
import dev.acord.voice.rtp.TransportCipher;
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

/** Encrypting one packet for the transport. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class SealBenchmark {
    private static final int JDA_BUFFER_BYTES = 2048;

    /** The transport encryption. */
    @Param
    public EncryptionMode mode;

    private final byte[] packet = new byte[TestPacket.SEALED_BYTES];
    private final ByteBuffer opus =
            ByteBuffer.allocateDirect(TestPacket.OPUS_BYTES).put(TestPacket.opus());
    private final ResizingByteBuffer jdaBuffer = new ResizingByteBuffer(ByteBuffer.allocateDirect(JDA_BUFFER_BYTES));
    private TransportCipher cipher;
    private RtpSender sender;
    private BareCipher bareCipher;
    private CryptoAdapter jda;
    private int nonce;

    /**
     * Makes the ciphers.
     *
     * @throws GeneralSecurityException if the JDK lacks one
     */
    @Setup
    public void setUp() throws GeneralSecurityException {
        cipher = TransportCipher.create(mode, TestPacket.key());
        sender = TestPacket.sender(mode);
        bareCipher = BareCipher.of(mode);
        jda = TestPacket.jda(mode);
    }

    /**
     * The JDK's cipher alone.
     *
     * @return bytes written
     * @throws GeneralSecurityException never
     */
    @Benchmark
    public int bare() throws GeneralSecurityException {
        return bareCipher.run(Cipher.ENCRYPT_MODE, nonce++, packet, TestPacket.HEADER_BYTES, TestPacket.OPUS_BYTES);
    }

    /**
     * The library's transport encryption.
     *
     * @return bytes of the packet
     */
    @Benchmark
    public int acordSeal() {
        return cipher.seal(packet, 0, TestPacket.HEADER_BYTES, TestPacket.OPUS_BYTES, nonce++);
    }

    /**
     * The whole packet: header, counters, encryption.
     *
     * @return bytes of the packet
     */
    @Benchmark
    public int acordPacket() {
        int bytes = sender.prepare(packet, TestPacket.HEADER_BYTES, TestPacket.OPUS_BYTES);
        sender.advance(960);
        return bytes;
    }

    /**
     * The whole packet by JDA: its packet object, header and encryption, from one direct buffer to another.
     *
     * @return the buffer that holds the packet
     */
    @Benchmark
    public ByteBuffer jdaPacket() {
        opus.clear();
        nonce++;
        new AudioPacket((char) nonce, nonce, TestPacket.SSRC, opus).asEncryptedPacket(jda, jdaBuffer);
        return jdaBuffer.buffer();
    }
}
