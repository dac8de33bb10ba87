package dev.acord.cli.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.voice.PlayerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person sees and presses while a file is played. */
class PlayLineTest {
    @Test
    void aLineSaysWhatIsPlayedHowFarAndHowLoud() {
        assertEquals(
                "> song.opus [===============               ] 1:30 / 3:00  100 %",
                PlayLine.of(
                        PlayerState.PLAYING,
                        "song.opus",
                        Duration.ofSeconds(90),
                        Optional.of(Duration.ofMinutes(3)),
                        100));
    }

    @Test
    void withoutADurationThereIsNoBar() {
        assertEquals(
                "|| radio 1:02:03   80 %",
                PlayLine.of(PlayerState.PAUSED, "radio", Duration.ofSeconds(3_723), Optional.empty(), 80));
    }

    @Test
    void aLongTitleIsCutSoThatTheLineFitsATerminal() {
        for (int length = 0; length < 200; length++) {
            for (Optional<Duration> duration : List.of(Optional.<Duration>empty(), Optional.of(Duration.ofHours(2)))) {
                String line =
                        PlayLine.of(PlayerState.WAITING, "x".repeat(length), Duration.ofSeconds(5_000), duration, 200);
                assertTrue(line.length() <= 79, line);
            }
        }
        String line = PlayLine.of(PlayerState.PLAYING, "a\u001b[2Jb\n", Duration.ZERO, Optional.empty(), 100);
        assertTrue(line.chars().noneMatch(Character::isISOControl), "a title cannot control the terminal");
    }

    @Test
    void keysAndArrowsAreUnderstood() {
        Key.Decoder decoder = new Key.Decoder();
        List<Key> keys = new ArrayList<>();
        for (char each : " \u001b[A\u001b[B\u001bOC\u001b[D+-nq\u0003".toCharArray()) {
            Key key = decoder.decode(each);
            if (key != null) {
                keys.add(key);
            }
        }
        assertEquals(
                List.of(
                        Key.PAUSE,
                        Key.LOUDER,
                        Key.SOFTER,
                        Key.FORWARD,
                        Key.BACK,
                        Key.LOUDER,
                        Key.SOFTER,
                        Key.NEXT,
                        Key.QUIT,
                        Key.QUIT),
                keys);
        assertNull(decoder.decode('x'));
    }
}
