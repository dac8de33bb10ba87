package dev.acord.voice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acord.voice.DropReason;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DropCountersTest {
    @Test
    void theSnapshotHasWhatWasCountedAndStaysAsItWas() {
        DropCounters drops = new DropCounters();
        drops.count(DropReason.NOT_READY);
        drops.count(DropReason.TOO_SHORT);
        drops.count(DropReason.NOT_READY);
        Map<DropReason, Long> snapshot = drops.snapshot();
        drops.count(DropReason.NOT_READY);

        assertEquals(Map.of(DropReason.TOO_SHORT, 1L, DropReason.NOT_READY, 2L), snapshot);
        assertEquals(3, drops.of(DropReason.NOT_READY));
        assertThrows(UnsupportedOperationException.class, () -> snapshot.put(DropReason.RTCP, 1L));
    }
}
