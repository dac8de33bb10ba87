package dev.acord.cli.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeAxisTest {

    @ParameterizedTest
    @CsvSource({
        "0.05, 5, ms, 0 10 20 30 40 50",
        "0.0003, 4, ms, 0.0 0.1 0.2 0.3",
        "1, 5, s, 0.0 0.2 0.4 0.6 0.8 1.0",
        "14, 8, s, 0 2 4 6 8 10 12 14",
        "59.9, 4, s, 0 15 30 45",
        "60, 6, min:s, 0:00 0:10 0:20 0:30 0:40 0:50 1:00",
        "200, 5, min:s, 0:00 1:00 2:00 3:00",
        "3600, 4, h:min:s, 0:00:00 0:15:00 0:30:00 0:45:00 1:00:00",
        "180000, 3, h:min:s, 0:00:00 24:00:00 48:00:00"
    })
    void ticksAreRoundTimes(double seconds, int maxTicks, String unit, String labels) {
        TimeAxis axis = new TimeAxis(seconds, maxTicks);
        assertEquals(labels, axis.ticks().stream().map(axis::label).collect(Collectors.joining(" ")));
        assertEquals(unit, axis.unit());
    }
}
