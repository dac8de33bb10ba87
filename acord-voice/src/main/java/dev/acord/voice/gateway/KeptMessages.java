package dev.acord.voice.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What a session wants to say while its websocket is being resumed. A call may have changed a hundred times meanwhile, each time with an
 * answer to what was told again; only the newest answers still mean something, and the voice server closes connections that send more than 120
 * messages a minute. So of each opcode the newest {@value #MAX_OF_AN_OPCODE} are kept, in their order. Not thread safe.
 */
final class KeptMessages {
    static final int MAX_OF_AN_OPCODE = 8;

    private record Kept(int opcode, Runnable sending) {}

    private final ArrayDeque<Kept> messages = new ArrayDeque<>();

    void add(int opcode, Runnable sending) {
        int same = 0;
        for (Kept each : messages) {
            same += each.opcode == opcode ? 1 : 0;
        }
        if (same >= MAX_OF_AN_OPCODE) {
            dropOldest(opcode);
        }
        messages.addLast(new Kept(opcode, sending));
    }

    private void dropOldest(int opcode) {
        Iterator<Kept> each = messages.iterator();
        while (each.hasNext()) {
            if (each.next().opcode == opcode) {
                each.remove();
                return;
            }
        }
    }

    /** Sends all, and keeps none. */
    void sendAll() {
        List<Kept> all = new ArrayList<>(messages);
        messages.clear();
        all.forEach(each -> each.sending.run());
    }

    void clear() {
        messages.clear();
    }
}
