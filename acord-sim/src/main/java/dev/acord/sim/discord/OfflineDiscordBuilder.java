package dev.acord.sim.discord;

import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceServerBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of an {@link OfflineDiscord}. Not thread safe. */
public final class OfflineDiscordBuilder {
    private static final int MAX_CHANNELS = 100;
    private static final int MAX_USERS = 500;

    String guildName = "Offline";
    String botName = "bot";
    String token = "offline.bot.token";
    long botId = 1_000_000_000_000_000_001L;
    int port;
    Duration heartbeat = Duration.ofMillis(41_250);
    Duration resumeWindow = Duration.ofMinutes(2);
    Duration interactionDeadline = Duration.ofSeconds(3);
    final List<String> voiceChannels = new ArrayList<>();
    final List<String> textChannels = new ArrayList<>();
    final List<String> users = new ArrayList<>();

    @Nullable
    VoiceServerBuilder voiceServer;

    OfflineDiscordBuilder() {}

    /**
     * What the guild is called. Default "Offline".
     *
     * @param name 1 to 100 characters
     * @return this
     */
    public OfflineDiscordBuilder guild(String name) {
        guildName = checkName(name);
        return this;
    }

    /**
     * Adds voice channels. Without any there are "General" and "Music".
     *
     * @param names their names
     * @return this
     */
    public OfflineDiscordBuilder voiceChannels(String... names) {
        addAll(voiceChannels, names, MAX_CHANNELS);
        return this;
    }

    /**
     * Adds text channels. Without any there is "general".
     *
     * @param names their names
     * @return this
     */
    public OfflineDiscordBuilder textChannels(String... names) {
        addAll(textChannels, names, MAX_CHANNELS);
        return this;
    }

    /**
     * Adds people. Without any there is "alice"; the first one owns the guild and is the user of the short forms. More may come later:
     * {@link OfflineDiscord#user}.
     *
     * @param names their names
     * @return this
     */
    public OfflineDiscordBuilder users(String... names) {
        addAll(users, names, MAX_USERS);
        return this;
    }

    /**
     * Who the bot is.
     *
     * @param name its name, "bot" by default
     * @param applicationId the id of its application and of its user, a snowflake
     * @param botToken its token, without {@code Bot}
     * @return this
     */
    public OfflineDiscordBuilder bot(String name, long applicationId, String botToken) {
        if (applicationId == 0 || botToken.isBlank()) {
            throw new IllegalArgumentException("a bot needs an id other than 0, and a token");
        }
        botName = checkName(name);
        botId = applicationId;
        token = botToken;
        return this;
    }

    /**
     * The port of requests and gateway, on the loopback address. Default 0: a free one.
     *
     * @param number the port
     * @return this
     */
    public OfflineDiscordBuilder port(int number) {
        if (number < 0 || number > 65_535) {
            throw new IllegalArgumentException("no port: " + number);
        }
        port = number;
        return this;
    }

    /**
     * The main gateway's times.
     *
     * @param heartbeatInterval what Hello names, 100 ms or more; default 41.25 s. Without a heartbeat for two of them and 5 s the socket is
     *     closed with 4009
     * @param resume how long a session waits for its bot, default 2 minutes
     * @param interaction how long a slash command waits for its acknowledgement before that is a violation, default 3 s
     * @return this
     */
    public OfflineDiscordBuilder times(Duration heartbeatInterval, Duration resume, Duration interaction) {
        if (heartbeatInterval.toMillis() < 100 || resume.isNegative() || interaction.isNegative()) {
            throw new IllegalArgumentException("the heartbeat interval is 100 ms or more, and no time is negative");
        }
        heartbeat = heartbeatInterval;
        resumeWindow = resume;
        interactionDeadline = interaction;
        return this;
    }

    /**
     * The embedded voice server's options. Default: those of {@link VoiceServer#create()}.
     *
     * @param options its options; it needs its port with TLS
     * @return this
     */
    public OfflineDiscordBuilder voiceServer(VoiceServerBuilder options) {
        voiceServer = options;
        return this;
    }

    /**
     * Opens the ports.
     *
     * @return a running one, to be closed
     * @throws java.io.UncheckedIOException when a port is taken
     */
    public OfflineDiscord start() {
        return new OfflineDiscord(this);
    }

    private static void addAll(List<String> to, String[] names, int limit) {
        for (String name : names) {
            if (to.contains(checkName(name))) {
                throw new IllegalArgumentException("there is a \"" + name + "\" already");
            }
            to.add(name);
        }
        if (to.size() > limit) {
            throw new IllegalArgumentException("at most " + limit + ", not " + to.size());
        }
    }

    static String checkName(String name) {
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("a name has 1 to 100 characters");
        }
        return name;
    }
}
