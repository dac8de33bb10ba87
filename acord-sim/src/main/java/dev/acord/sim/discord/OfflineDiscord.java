package dev.acord.sim.discord;

import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * Discord on this machine, for the tests of bots: one guild with its main gateway (version 10, JSON), the REST calls that a bot needs, the
 * embedded {@link dev.acord.sim.VoiceServer}, and people who give commands, talk and listen. An unmodified bot is pointed at it by its configuration alone.
 *
 * <pre>{@code
 * try (OfflineDiscord discord = OfflineDiscord.start()) {
 *     startBot(discord.restUrl(), discord.gatewayUrl(), discord.token(), discord.trustingContext());
 *     discord.awaitCommand("play", Duration.ofSeconds(30));
 *     discord.userSays("/play tune").awaitReply(Duration.ofSeconds(10));
 *     discord.user().awaitHears(discord.botId(), Duration.ofSeconds(3), Duration.ofSeconds(30))
 *             .assertPitch(440, 5).assertNoGaps(Duration.ofMillis(100));
 *     discord.assertNoViolations();
 * }
 * }</pre>
 *
 * <p>What there is and what is not: {@code docs/testing-bots.md}. Thread safe.
 */
public final class OfflineDiscord extends DiscordObservations implements AutoCloseable {
    private final SSLContext trustingContext;

    OfflineDiscord(OfflineDiscordBuilder builder) {
        super(new DiscordCore(builder));
        trustingContext = core.voiceServer().trustingContext();
        try {
            core.start(this);
        } catch (RuntimeException e) {
            core.close();
            throw e;
        }
    }

    /**
     * Starts one with the default options.
     *
     * @return a running one, to be closed
     */
    public static OfflineDiscord start() {
        return builder().start();
    }

    /**
     * Begins one with other options.
     *
     * @return the options
     */
    public static OfflineDiscordBuilder builder() {
        return new OfflineDiscordBuilder();
    }

    /**
     * Where requests go, for libraries that want the version with it, such as JDA ({@code RestConfig.setBaseUrl}).
     *
     * @return {@code http://127.0.0.1:PORT/api/v10/}
     */
    public String restUrl() {
        return apiUrl() + "/v10/";
    }

    /**
     * Where requests go, for libraries that add the version themselves, such as discord.js (option {@code rest.api}).
     *
     * @return {@code http://127.0.0.1:PORT/api}
     */
    public String apiUrl() {
        return "http://" + core.address() + "/api";
    }

    /**
     * Where the main gateway is, as {@code GET /gateway/bot} tells it.
     *
     * @return {@code ws://127.0.0.1:PORT/}
     */
    public String gatewayUrl() {
        return core.gatewayUrl();
    }

    /**
     * The bot's token.
     *
     * @return the token, without {@code Bot}
     */
    public String token() {
        return core.token();
    }

    /**
     * The guild.
     *
     * @return a snowflake
     */
    public long guildId() {
        return core.guildId();
    }

    /**
     * A TLS context for bots that trusts the voice server's certificate and nothing else: voice websockets have TLS even here.
     *
     * @return the context
     */
    public SSLContext trustingContext() {
        return trustingContext;
    }

    /**
     * The voice server's certificate, for programs that take a file ({@code NODE_EXTRA_CA_CERTS}).
     *
     * @return PEM
     */
    public String certificatePem() {
        return core.voiceServer().certificatePem();
    }

    /**
     * All channels.
     *
     * @return text channels first
     */
    public List<OfflineChannel> channels() {
        return core.channels();
    }

    /**
     * The first voice channel.
     *
     * @return the channel
     */
    public OfflineChannel voiceChannel() {
        return core.channel(OfflineChannel::voice, "a voice channel");
    }

    /**
     * A voice channel.
     *
     * @param name its name
     * @return the channel
     * @throws IllegalArgumentException when there is none of that name
     */
    public OfflineChannel voiceChannel(String name) {
        return core.channel(each -> each.voice() && each.name().equals(name), "a voice channel \"" + name + "\"");
    }

    /**
     * The first text channel.
     *
     * @return the channel
     */
    public OfflineChannel textChannel() {
        return core.channel(each -> !each.voice(), "a text channel");
    }

    /**
     * A text channel.
     *
     * @param name its name
     * @return the channel
     * @throws IllegalArgumentException when there is none of that name
     */
    public OfflineChannel textChannel(String name) {
        return core.channel(each -> !each.voice() && each.name().equals(name), "a text channel \"" + name + "\"");
    }

    /**
     * The first user, for whom the short forms stand.
     *
     * @return the user
     */
    public OfflineUser user() {
        return core.firstUser();
    }

    /**
     * A user; one that is not there yet joins the guild.
     *
     * @param name the name
     * @return the user
     */
    public OfflineUser user(String name) {
        return core.user(this, OfflineDiscordBuilder.checkName(name));
    }

    /**
     * The first user gives a slash command or writes a message. It goes to the first voice channel before, unless it is in one: bots join
     * the channel of whoever asks.
     *
     * @param text as for {@link OfflineUser#says(String)}
     * @return what was said; its answers come there
     */
    public Said userSays(String text) {
        OfflineUser user = user();
        if (channelOf(user.id()) == 0) {
            user.join(voiceChannel());
        }
        return user.says(text);
    }

    /**
     * What the first user has heard of somebody; see {@link OfflineUser#hears} and {@link OfflineUser#awaitHears}.
     *
     * @param userId who, such as {@link #botId}
     * @return everything so far
     */
    public Heard hears(long userId) {
        return user().hears(userId);
    }

    /**
     * A moderator moves somebody to another voice channel.
     *
     * @param userId who
     * @param channel a voice channel
     * @throws IllegalStateException when it is in none now
     */
    public void move(long userId, OfflineChannel channel) {
        core.moderate(userId, channel.id());
    }

    /**
     * A moderator disconnects somebody from voice.
     *
     * @param userId who
     * @throws IllegalStateException when it is in no voice channel
     */
    public void kick(long userId) {
        core.moderate(userId, 0);
    }

    /**
     * A moderator mutes or deafens somebody, or undoes it. Bots are told; the sound itself flows on.
     *
     * @param userId who
     * @param muted whether it is muted
     * @param deafened whether it is deafened
     */
    public void mute(long userId, boolean muted, boolean deafened) {
        core.run(() -> core.world().moderate(userId, muted, deafened));
    }

    /** Breaks the bot's connection to the main gateway off without a close frame. The bot can resume. */
    public void killGateway() {
        core.run(() -> core.world().gateway().kill(System.nanoTime()));
    }

    /** Asks the bot to connect to the main gateway anew and resume (opcode 7). */
    public void requestReconnect() {
        core.run(() -> core.world().gateway().requestReconnect());
    }

    /** Ends the bot's main gateway session (opcode 9); it must identify again. */
    public void invalidateSession() {
        core.run(() -> core.world().gateway().invalidate(System.nanoTime()));
    }

    /**
     * How often the bot resumed its main gateway session.
     *
     * @return the number
     */
    public long resumes() {
        return core.locked(() -> core.world().gateway().resumes());
    }

    /**
     * How often the bot identified itself.
     *
     * @return the number
     */
    public long identifies() {
        return core.locked(() -> (long) core.world().gateway().identifies());
    }

    Said say(long userId, OfflineChannel channel, String text) {
        return core.say(this, userId, channel, text);
    }

    void place(long userId, long channelId, boolean selfMute, boolean selfDeaf) {
        core.run(() -> core.world().place(userId, channelId, selfMute, selfDeaf));
    }

    /** Everybody leaves, and the ports are closed. */
    @Override
    public void close() {
        core.close();
    }
}
