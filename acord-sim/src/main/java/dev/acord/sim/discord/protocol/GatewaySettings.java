package dev.acord.sim.discord.protocol;

/**
 * What the main gateway is made from.
 *
 * @param token the bot's token, without {@code Bot}
 * @param applicationId the bot's application
 * @param resumeUrl where the gateway is
 * @param heartbeatIntervalMs the interval that Hello names
 * @param resumeWindowNs how long a session waits for its bot
 * @param interactionDeadlineNs how long a slash command waits for its acknowledgement before that is a violation
 */
public record GatewaySettings(
        String token,
        long applicationId,
        String resumeUrl,
        int heartbeatIntervalMs,
        long resumeWindowNs,
        long interactionDeadlineNs) {

    /**
     * The settings without the token.
     *
     * @return a text for logs
     */
    @Override
    public String toString() {
        return "GatewaySettings[application=" + Long.toUnsignedString(applicationId) + ", heartbeat="
                + heartbeatIntervalMs + " ms]";
    }
}
