package dev.acord.dave.mls.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.mls.codec.MlsException.Reason;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The presentation language, and what is refused of it. */
class MlsCodecTest {

    private static MlsReader reader(String hex) throws MlsException {
        return new MlsReader(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static void assertRefused(Reason reason, int offset, String hex, boolean wholeVector) {
        MlsException e = assertThrows(MlsException.class, () -> {
            MlsReader in = reader(hex);
            in.vector();
            in.finish();
        });
        assertEquals(reason, e.reason(), hex);
        assertEquals(offset, e.offset(), hex);
        assertTrue(wholeVector || e.toString().contains("byte"));
    }

    @Test
    void lengthsThatAreNotInTheirShortestFormAreRefused() {
        assertRefused(Reason.NON_MINIMAL_LENGTH, 0, "4000", true);
        assertRefused(Reason.NON_MINIMAL_LENGTH, 0, "4001 00", true);
        assertRefused(Reason.NON_MINIMAL_LENGTH, 0, "80000001 00", true);
        assertRefused(Reason.MALFORMED, 0, "c000000000000001 00", true);
    }

    @Test
    void lengthsBeyondTheInputAreRefusedBeforeAnythingIsAllocated() {
        assertRefused(Reason.TRUNCATED, 0, "bfffffff", false);
        assertRefused(Reason.TRUNCATED, 0, "7fff 00", false);
        assertRefused(Reason.TRUNCATED, 0, "02 00", false);
        assertRefused(Reason.TRUNCATED, 0, "", false);
        assertRefused(Reason.TRUNCATED, 1, "40", false);
    }

    @Test
    void aNestedVectorCannotReachBeyondItsParent() throws MlsException {
        MlsReader in = reader("02 03 aa bb cc");
        MlsReader inner = in.vectorReader();
        MlsException e = assertThrows(MlsException.class, inner::vector);
        assertEquals(Reason.TRUNCATED, e.reason());
        assertEquals(1, e.offset());
    }

    @Test
    void trailingBytesAndOtherPresenceOctetsAreRefused() {
        assertRefused(Reason.TRAILING_BYTES, 2, "01 aa bb", true);
        MlsException e = assertThrows(MlsException.class, () -> reader("02").present());
        assertEquals(Reason.MALFORMED, e.reason());
    }

    @Test
    void anInputAboveTheLimitIsRefused() {
        MlsException e = assertThrows(MlsException.class, () -> new MlsReader(new byte[MlsReader.MAX_INPUT_BYTES + 1]));
        assertEquals(Reason.TOO_LARGE, e.reason());
    }

    @Test
    void whatIsWrittenIsReadAgain() throws MlsException {
        byte[] data = new MlsWriter(1)
                .u8(0xfe)
                .u16(0xfedc)
                .u32(0xfedcba98L)
                .u64(0xfedcba9876543210L)
                .present(true)
                .vector(new byte[63])
                .vector(new byte[64])
                .vector(new byte[16384])
                .toBytes();
        MlsReader in = new MlsReader(data);
        assertEquals(0xfe, in.u8());
        assertEquals(0xfedc, in.u16());
        assertEquals(0xfedcba98L, in.u32());
        assertEquals(0xfedcba9876543210L, in.u64());
        assertTrue(in.present());
        assertEquals(63, in.vector().length);
        int start = in.offset();
        assertEquals(64, in.vector().length);
        assertArrayEquals(new MlsWriter().vector(new byte[64]).toBytes(), in.since(start));
        assertEquals(16384, in.vector().length);
        in.finish();
    }
}
