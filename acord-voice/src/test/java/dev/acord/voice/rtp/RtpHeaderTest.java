package dev.acord.voice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtpHeaderTest {
    @Test
    void everyFieldIsReadUnsignedFromItsPlaceInTheDiagram() {
        byte[] buf = HexFormat.of()
                .parseHex("ffff" + "b2f8ffff" + "ffffffff" + "fedcba98" + "0000000100000002" + "bede8001");

        assertEquals(2, RtpHeader.version(buf, 2));
        assertTrue(RtpHeader.padding(buf, 2));
        assertTrue(RtpHeader.extension(buf, 2));
        assertEquals(2, RtpHeader.csrcCount(buf, 2));
        assertTrue(RtpHeader.marker(buf, 2));
        assertEquals(120, RtpHeader.payloadType(buf, 2));
        assertEquals(65535, RtpHeader.sequence(buf, 2));
        assertEquals(0xFFFF_FFFFL, RtpHeader.timestamp(buf, 2));
        assertEquals(0xFEDCBA98, RtpHeader.ssrc(buf, 2));
        assertEquals(20, RtpHeader.headerBytes(buf, 2));
        assertEquals(0x8001, RtpHeader.extensionWords(buf, 2));
    }

    @Test
    void aWrittenHeaderHasTheBytesOfAPlainOpusPacket() {
        byte[] buf = new byte[14];

        RtpHeader.write(buf, 1, 0x1FFFE, 0x1_8000_0001L, 0xFEDCBA98);

        assertEquals("00" + "8078fffe80000001fedcba98" + "00", HexFormat.of().formatHex(buf));
        assertFalse(RtpHeader.marker(buf, 1));
        assertFalse(RtpHeader.padding(buf, 1));
        assertFalse(RtpHeader.extension(buf, 1));
        assertEquals(12, RtpHeader.headerBytes(buf, 1));
    }
}
