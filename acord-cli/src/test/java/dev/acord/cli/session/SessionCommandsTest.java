package dev.acord.cli.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCommandsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"cmd\":\"play\",\"file\":\"a b.opus\"}|play a b.opus",
                " {\"file\":\"x\",\"unknown\":[1,{}],\"cmd\":\"play\"} |play x",
                "{\"cmd\":\"pause\"}|pause",
                "{\"cmd\":\"resume\"}|resume",
                "{\"cmd\":\"stop\"}|stop",
                "{\"cmd\":\"seek\",\"ms\":90000}|seek 90000",
                "{\"cmd\":\"volume\",\"percent\":50}|volume 50",
                "{\"cmd\":\"leave\"}|leave",
                "{\"cmd\":\"update\",\"session\":\"s\"}|update null s null null",
                "{\"cmd\":\"update\",\"endpoint\":\"h:1\",\"session\":\"s\",\"token\":\"t\",\"channel\":\"18446744073709551615\"}"
                        + "|update h:1 s t 18446744073709551615",
                "{\"cmd\":\"update\",\"channel\":9007199254740993}|update null null null 9007199254740993",
            })
    void aCommandIsCarriedOut(String line, String expected) throws Exception {
        Noted noted = new Noted();
        SessionCommands.dispatch(line, noted);
        assertEquals(List.of(expected), noted.calls);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{",
                "[]",
                "3",
                "null",
                "{}",
                "{\"cmd\":5}",
                "{\"cmd\":null}",
                "{\"cmd\":\"\"}",
                "{\"cmd\":\"dance\"}",
                "{\"cmd\":\"pause\"} {\"cmd\":\"pause\"}",
                "{cmd:'pause'}",
                "{\"cmd\":\"play\"}",
                "{\"cmd\":\"play\",\"file\":\"\"}",
                "{\"cmd\":\"play\",\"file\":[\"x\"]}",
                "{\"cmd\":\"seek\"}",
                "{\"cmd\":\"seek\",\"ms\":-1}",
                "{\"cmd\":\"seek\",\"ms\":\"1\"}",
                "{\"cmd\":\"seek\",\"ms\":1e999999999}",
                "{\"cmd\":\"seek\",\"ms\":99999999999999999999999999999999999999}",
                "{\"cmd\":\"volume\",\"percent\":1001}",
                "{\"cmd\":\"update\"}",
                "{\"cmd\":\"update\",\"endpoint\":null}",
                "{\"cmd\":\"update\",\"session\":7}",
                "{\"cmd\":\"update\",\"channel\":\"general\"}",
                "{\"cmd\":\"update\",\"channel\":-5}",
                "{\"cmd\":\"update\",\"channel\":{}}",
            })
    void anythingElseIsMalformedAndNothingHappens(String line) {
        Noted noted = new Noted();
        MalformedCommandException e =
                assertThrows(MalformedCommandException.class, () -> SessionCommands.dispatch(line, noted));
        assertTrue(String.valueOf(e.getMessage()).length() < 300, e.getMessage());
        assertTrue(noted.calls.isEmpty());
    }

    @Test
    void deeplyNestedJsonIsMalformed() {
        String line = "{\"cmd\":\"play\",\"x\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";
        assertThrows(MalformedCommandException.class, () -> SessionCommands.dispatch(line, new Noted()));
    }

    private static final class Noted implements SessionCommands.Handler {
        final List<String> calls = new ArrayList<>();

        @Override
        public void play(String file) {
            calls.add("play " + file);
        }

        @Override
        public void pause() {
            calls.add("pause");
        }

        @Override
        public void resume() {
            calls.add("resume");
        }

        @Override
        public void stop() {
            calls.add("stop");
        }

        @Override
        public void seek(long ms) {
            calls.add("seek " + ms);
        }

        @Override
        public void volume(int percent) {
            calls.add("volume " + percent);
        }

        @Override
        public void update(SessionUpdate update) {
            calls.add("update " + update.endpoint() + " " + update.session() + " " + update.token() + " "
                    + update.channel());
        }

        @Override
        public void leave() {
            calls.add("leave");
        }
    }
}
