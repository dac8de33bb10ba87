package dev.acord.sim.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaveFrameTest {
    private static boolean isEncrypted(String hex) {
        byte[] frame = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] inside = new byte[frame.length + 9];
        Arrays.fill(inside, (byte) 0xFA);
        System.arraycopy(frame, 0, inside, 5, frame.length);
        return DaveFrame.isEncrypted(inside, 5, frame.length);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "true,  AABBCC 0102030405060708 01 0C FAFA,                 three bytes of media",
        "true,  AABBCC 0102030405060708 FFFFFFFF0F 10 FAFA,         the highest nonce",
        "true,  AABBCC 0102030405060708 01 0001 0102 10 FAFA,       two ranges",
        "true,  AABBCC 0102030405060708 01 0003 0E FAFA,            a range over all of it",
        "false, 0102030405060708 01 0C FAFA,                        no media",
        "false, AABBCC 0102030405060708 01 0C FAFB,                 another marker",
        "false, AABBCC 0102030405060708 01 0B FAFA,                 a supplement that is too short",
        "false, AABBCC 0102030405060708 01 0F FAFA,                 a supplement as long as the frame",
        "false, AABBCC 0102030405060708 01 FF FAFA,                 a supplement longer than the frame",
        "false, AABBCC 0102030405060708 81 0C FAFA,                 a nonce without end",
        "false, AABBCC 0102030405060708 FFFFFFFF1F 10 FAFA,         a nonce of 33 bits",
        "false, AABBCC 0102030405060708 01 00 0D FAFA,              an offset without length",
        "false, AABBCC 0102030405060708 01 0004 0E FAFA,            a range longer than the media",
        "false, AABBCC 0102030405060708 01 0301 0E FAFA,            a range behind the media",
        "false, AABBCC 0102030405060708 01 0102 0001 10 FAFA,       ranges out of order",
        "false, AABBCC 0102030405060708 01 0002 0101 10 FAFA,       ranges that overlap",
        "false, FAFA,                                               the marker alone",
        "false, F8FFFE,                                             silence",
    })
    void theProtocolFrameCheck(boolean expected, String hex, String what) {
        assertEquals(expected, isEncrypted(hex), what);
    }

    @Test
    void silenceMayPassAndOpusMayNot() {
        byte[] silence = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};
        assertTrue(DaveFrame.mayPass(silence, 0, 3));
        byte[] opus = new byte[100];
        new Random(1).nextBytes(opus);
        assertFalse(DaveFrame.mayPass(opus, 0, 100));
        assertFalse(DaveFrame.mayPass(new byte[0], 0, 0));
    }
}
