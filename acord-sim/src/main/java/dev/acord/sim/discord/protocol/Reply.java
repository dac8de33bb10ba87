package dev.acord.sim.discord.protocol;

import com.google.gson.JsonObject;

/**
 * Something that the bot said.
 *
 * @param kind what it is: MESSAGE, REPLY, DEFERRED, EDIT, FOLLOW_UP, DELETED or OTHER
 * @param interactionId the slash command that it belongs to; 0 for none
 * @param channelId the channel
 * @param messageId the message; 0 for none
 * @param data what the bot sent
 */
public record Reply(String kind, long interactionId, long channelId, long messageId, JsonObject data) {

    /**
     * The text.
     *
     * @return the text; empty for none
     */
    public String content() {
        return Json.text(data, "content", "");
    }

    /**
     * Whether only the user of the slash command sees it.
     *
     * @return whether it is so
     */
    public boolean ephemeral() {
        return MessageStore.ephemeral(data);
    }
}
