package dev.acord.sim;

/**
 * One thing that a client did against the protocol.
 *
 * @param userId the client, or 0 when it had not identified
 * @param rule a short, stable name of the rule, such as {@code speaking-before-audio}
 * @param detail what happened, for a person to read
 */
public record ProtocolViolation(long userId, String rule, String detail) {}
