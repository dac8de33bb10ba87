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
 * The JDK's cipher alone, with the calls that sealing a packet cannot do without: one reused {@link Cipher}, and for every packet a new IV
 * (AES-GCM) or a new sub-key (XChaCha20). What it allocates is the JDK's share of a packet's garbage.
 */
final class BareCipher {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int HEADER_BYTES = 12;
    private static final int TAG_BYTES = 16;
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
    private final int payloadBytes;
    private int counter;

    private BareCipher(String mode, byte[] key, int payloadBytes) throws GeneralSecurityException {
        this.gcm = mode.startsWith("AES");
        this.cipher = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
        this.key = new ChangingKey(gcm ? "AES" : "ChaCha20", key);
        this.payloadBytes = payloadBytes;
        this.packet = new byte[HEADER_BYTES + payloadBytes + TAG_BYTES];
    }

    /** What the JDK allocates for one packet once its code is compiled, in bytes: the least of many batches. */
    static double allocatedPerPacket(LoadPlan plan) throws GeneralSecurityException, InterruptedException {
        BareCipher bare = new BareCipher(plan.mode(), plan.key(1), plan.payload().length);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int batch = 0; batch < BATCHES; batch++) {
            long bytes = -threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < BATCH_PACKETS; i++) {
                bare.seal();
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
        cipher.updateAAD(packet, 0, HEADER_BYTES);
        cipher.doFinal(packet, HEADER_BYTES, payloadBytes, packet, HEADER_BYTES);
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
