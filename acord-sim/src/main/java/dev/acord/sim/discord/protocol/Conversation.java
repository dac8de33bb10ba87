package dev.acord.sim.discord.protocol;

import java.util.ArrayList;
import java.util.List;

/** All that the bot said, in its order; the oldest is forgotten when there is too much. */
final class Conversation {
    private static final int KEPT = 10_000;

    private final List<Reply> replies = new ArrayList<>();

    void add(Reply reply) {
        if (replies.size() >= KEPT) {
            replies.remove(0);
        }
        replies.add(reply);
    }

    List<Reply> all() {
        return List.copyOf(replies);
    }
}
