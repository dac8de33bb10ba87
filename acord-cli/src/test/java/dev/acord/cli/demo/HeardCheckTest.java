package dev.acord.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.opus.OpusPacket;
import org.junit.jupiter.api.Test;

class HeardCheckTest {
    private static final byte[] SILENCE = OpusPacket.silence();

    private final HeardCheck check = new HeardCheck();

    @Test
    void everyPacketInItsOrderIsHeardRightAndSilenceMayStandBetween() {
        send(1, 2, 3);
        hear(1);
        assertTrue(check.heard(SILENCE));
        hear(2, 3);
        assertTrue(check.heard(SILENCE));
        assertFalse(check.isComplete(2));
        assertTrue(check.heard(SILENCE));
        assertTrue(check.isComplete(2));
        expect(3, 0, 0);
    }

    @Test
    void silenceThatTheSourceGivesMustBeHeardToo() {
        send(1);
        check.sent(SILENCE);
        send(2);
        hear(1);
        assertFalse(check.heard(SILENCE));
        hear(2);
        expect(3, 0, 0);
    }

    @Test
    void packetsThatDoNotComeAreMissing() {
        send(1, 2, 3, 4, 5);
        hear(2, 4);
        expect(2, 3, 0);
    }

    @Test
    void aChangedPacketIsForeignAndItsOriginalMissing() {
        send(1, 2, 3);
        hear(1, 99, 3);
        expect(2, 1, 1);
    }

    @Test
    void packetsInTheWrongOrderAreNotHeardRight() {
        send(1, 2);
        hear(2, 1);
        expect(1, 1, 1);
    }

    @Test
    void aPacketThatComesTwiceIsForeign() {
        send(1, 2);
        hear(1, 1, 2);
        expect(2, 0, 1);
    }

    private void send(int... numbers) {
        for (int number : numbers) {
            check.sent(packet(number));
        }
    }

    private void hear(int... numbers) {
        for (int number : numbers) {
            check.heard(packet(number));
        }
    }

    private void expect(int matched, int missing, int foreign) {
        check.end();
        assertEquals(matched, check.matchedFrames(), "heard");
        assertEquals(missing, check.missingFrames(), "missing");
        assertEquals(foreign, check.foreignFrames(), "foreign");
    }

    private static byte[] packet(int number) {
        return new byte[] {(byte) 0xFC, (byte) number, 7, 7};
    }
}
