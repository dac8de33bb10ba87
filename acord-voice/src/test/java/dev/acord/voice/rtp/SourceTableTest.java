package dev.acord.voice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceTableTest {
    @Test
    void itFindsWhatASetWouldAfterAnyAddingAndRemoving() {
        long seed = 17;
        Random random = new Random(seed);
        SourceTable table = new SourceTable(64, Long.MAX_VALUE);
        Set<Integer> model = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            int ssrc = random.nextInt(200) * (random.nextBoolean() ? 1 : 65_536);
            if (random.nextInt(3) == 0) {
                assertEquals(model.remove(ssrc), table.remove(ssrc), "seed " + seed + " step " + i);
            } else {
                boolean expected = model.contains(ssrc) || model.size() < 64;
                assertEquals(expected, table.findOrAdd(ssrc, 0, 0) != null, "seed " + seed + " step " + i);
                if (expected) {
                    model.add(ssrc);
                }
            }
            if (i % 100 == 0) {
                model.forEach(known -> assertNotNull(table.find(known)));
                assertEquals(model.size(), table.statistics().size());
            }
        }
    }
}
