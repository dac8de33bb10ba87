package dev.acord.bench.jmh;

import dev.acord.dave.media.FrameDecryption;
import dev.acord.dave.media.FrameEncryption;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The end-to-end encryption of one Opus frame of 160 bytes, beside the JDK's bare AES-128-GCM of as many. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class FrameBenchmark {
    /** Few enough to stay in the cache, as a packet that has just arrived is. */
    private static final int FRAMES = 2_048;

    private static final long FRAME_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final byte[] secret = TestPacket.noise(BareCipher.FRAME_KEY_BYTES);
    private final byte[] work = new byte[2 * TestPacket.OPUS_BYTES];
    private final byte[][] frames = new byte[FRAMES][];
    private FrameEncryption encryption;
    private FrameDecryption decryption;
    private BareCipher sealer;
    private BareCipher opener;
    private BareCipher texts;
    private BareCipher checker;
    private int nonce;
    private int turn;
    private long nowNs;

    /**
     * Makes the ciphers, and the frames to decrypt.
     *
     * @throws GeneralSecurityException if the JDK lacks one
     */
    @Setup
    public void setUp() throws GeneralSecurityException {
        sealer = BareCipher.ofFrames();
        opener = BareCipher.ofFrames();
        texts = BareCipher.ofFrameTexts();
        checker = BareCipher.ofFrames();
        FrameEncryption remote = new FrameEncryption();
        remote.ratchet(secret);
        for (int i = 0; i < FRAMES; i++) {
            byte[] packet = Arrays.copyOf(TestPacket.opus(), TestPacket.OPUS_BYTES + remote.overheadBytes());
            frames[i] = Arrays.copyOf(packet, remote.encrypt(packet, 0, TestPacket.OPUS_BYTES, packet.length));
        }
        encryption = new FrameEncryption();
        encryption.ratchet(secret);
        decryption = new FrameDecryption();
        decryption.ratchet(secret, nowNs);
        System.arraycopy(TestPacket.opus(), 0, work, 0, TestPacket.OPUS_BYTES);
    }

    /**
     * The JDK's cipher alone: encrypting.
     *
     * @return bytes written
     * @throws GeneralSecurityException never
     */
    @Benchmark
    public int bareSeal() throws GeneralSecurityException {
        return sealer.run(Cipher.ENCRYPT_MODE, nonce++, work, 0, TestPacket.OPUS_BYTES);
    }

    /**
     * The JDK's cipher alone: encrypting, and another one decrypting the result.
     *
     * @return bytes of the plaintext
     * @throws GeneralSecurityException never
     */
    @Benchmark
    public int bareSealOpen() throws GeneralSecurityException {
        int bytes = sealer.run(Cipher.ENCRYPT_MODE, nonce, work, 0, TestPacket.OPUS_BYTES);
        return opener.run(Cipher.DECRYPT_MODE, nonce++, work, 0, bytes);
    }

    /**
     * The JDK's ciphers alone, as many calls of them as a frame takes: encrypting; decrypting without the tag, which is truncated to 8 bytes and
     * which the JDK's AES-GCM therefore refuses; and encrypting again, for the tag to compare with.
     *
     * @return bytes of the ciphertext with its tag
     * @throws GeneralSecurityException never
     */
    @Benchmark
    public int bareSealCtrSeal() throws GeneralSecurityException {
        sealer.run(Cipher.ENCRYPT_MODE, nonce, work, 0, TestPacket.OPUS_BYTES);
        texts.run(Cipher.DECRYPT_MODE, nonce, work, 0, TestPacket.OPUS_BYTES);
        return checker.run(Cipher.ENCRYPT_MODE, nonce++, work, 0, TestPacket.OPUS_BYTES);
    }

    /**
     * The library's encryption of a frame.
     *
     * @return bytes of the encrypted frame
     */
    @Benchmark
    public int encrypt() {
        return encryption.encrypt(work, 0, TestPacket.OPUS_BYTES, work.length);
    }

    /**
     * The library's decryption of a frame, which is first copied to where it is decrypted in place. Nobody may receive a frame twice, so the
     * ratchet starts again after {@value #FRAMES} frames, which adds about one per cent.
     *
     * @return bytes of the decrypted frame
     */
    @Benchmark
    public int decrypt() {
        if (turn == FRAMES) {
            turn = 0;
            decryption.wipe();
            decryption.ratchet(secret, nowNs);
        }
        byte[] frame = frames[turn++];
        System.arraycopy(frame, 0, work, 0, frame.length);
        return requireDecrypted(decryption.decrypt(work, 0, frame.length, nowNs += FRAME_NS));
    }

    /**
     * Both ways: encrypting a frame and decrypting the result.
     *
     * @return bytes of the decrypted frame
     */
    @Benchmark
    public int encryptDecrypt() {
        int bytes = encryption.encrypt(work, 0, TestPacket.OPUS_BYTES, work.length);
        return requireDecrypted(decryption.decrypt(work, 0, bytes, nowNs += FRAME_NS));
    }

    private static int requireDecrypted(int bytes) {
        if (bytes != TestPacket.OPUS_BYTES) {
            throw new IllegalStateException("the frame was refused with status " + bytes);
        }
        return bytes;
    }
}
