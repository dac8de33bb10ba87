package dev.acord.dave.media;

import static dev.acord.dave.media.TestFrames.START_NS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.dave.NodeOracle;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The cryptography of frames against OpenSSL, which knows tags of 8 bytes. */
class OpenSslFrameTest {
    private static final int CASES = 100;
    private static final byte[] BASE = TestFrames.baseSecret(1);
    private static final byte[] KEY = TestFrames.key(BASE, 0);

    @Test
    void opensslDecryptsWhatWeSend() {
        long seed = 0x0551;
        Random random = new Random(seed);
        FrameEncryption sender = new FrameEncryption();
        sender.ratchet(BASE);
        try (NodeOracle openssl = NodeOracle.open()) {
            for (int i = 0; i < CASES; i++) {
                byte[] media = TestFrames.bytes(random, random.nextInt(400));
                byte[] frame = TestFrames.send(sender, media);
                DaveFrame view = new DaveFrame();
                view.parse(frame, 0, frame.length);
                byte[] opened = openssl.askBytes(
                        "open",
                        "key",
                        KEY,
                        "nonce",
                        TestFrames.fullNonce(i + 1),
                        "clear",
                        "",
                        "text",
                        Arrays.copyOf(frame, media.length),
                        "tag",
                        Arrays.copyOfRange(frame, media.length, media.length + 8));
                assertArrayEquals(media, opened, "seed " + seed + ", case " + i);
                assertEquals(i + 1, view.nonce());
            }
        }
    }

    @Test
    void weDecryptWhatOpensslSends() {
        long seed = 0x0552;
        Random random = new Random(seed);
        FrameDecryption receiver = new FrameDecryption();
        receiver.ratchet(BASE, START_NS);
        try (NodeOracle openssl = NodeOracle.open()) {
            for (int i = 0; i < CASES; i++) {
                byte[] media = TestFrames.bytes(random, 20 + random.nextInt(400));
                int clearBytes = i % 2 == 0 ? 0 : 1 + random.nextInt(20);
                int nonce = i * 1000 + random.nextInt(1000);
                byte[] sealed = openssl.askBytes(
                        "seal",
                        "key",
                        KEY,
                        "nonce",
                        TestFrames.fullNonce(nonce),
                        "clear",
                        Arrays.copyOf(media, clearBytes),
                        "plain",
                        Arrays.copyOfRange(media, clearBytes, media.length));
                byte[] interleaved = media.clone();
                int textBytes = media.length - clearBytes;
                System.arraycopy(sealed, 0, interleaved, clearBytes, textBytes);
                byte[] tag = Arrays.copyOfRange(sealed, textBytes, textBytes + 8);
                int[] ranges = clearBytes == 0 ? new int[0] : new int[] {0, clearBytes};
                byte[] frame = TestFrames.assemble(interleaved, tag, nonce, ranges);
                String message = "seed " + seed + ", case " + i;
                assertEquals(media.length, receiver.decrypt(frame, 0, frame.length, START_NS), message);
                assertArrayEquals(media, Arrays.copyOf(frame, media.length), message);
            }
        }
    }
}
