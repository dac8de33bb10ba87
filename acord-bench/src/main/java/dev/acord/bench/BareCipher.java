package dev.acord.bench;

import com.sun.management.ThreadMXBean;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * The JDK's ciphers alone, with the calls that sealing a packet cannot do without: one reused {@link Cipher}, and for every packet a new IV
 * (AES-GCM) or a new sub-key (XChaCha20); and with DAVE another one before it. What they allocate is the JDK's share of a packet's garbage.
 */
final class BareCipher {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int HEADER_BYTES = 12;
    /** DAVE authenticates nothing but the frame. */
    private static final int NO_HEADER = 0;

    private static final int TAG_BYTES = 16;
    /** What DAVE adds to a frame: half a tag, a nonce of 1 to 4 bytes, the length, and the mark. */
    private static final int DAVE_BYTES = 8 + 2 + 1 + 2;

    private static final int BATCHES = 40;
    private static final int BATCH_PACKETS = 5_000;
    /** Between batches: the compiler, too, needs the processor, and what it has not compiled yet allocates more. */
    private static final int PAUSE_MS = 10;

    private final Cipher cipher;
    private final boolean gcm;
    private final ChangingKey key;
    private final byte[] iv = new byte[12];
    private final IvParameterSpec zeroIv = new IvParameterSpec(iv);
    private final byte[] packet;
    private final int headerBytes;
    private final int payloadBytes;
    private int counter;

    private BareCipher(boolean gcm, byte[] key, int headerBytes, int payloadBytes) throws GeneralSecurityException {
        this.gcm = gcm;
        this.cipher = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
        this.key = new ChangingKey(gcm ? "AES" : "ChaCha20", key);
        this.headerBytes = headerBytes;
        this.payloadBytes = payloadBytes;
        this.packet = new byte[headerBytes + payloadBytes + TAG_BYTES];
    }

    /** What the JDK allocates for one packet once its code is compiled, in bytes. */
    static double allocatedPerPacket(LoadPlan plan) throws GeneralSecurityException, InterruptedException {
        int payloadBytes = plan.payload().length;
        boolean gcm = plan.mode().startsWith("AES");
        if (!plan.dave()) {
            return new BareCipher(gcm, plan.key(1), HEADER_BYTES, payloadBytes).allocatedPerPacket();
        }
        int frameBytes = payloadBytes + DAVE_BYTES;
        return new BareCipher(true, plan.daveSecret(1), NO_HEADER, payloadBytes).allocatedPerPacket()
                + new BareCipher(gcm, plan.key(1), HEADER_BYTES, frameBytes).allocatedPerPacket();
    }

    /** The least of many batches. */
    private double allocatedPerPacket() throws GeneralSecurityException, InterruptedException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int batch = 0; batch < BATCHES; batch++) {
            long bytes = -threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < BATCH_PACKETS; i++) {
                seal();
            }
            bytes += threads.getCurrentThreadAllocatedBytes();
            least = Math.min(least, bytes);
            Thread.sleep(PAUSE_MS);
        }
        return (double) least / BATCH_PACKETS;
    }

    private void seal() throws GeneralSecurityException {
        if (gcm) {
            INT.set(iv, 0, counter++);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, iv));
        } else {
            INT.set(key.bytes, 0, counter++);
            cipher.init(Cipher.ENCRYPT_MODE, key, zeroIv);
        }
        if (headerBytes > 0) {
            cipher.updateAAD(packet, 0, headerBytes);
        }
        cipher.doFinal(packet, headerBytes, payloadBytes, packet, headerBytes);
    }

    /** The JDK asks for a copy of the key with every packet. */
    private static final class ChangingKey implements SecretKey {
        private static final long serialVersionUID = 1;

        private final String algorithm;
        final byte[] bytes;

        ChangingKey(String algorithm, byte[] bytes) {
            this.algorithm = algorithm;
            this.bytes = bytes;
        }

        @Override
        public String getAlgorithm() {
            return algorithm;
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return bytes.clone();
        }
    }
}
