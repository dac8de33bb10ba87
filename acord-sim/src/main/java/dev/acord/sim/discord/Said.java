package dev.acord.sim.discord;

import java.time.Duration;
import java.util.List;

/** A slash command or a message of a user, and what the bot answers. Thread safe. */
public final class Said {
    private final OfflineDiscord discord;
    private final String text;
    private final long interactionId;
    private final long channelId;
    private final long repliesBefore;

    Said(OfflineDiscord discord, String text, long interactionId, long channelId, long repliesBefore) {
        this.discord = discord;
        this.text = text;
        this.interactionId = interactionId;
        this.channelId = channelId;
        this.repliesBefore = repliesBefore;
    }

    /**
     * What the bot answered so far: all that belongs to the slash command, or all messages in the channel since.
     *
     * @return the answers in their order
     */
    public List<BotReply> replies() {
        return discord.replies(repliesBefore).stream()
                .filter(each -> each.interactionId() == interactionId && each.channelId() == channelId)
                .toList();
    }

    /**
     * Waits for the first answer that has something to read, not just "thinking".
     *
     * @param timeout how long at most
     * @return the answer
     * @throws AssertionError when there is none in time
     */
    public BotReply awaitReply(Duration timeout) {
        discord.await("answer to \"" + text + "\"", timeout, () -> replies().stream()
                .anyMatch(each -> each.kind().isText()));
        return replies().stream()
                .filter(each -> each.kind().isText())
                .findFirst()
                .orElseThrow();
    }
}
