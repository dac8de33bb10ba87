package dev.acord.sim.discord;

/**
 * Something that the bot said.
 *
 * @param kind what it is
 * @param interactionId the slash command that it belongs to; 0 for none
 * @param channelId the channel
 * @param messageId the message; 0 for none
 * @param content the text; empty for none
 * @param ephemeral whether only the user of the slash command sees it
 * @param json all that the bot sent, such as embeds, as JSON
 */
public record BotReply(
        Kind kind, long interactionId, long channelId, long messageId, String content, boolean ephemeral, String json) {

    /** What it is. */
    public enum Kind {
        /** A message in a channel. */
        MESSAGE,
        /** The answer to a slash command. */
        REPLY,
        /** The bot acknowledged a slash command and answers later. */
        DEFERRED,
        /** A message or an answer was changed. */
        EDIT,
        /** A further answer to a slash command. */
        FOLLOW_UP,
        /** A message or an answer was deleted. */
        DELETED,
        /** Another acknowledgement, such as a modal. */
        OTHER;

        /**
         * Whether somebody reads something new.
         *
         * @return true for MESSAGE, REPLY, EDIT and FOLLOW_UP
         */
        public boolean isText() {
            return this == MESSAGE || this == REPLY || this == EDIT || this == FOLLOW_UP;
        }
    }
}
