package dev.acord.voice;

import dev.acord.voice.gateway.VoiceEndpoint;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A bot's place in one guild's voice channels. One says where it should be; voice state and server updates, close codes, time-outs and
 * network changes only change how it gets there.
 *
 * <pre>{@code
 * GuildVoice voice = GuildVoice.create(guildId, botId, mainGateway, VoiceOptions.defaults());
 * VoiceConnection connection = voice.join(channelId).join();
 * new BasePlayer(connection, Path.of("tune.opus")).play();
 * voice.join(otherChannelId);                 // the player goes on there
 * }</pre>
 *
 * <p>The main gateway is the user's: it sends what {@link MainGateway} is called with, and every voice state update of the bot's own user and
 * every voice server update of the guild is passed to {@link #handleVoiceStateUpdate} and {@link #handleVoiceServerUpdate}, in the order in
 * which they came. All methods may be called from any thread and none blocks. See {@code docs/connecting.md}.
 *
 * <p>One {@link VoiceConnection} lives through moves, other regions, lost sessions, and leaving and joining again, so that players,
 * receivers, recorders and statistics stay with it. Only {@link #close}, and an end that trying again cannot change, close it; a later join
 * makes another, with the listeners of {@link #addListener}.
 */
public final class GuildVoice implements AutoCloseable {
    private final long guildId;
    private final long userId;
    private final VoiceOptions options;
    private final ChannelDriver driver;
    private volatile boolean selfMute;
    private volatile boolean selfDeaf;

    private GuildVoice(long guildId, long userId, MainGateway gateway, VoiceOptions options, VoiceRuntime runtime) {
        this.guildId = guildId;
        this.userId = userId;
        this.options = options;
        this.driver = new ChannelDriver(guildId, userId, gateway, options, runtime);
    }

    /**
     * Makes one on the shared runtime, in no channel.
     *
     * @param guildId the guild (unsigned snowflake)
     * @param userId the bot's own user (unsigned snowflake)
     * @param gateway sends voice state updates
     * @param options how connections behave; {@link VoiceOptions#connectTimeout()} is the deadline of a join,
     *     {@link VoiceOptions#connectAttempts()} how often the main gateway is asked in a row
     * @return one that is in no channel
     */
    public static GuildVoice create(long guildId, long userId, MainGateway gateway, VoiceOptions options) {
        return create(guildId, userId, gateway, options, VoiceRuntime.shared());
    }

    /**
     * Makes one, in no channel.
     *
     * @param guildId the guild (unsigned snowflake)
     * @param userId the bot's own user (unsigned snowflake)
     * @param gateway sends voice state updates
     * @param options how connections behave
     * @param runtime whose threads it uses
     * @return one that is in no channel
     */
    public static GuildVoice create(
            long guildId, long userId, MainGateway gateway, VoiceOptions options, VoiceRuntime runtime) {
        return new GuildVoice(guildId, userId, gateway, options, runtime);
    }

    /**
     * Says what happens when somebody moves the bot to another channel.
     *
     * @param follow true, the default: that is where it should be from now on; false: it goes back
     * @return this
     */
    public GuildVoice followMoves(boolean follow) {
        driver.post(each -> each.followMoves(follow));
        return this;
    }

    /**
     * Says what happens when somebody throws the bot out. Either way listeners hear {@link VoiceListener#onKicked}.
     *
     * @param rejoin false, the default: it stays out; true: it joins again after a wait that grows with every kick
     * @return this
     */
    public GuildVoice rejoinAfterKick(boolean rejoin) {
        driver.post(each -> each.rejoinAfterKick(rejoin));
        return this;
    }

    /**
     * The bot should be in this channel from now on.
     *
     * @param channelId the channel (unsigned snowflake)
     * @return completes when audio can be sent (somewhere else when it was moved meanwhile, and follows); fails with
     *     {@link VoiceException}, whose reason names the stage, at the latest when {@link VoiceOptions#connectTimeout()} is over. A bot whose
     *     join failed is in no channel, and its connection, if there was one before, waits for the next join
     */
    public CompletableFuture<VoiceConnection> join(long channelId) {
        return driver.join(channelId);
    }

    /**
     * The bot should be in no channel. The connection becomes {@link VoiceState#IDLE}: what plays waits for the next join.
     *
     * @return completes when the service has confirmed it, or has not for 2 s, or the next join has come first
     */
    public CompletableFuture<Void> leave() {
        return driver.leave();
    }

    /**
     * Shows the bot as muted or not; it can play nevertheless.
     *
     * @param muted whether others see it muted
     */
    public synchronized void mute(boolean muted) {
        selfMute = muted;
        driver.post(each -> each.muted(selfMute, selfDeaf));
    }

    /**
     * Deafens the bot, which saves the service sending it what others say, or undoes that.
     *
     * @param deafened whether it hears nothing
     */
    public synchronized void deafen(boolean deafened) {
        selfDeaf = deafened;
        driver.post(each -> each.muted(selfMute, selfDeaf));
    }

    /**
     * Takes a voice state update of this guild from the main gateway. Those of other users are ignored.
     *
     * @param ofUserId {@code user_id}
     * @param channelId {@code channel_id}; empty for null
     * @param sessionId {@code session_id}
     */
    public void handleVoiceStateUpdate(long ofUserId, OptionalLong channelId, String sessionId) {
        Objects.requireNonNull(channelId, "channelId");
        if (ofUserId != userId) {
            return;
        }
        if (sessionId.isBlank()) {
            throw new IllegalArgumentException("sessionId is empty; it is the session_id of the voice state update");
        }
        driver.post(each -> each.handleVoiceState(channelId, sessionId, driver.nowNs()));
    }

    /**
     * Takes a voice server update of this guild from the main gateway.
     *
     * @param token {@code token}
     * @param endpoint {@code endpoint}, exactly as received; null when the service looks for another voice server
     * @throws IllegalArgumentException when the token is empty, or the endpoint is not of the form HOST or HOST:PORT
     */
    public void handleVoiceServerUpdate(String token, @Nullable String endpoint) {
        if (endpoint == null) {
            driver.post(each -> each.handleNoServer(driver.nowNs()));
            return;
        }
        if (token.isBlank()) {
            throw new IllegalArgumentException("token is empty; it is the token of the voice server update");
        }
        VoiceEndpoint.of(endpoint, options.gatewayVersion(), options.plainWebsocket()); // refuses what is none
        driver.post(each -> each.handleVoiceServer(token, endpoint, driver.nowNs()));
    }

    /**
     * The main gateway has a new session (Ready, not Resumed): where the bot should be is asked for again. What plays goes on as long as the
     * voice server allows it.
     */
    public void handleMainGatewayReconnected() {
        driver.post(each -> each.handleMainGatewayReconnected(driver.nowNs()));
    }

    /**
     * The connection, also while it waits to be in a channel again.
     *
     * @return the connection, or null before the main gateway has first answered a join, and after it was closed
     */
    public @Nullable VoiceConnection connection() {
        return driver.connection();
    }

    /**
     * The channel that the bot should be in.
     *
     * @return the channel; empty when in none
     */
    public OptionalLong channelId() {
        return driver.desired();
    }

    /**
     * The guild.
     *
     * @return a snowflake, unsigned
     */
    public long guildId() {
        return guildId;
    }

    /**
     * Adds a listener to the present connection and all later ones.
     *
     * @param listener hears events from now on
     * @return this
     */
    public GuildVoice addListener(VoiceListener listener) {
        driver.add(listener);
        return this;
    }

    /**
     * Removes a listener.
     *
     * @param listener hears nothing more
     */
    public void removeListener(VoiceListener listener) {
        driver.remove(listener);
    }

    /** Leaves and closes the connection, without waiting; nothing can be joined afterwards. */
    @Override
    public void close() {
        driver.close();
    }

    /**
     * Guild and channel.
     *
     * @return a text for logs
     */
    @Override
    public String toString() {
        OptionalLong channel = channelId();
        return "GuildVoice[guild=" + Long.toUnsignedString(guildId) + ", channel="
                + (channel.isPresent() ? Long.toUnsignedString(channel.getAsLong()) : "none") + "]";
    }
}
