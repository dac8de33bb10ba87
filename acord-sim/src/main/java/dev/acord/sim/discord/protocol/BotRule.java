package dev.acord.sim.discord.protocol;

import java.util.Locale;

/** What bots do wrong at the main gateway and in requests. {@code docs/testing-bots.md} says what each means. */
public enum BotRule {
    /** A message that is no JSON object, or whose fields are missing or of the wrong type. */
    MALFORMED_MESSAGE,
    /** A binary message; the service takes them only where the encoding is ETF. */
    BINARY_MESSAGE,
    /** A message over 4,096 bytes. */
    MESSAGE_TOO_LARGE,
    /** More than 120 messages in a minute. */
    RATE_LIMITED,
    /** An opcode that bots do not send. */
    UNKNOWN_OPCODE,
    /** A message other than identify, resume and heartbeat came first. */
    MESSAGE_BEFORE_IDENTIFY,
    /** A second identify, or a resume, on a socket that has a session. */
    IDENTIFY_TWICE,
    /** A wrong token, at the gateway or in a request. */
    WRONG_TOKEN,
    /** Another version than 10, another encoding than JSON, or a compression that there is not. */
    UNSUPPORTED_VERSION,
    /** Intents that there are not, or none. */
    INVALID_INTENTS,
    /** A shard that there cannot be. */
    INVALID_SHARD,
    /** No heartbeat for twice the interval. */
    HEARTBEAT_MISSING,
    /** A heartbeat names an event that was not sent. */
    HEARTBEAT_SEQUENCE,
    /** A resume names an event that was not sent. */
    RESUME_SEQUENCE,
    /** The bot uses voice without the intent that tells it of voice states, so it never learns its session id. */
    VOICE_WITHOUT_INTENT,
    /** A guild or channel that there is not, or that is no voice channel. */
    UNKNOWN_CHANNEL,
    /** A request that cannot be understood. */
    INVALID_REQUEST,
    /** A slash command was not acknowledged in time. */
    INTERACTION_NOT_ACKNOWLEDGED,
    /** A slash command was acknowledged twice. */
    INTERACTION_ACKNOWLEDGED_TWICE;

    /**
     * The rule's name as violations carry it.
     *
     * @return the constant's name in lower case with hyphens, after {@code bot-}
     */
    public String ruleName() {
        return "bot-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
