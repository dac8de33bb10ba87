package dev.acord.cli.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.cli.session.MalformedCommandException;
import dev.acord.cli.sim.PeopleLine.Action;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleLineTest {
    @ParameterizedTest
    @CsvSource({
        "alice: /play tune.opus, SAY, alice, /play tune.opus",
        "alice:hello there: you, SAY, alice, hello there: you",
        "'  alice join General  ', JOIN, alice, General",
        "alice join The Big Room, JOIN, alice, The Big Room",
        "bob play C:\\music\\a b.ogg, PLAY, bob, C:\\music\\a b.ogg",
        "bob stop, STOP, bob, ''",
        "bob leave, LEAVE, bob, ''",
        "bob hears, HEARS, bob, ''",
        "move, MOVE, '', ''",
        "move The Big Room, MOVE, '', The Big Room",
        "kick, KICK, '', ''",
        "help, HELP, '', ''",
        "quit, QUIT, '', ''"
    })
    void aLineSaysWhoDoesWhat(String line, Action action, String user, String argument) throws Exception {
        assertEquals(new PeopleLine(action, user, argument), PeopleLine.parse(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "alice dances", "alice:", ": hello", "a/b join General", "Alice is talking: hi"})
    void whatIsNotUnderstoodSaysWhatIs(String line) {
        String message = assertThrows(MalformedCommandException.class, () -> PeopleLine.parse(line))
                .getMessage();
        assertEquals(
                "not understood; a line is NAME: TEXT, NAME join|leave|play|stop|hears, move, kick, help or quit",
                message);
    }

    @Test
    void tooMuchOrTooLittleIsNamed() {
        assertSays("alice join", "alice join needs a channel");
        assertSays("alice play", "alice play needs a file");
        assertSays("alice leave now", "alice leave takes nothing more");
        assertSays("kick alice", "kick stands alone; 'help' lists what can be done");
    }

    private static void assertSays(String line, String expected) {
        String message = assertThrows(MalformedCommandException.class, () -> PeopleLine.parse(line))
                .getMessage();
        assertTrue(expected.equals(message), message);
    }
}
