package dev.acord.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.PendingCommit;
import dev.acord.dave.mls.codec.MlsException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is timed does what it says. */
class BenchmarkMethodsTest {
    @Test
    void aFrameComesBackInEveryTurn() throws GeneralSecurityException {
        FrameBenchmark benchmark = new FrameBenchmark();
        benchmark.setUp();
        FrameBenchmark receiver =
                new FrameBenchmark(); // of its own: JMH, too, runs each method in a process of its own
        receiver.setUp();
        for (int i = 0; i < 5_000; i++) { // more than there are frames to decrypt
            assertEquals(TestPacket.OPUS_BYTES, receiver.decrypt());
            assertEquals(TestPacket.OPUS_BYTES, benchmark.encryptDecrypt());
        }
        assertTrue(benchmark.encrypt() > TestPacket.OPUS_BYTES);
        assertEquals(TestPacket.OPUS_BYTES + BareCipher.TAG_BYTES, benchmark.bareSeal());
        assertEquals(TestPacket.OPUS_BYTES, benchmark.bareSealOpen());
        assertEquals(TestPacket.OPUS_BYTES + BareCipher.TAG_BYTES, benchmark.bareSealCtrSeal());
    }

    @Test
    void counterModeDecryptsWhatGaloisModeEncrypted() throws GeneralSecurityException {
        byte[] work = Arrays.copyOf(TestPacket.opus(), TestPacket.OPUS_BYTES + BareCipher.TAG_BYTES);
        BareCipher.ofFrames().run(Cipher.ENCRYPT_MODE, 7, work, 0, TestPacket.OPUS_BYTES);
        BareCipher.ofFrameTexts().run(Cipher.DECRYPT_MODE, 7, work, 0, TestPacket.OPUS_BYTES);
        assertArrayEquals(TestPacket.opus(), Arrays.copyOf(work, TestPacket.OPUS_BYTES));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10})
    void operationsLeadIntoGroupsOfTheirSizes(int members) throws MlsException {
        MlsBenchmark benchmark = new MlsBenchmark();
        benchmark.members = members;
        benchmark.setUp();
        assertEquals(members, benchmark.initialCommit().next().members().size());
        assertEquals(members, benchmark.join().members().size());
        assertEquals(members + 1, benchmark.processAddCommit().members().size());
        PendingCommit removal = benchmark.removeCommit();
        assertEquals(members, removal.next().members().size());
        Group after = benchmark.processPathCommit();
        assertEquals(members, after.members().size());
        assertEquals(removal.next().epoch(), after.epoch());
    }
}
