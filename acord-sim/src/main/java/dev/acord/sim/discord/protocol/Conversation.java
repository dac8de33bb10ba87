package dev.acord.sim.discord.protocol;

import java.util.ArrayList;
import java.util.List;

/** All that the bot said, in its order; the oldest is forgotten when there is too much. */
final class Conversation {
    private static final int KEPT = 2_000;

    private final List<Reply> replies = new ArrayList<>();
    private long forgotten;

    void add(Reply reply) {
        if (replies.size() >= KEPT) {
            replies.remove(0);
            forgotten++;
        }
        replies.add(reply);
    }

    /** How many there were, also those that are forgotten. */
    long count() {
        return forgotten + replies.size();
    }

    /** Those that are kept, from the one of a number on. */
    List<Reply> from(long number) {
        int first = (int) Math.min(replies.size(), Math.max(0, number - forgotten));
        return List.copyOf(replies.subList(first, replies.size()));
    }
}
