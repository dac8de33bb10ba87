package dev.acord.cli;

import dev.acord.voice.VoiceServerInfo;
import picocli.CommandLine.Option;

/** What the main gateway said to somebody who wants to join: voice state and voice server. All of it, or none. */
public final class SessionCredentials {
    @Option(
            names = "--endpoint",
            order = -94,
            required = true,
            paramLabel = "HOST:PORT",
            description = "The voice server, as received.")
    private String endpoint = "";

    @Option(names = "--user", order = -93, required = true, paramLabel = "ID", description = "One's own user.")
    private Snowflake user = new Snowflake(1);

    @Option(
            names = "--session",
            order = -92,
            required = true,
            paramLabel = "S",
            description = "The voice session's id.")
    private String session = "";

    @Option(
            names = "--token",
            order = -91,
            required = true,
            paramLabel = "T",
            description = "The voice server's token.")
    private String token = "";

    /** For the command line to fill in. */
    public SessionCredentials() {}

    VoiceServerInfo info(long guild, long channel) {
        return new VoiceServerInfo(guild, channel, user.id(), session, token, endpoint);
    }
}
