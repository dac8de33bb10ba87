package dev.acord.dave.media;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Prints what a frame of 160 bytes costs, beside the JDK's bare ciphers in the same run. Not a test: run its main method. */
final class FrameTiming {
    private static final int FRAME_BYTES = 160;
    /** Few enough for the frames to stay in the cache, as a packet that was just received does. */
    private static final int BATCH = 2_000;

    private static final int ROUNDS = 1_001;

    private final byte[] packet = TestFrames.bytes(new Random(1), FRAME_BYTES + 16);
    private final FrameEncryption sender = new FrameEncryption();
    private final FrameDecryption receiver = new FrameDecryption();
    private final byte[][] frames = new byte[BATCH][];
    private final byte[] received = new byte[FRAME_BYTES + 16];

    private final Cipher bare = Cipher.getInstance("AES/GCM/NoPadding");
    private final Cipher bareCounterMode = Cipher.getInstance("AES/CTR/NoPadding");
    private final Cipher bareAgain = Cipher.getInstance("AES/GCM/NoPadding");
    private final byte[] counterBlock = new byte[16];
    private final byte[] plain = new byte[FRAME_BYTES];
    private final SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
    private final byte[] nonce = new byte[12];
    private long check;

    private FrameTiming() throws GeneralSecurityException {
        sender.ratchet(TestFrames.baseSecret(1));
        receiver.ratchet(TestFrames.baseSecret(1), 0);
    }

    public static void main(String[] args) throws GeneralSecurityException {
        FrameTiming timing = new FrameTiming();
        double[][] results = new double[8][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < BATCH; i++) {
                timing.frames[i] = TestFrames.send(timing.sender, Arrays.copyOf(timing.packet, FRAME_BYTES));
            }
            measure(results, 0, round, timing::bareEncrypt);
            measure(results, 1, round, timing::encrypt);
            measure(results, 2, round, timing::bareDecrypt);
            measure(results, 3, round, timing::decrypt);
        }
        print("bare JDK AES-128-GCM encrypt", results[0], results[1]);
        print("FrameEncryption.encrypt", results[2], results[3]);
        print("bare JDK AES-CTR + AES-GCM", results[4], results[5]);
        print("FrameDecryption.decrypt", results[6], results[7]);
        System.out.println("check " + timing.check);
    }

    private static void measure(double[][] results, int what, int round, Runnable batch) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        batch.run();
        results[2 * what][round] = 1.0 * (System.nanoTime() - start) / BATCH;
        results[2 * what + 1][round] = 1.0 * (threads.getCurrentThreadAllocatedBytes() - bytes) / BATCH;
    }

    private static void print(String name, double[] ns, double[] bytes) {
        Arrays.sort(ns);
        Arrays.sort(bytes);
        // other programs only ever make it slower: the fastest tenth is what the code costs, the median what this
        // machine gave
        System.out.printf(
                "%-30s %6.0f ns (fastest tenth %.0f), %5.0f bytes allocated%n",
                name, ns[ROUNDS / 2], ns[ROUNDS / 10], bytes[ROUNDS / 2]);
    }

    private void bareEncrypt() {
        try {
            for (int i = 0; i < BATCH; i++) {
                FrameSealer.writeNonce(nonce, i);
                bare.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
                check += bare.doFinal(packet, 0, FRAME_BYTES, packet, 0);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void bareDecrypt() {
        try {
            for (int i = 0; i < BATCH; i++) {
                System.arraycopy(frames[i], 0, received, 0, frames[i].length);
                FrameSealer.writeNonce(nonce, i);
                FrameSealer.writeNonce(counterBlock, i);
                bareCounterMode.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(counterBlock));
                bareCounterMode.doFinal(received, 0, FRAME_BYTES, plain, 0);
                bareAgain.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
                check += bareAgain.doFinal(plain, 0, FRAME_BYTES, received, 0);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void encrypt() {
        for (int i = 0; i < BATCH; i++) {
            check += sender.encrypt(packet, 0, FRAME_BYTES, packet.length);
        }
    }

    private void decrypt() {
        for (int i = 0; i < BATCH; i++) {
            System.arraycopy(frames[i], 0, received, 0, frames[i].length);
            int length = receiver.decrypt(received, 0, frames[i].length, i);
            if (length != FRAME_BYTES) {
                throw new IllegalStateException("refused with " + length);
            }
            check += length;
        }
    }
}
