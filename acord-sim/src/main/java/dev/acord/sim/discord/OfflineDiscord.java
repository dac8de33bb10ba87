package dev.acord.sim.discord;

import dev.acord.sim.ProtocolViolation;
import dev.acord.sim.VoiceServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;

/**
 * Discord on this machine, for the tests of bots: one guild with its main gateway (version 10, JSON), the REST calls that a bot needs, the
 * embedded {@link VoiceServer}, and people who give commands, talk and listen. An unmodified bot is pointed at it by its configuration alone.
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
public final class OfflineDiscord implements AutoCloseable {
    private final DiscordCore core;
    private final SSLContext trustingContext;

    OfflineDiscord(OfflineDiscordBuilder builder) {
        core = new DiscordCore(builder);
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
     * The bot's user and application.
     *
     * @return a snowflake
     */
    public long botId() {
        return core.botId();
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
     * The voice server, to look at and to disturb. Who is in which channel is this class's business, not its.
     *
     * @return the server
     */
    public VoiceServer voiceServer() {
        return core.voiceServer();
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
     * In which voice channel somebody is.
     *
     * @param userId who
     * @return the channel's id; 0 for none
     */
    public long channelOf(long userId) {
        return core.locked(() -> core.world().guild().place(userId).channelId());
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

    /**
     * Waits until the bot has a session with a connection.
     *
     * @param timeout how long at most
     * @throws AssertionError when it has none in time
     */
    public void awaitOnline(Duration timeout) {
        await("bot at the main gateway", timeout, () -> core.world().gateway().online());
    }

    /**
     * Waits until the bot has registered a slash command.
     *
     * @param name its name, without slash
     * @param timeout how long at most
     * @throws AssertionError when it has not in time
     */
    public void awaitCommand(String name, Duration timeout) {
        await("command /" + name, timeout, () -> core.world().hasCommand(name));
    }

    /**
     * Waits until somebody is in a voice channel, as far as the main gateway knows.
     *
     * @param userId who
     * @param channel the channel
     * @param timeout how long at most
     * @throws AssertionError when it is not there in time
     */
    public void awaitVoice(long userId, OfflineChannel channel, Duration timeout) {
        await(
                "user " + Long.toUnsignedString(userId) + " in " + channel.name(),
                timeout,
                () -> channelOf(userId) == channel.id());
    }

    /**
     * Waits until a condition holds. It is looked at whenever anything has happened, and every 50 ms.
     *
     * @param what what is waited for, for the message
     * @param timeout how long at most
     * @param condition may use the methods of this class that do not wait
     * @throws AssertionError when it does not hold in time; the message has a report
     */
    public void await(String what, Duration timeout, BooleanSupplier condition) {
        if (!core.await(condition, timeout)) {
            throw new AssertionError("no " + what + " within " + timeout.toMillis() + " ms\n" + report());
        }
    }

    /**
     * All that the bot said, in its order: messages, answers to slash commands, changes of them.
     *
     * @return a snapshot; the oldest of more than 10,000 are gone
     */
    public List<BotReply> replies() {
        return core.replies();
    }

    /**
     * What the bot did against the protocol: at the main gateway, in requests, and at the voice server. {@code docs/testing-bots.md} has the
     * rules of the former, {@code docs/sim-violations.md} those of the latter.
     *
     * @return a snapshot of the first ones
     */
    public List<ProtocolViolation> violations() {
        List<ProtocolViolation> all =
                new ArrayList<>(core.locked(() -> core.world().violations().kept()));
        voiceServer().violations().stream()
                .filter(each -> each.userId() == botId() || each.userId() == 0)
                .forEach(all::add);
        return List.copyOf(all);
    }

    /** Forgets the violations. */
    public void clearViolations() {
        core.run(() -> core.world().violations().clear());
        voiceServer().clearViolations();
    }

    /**
     * Fails when the bot broke the protocol.
     *
     * @param tolerated names of rules that may be broken
     * @throws AssertionError when another rule was broken; the message names them
     */
    public void assertNoViolations(String... tolerated) {
        List<String> allowed = List.of(tolerated);
        List<ProtocolViolation> found = violations().stream()
                .filter(each -> !allowed.contains(each.rule()))
                .toList();
        if (!found.isEmpty()) {
            throw new AssertionError("the bot broke the protocol: " + found + "\n" + report());
        }
    }

    /**
     * Requests of the bot that there was no answer for.
     *
     * @return method and path of each, once; the first 200 different ones
     */
    public List<String> unknownRequests() {
        return core.locked(() -> core.world().unknownRequests());
    }

    /**
     * All that was seen, for the message of a failed test.
     *
     * @return several lines
     */
    public String report() {
        return core.report() + voiceServer().report().text();
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
