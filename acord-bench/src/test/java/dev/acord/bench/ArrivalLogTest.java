package dev.acord.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ArrivalLogTest {
    private static final long START = -5_000_000_000L;
    private static final long MS = 1_000_000;
    private final ArrivalLog log = new ArrivalLog(2, START, START + 1_000 * MS);

    @Test
    void packetsEvery20MsHaveNoErrorAlsoAcrossTheWrapOfTheSequence() {
        for (int i = 0; i < 10; i++) {
            log.handlePacket(1, 65_530 + i & 0xFFFF, START + 20L * i * MS);
        }
        assertEquals(10, log.delivered());
        assertEquals(0, log.notInOrder());
        assertEquals(9, log.errors().total());
        assertEquals(0, log.errors().maxNs());
    }

    @Test
    void earlyAndLateAreErrorsAlike() {
        log.handlePacket(1, 1, START);
        log.handlePacket(1, 2, START + 23 * MS);
        log.handlePacket(1, 3, START + 40 * MS);
        assertEquals(2, log.errors().total());
        assertEquals(3 * MS, log.errors().maxNs());
    }

    @Test
    void connectionsAreMeasuredApart() {
        log.handlePacket(1, 1, START);
        log.handlePacket(2, 1, START + 7 * MS);
        log.handlePacket(1, 2, START + 20 * MS);
        log.handlePacket(2, 2, START + 27 * MS);
        assertEquals(4, log.delivered());
        assertEquals(0, log.errors().maxNs());
    }

    @Test
    void aLostPacketIsCountedAndIsNotAnInterval() {
        log.handlePacket(1, 1, START);
        log.handlePacket(1, 3, START + 40 * MS);
        assertEquals(2, log.delivered());
        assertEquals(1, log.notInOrder());
        assertEquals(0, log.errors().total());
    }

    @Test
    void whatIsOutsideTheWindowOrUnknownDoesNotCount() {
        log.handlePacket(1, 1, START - 1);
        log.handlePacket(1, 2, START + 1_000 * MS);
        log.handlePacket(0, 3, START);
        log.handlePacket(3, 3, START);
        log.handlePacket(-1, 3, START);
        assertEquals(0, log.delivered());
    }
}
