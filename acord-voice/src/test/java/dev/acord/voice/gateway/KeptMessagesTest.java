package dev.acord.voice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said while a websocket is resumed, and how little of it. */
class KeptMessagesTest {
    private final List<String> sent = new ArrayList<>();
    private final KeptMessages kept = new KeptMessages();

    private void add(int opcode, int number) {
        kept.add(opcode, () -> sent.add(opcode + "." + number));
    }

    @Test
    void messages_keep_their_order() {
        add(26, 1);
        add(28, 1);
        add(23, 1);
        add(28, 2);
        kept.sendAll();
        assertEquals(List.of("26.1", "28.1", "23.1", "28.2"), sent);
        kept.sendAll();
        assertEquals(4, sent.size(), "once");
    }

    @Test
    void after_a_hundred_changes_of_the_call_only_the_newest_answers_are_sent() {
        add(26, 1);
        for (int i = 1; i <= 100; i++) {
            add(28, i);
            add(23, i);
        }
        kept.sendAll();
        assertEquals("26.1", sent.get(0));
        assertEquals(1 + 2 * KeptMessages.MAX_OF_AN_OPCODE, sent.size(), "far from 120 messages a minute");
        assertEquals(List.of("28.100", "23.100"), sent.subList(sent.size() - 2, sent.size()));
    }

    @Test
    void what_belongs_to_a_session_that_is_over_is_not_sent() {
        add(28, 1);
        kept.clear();
        kept.sendAll();
        assertEquals(List.of(), sent);
    }

    @Test
    void what_is_said_while_sending_is_kept_for_the_next_time() {
        kept.add(28, () -> add(28, 2));
        kept.sendAll();
        assertEquals(List.of(), sent);
        kept.sendAll();
        assertEquals(List.of("28.2"), sent);
    }
}
