package dev.acord.dave.mls;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.HpkeKeyPair;
import dev.acord.dave.mls.message.Commit;
import dev.acord.dave.mls.message.ExternalSender;
import dev.acord.dave.mls.message.GroupInfo;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.message.Welcome;
import dev.acord.dave.mls.tree.RatchetTree;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What hostile input can cost: memory in proportion to its size, whatever lengths and counts it claims. */
class BoundsTest {

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private interface Parser {
        void parse(byte[] data) throws MlsException;
    }

    private static final List<Parser> PARSERS = List.of(
            PublicMessage::parse,
            Welcome::parse,
            KeyPackage::parse,
            ExternalSender::parse,
            GroupInfo::parse,
            RatchetTree::parse,
            data -> Commit.read(new MlsReader(data)));

    private static long allocatedBytes(Parser parser, byte[] data) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThrows(MlsException.class, () -> parser.parse(data));
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void aShortMessageThatClaimsALongVectorCostsNothing() {
        byte[][] starts = {{}, {0, 1, 0, 1}, {0, 1, 0, 3}, {0, 1, 0, 5}, {0, 1, 0, 2}, {0, 2}, {(byte) 0x80, 0, 0x40, 0}
        };
        for (Parser parser : PARSERS) {
            for (byte[] start : starts) {
                byte[] data = Arrays.copyOf(start, start.length + 4);
                Arrays.fill(data, start.length, data.length, (byte) 0xbf);
                allocatedBytes(parser, data);
                assertTrue(allocatedBytes(parser, data) < 64 * 1024);
            }
        }
    }

    @Test
    void theLargestInputsCostAFewTimesTheirSize() {
        int size = MlsReader.MAX_INPUT_BYTES - 16;
        byte[] key = HpkeKeyPair.generate(new java.security.SecureRandom()).publicKey();
        byte[] reference = new MlsWriter().u8(2).vector(new byte[32]).toBytes();
        byte[] parent = new MlsWriter()
                .u8(0)
                .u8(1)
                .u8(2)
                .vector(key)
                .length(0)
                .length(0)
                .toBytes();
        byte[][] contents = {{0}, reference, {0, 0}, {4, 1, 1, 1, 1}, parent, {0, 0, 0}};
        for (byte[] content : contents) {
            byte[] repeated = new byte[size];
            for (int i = 0; i < size; i++) {
                repeated[i] = content[i % content.length];
            }
            byte[] vector = new MlsWriter().vector(repeated).toBytes();
            byte[] welcome = new MlsWriter().u16(2).bytes(vector).toBytes();
            for (byte[] data : List.of(vector, welcome)) {
                for (Parser parser : PARSERS) {
                    long bytes = allocatedBytes(parser, data);
                    assertTrue(bytes < 8L * MlsReader.MAX_INPUT_BYTES, () -> bytes + " bytes for " + content[0]);
                }
            }
        }
    }
}
