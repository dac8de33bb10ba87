package dev.acord.sim.discord;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.sim.VoiceTicket;
import dev.acord.sim.discord.protocol.VoicePlace;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.GuildVoice;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A person in the guild: gives commands, writes, goes to voice channels, and there talks and listens with a client of its own, end-to-end
 * encryption included. Thread safe.
 */
public final class OfflineUser {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OfflineDiscord discord;
    private final long id;
    private final String name;
    private final GuildVoice voice;
    private final Ear ear;

    OfflineUser(OfflineDiscord discord, long id, String name) {
        this.discord = discord;
        this.id = id;
        this.name = name;
        this.ear = new Ear(name);
        VoiceOptions options =
                VoiceOptions.builder().sslContext(discord.trustingContext()).build();
        this.voice = GuildVoice.create(
                discord.guildId(),
                id,
                (guildId, channelId, selfMute, selfDeaf) -> discord.place(id, channelId.orElse(0), selfMute, selfDeaf),
                options);
    }

    /**
     * Who it is.
     *
     * @return a snowflake
     */
    public long id() {
        return id;
    }

    /**
     * What it is called.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Goes to a voice channel, from another one if need be, and hears what is said there from now on. Waits until it is connected.
     *
     * @param channel a voice channel
     * @return this
     * @throws AssertionError when that fails, with the reason
     */
    public OfflineUser join(OfflineChannel channel) {
        if (!channel.voice()) {
            throw new IllegalArgumentException(channel.name() + " is no voice channel");
        }
        try {
            ear.listen(voice.join(channel.id())
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join());
        } catch (CompletionException e) {
            throw new AssertionError(name + " could not join " + channel.name() + ": " + e.getCause(), e);
        }
        return this;
    }

    /** Leaves its voice channel; waits until it is done. Does nothing when it is in none. */
    public void leave() {
        voice.leave().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /**
     * Gives a slash command, or writes a message in the first text channel.
     *
     * @param text {@code /name values}: a command that the bot has registered, its values in the order of its options or as
     *     {@code option:value}; anything else is a message
     * @return what was said; its answers come there
     * @throws IllegalArgumentException when the bot has no such command or the values do not fit it
     */
    public Said says(String text) {
        return says(discord.textChannel(), text);
    }

    /**
     * Gives a slash command or writes a message.
     *
     * @param channel where; voice channels have texts too
     * @param text as for {@link #says(String)}
     * @return what was said
     * @throws IllegalArgumentException when the bot has no such command or the values do not fit it
     */
    public Said says(OfflineChannel channel, String text) {
        return discord.say(id, channel, text);
    }

    /**
     * What it has heard of somebody since it joined, or since {@link #forget}.
     *
     * @param userId who
     * @return everything so far; nothing when it was not heard
     */
    public Heard hears(long userId) {
        return ear.heard(userId);
    }

    /**
     * Waits until it has heard somebody for a time, silence not counted, and gives all that it heard so far.
     *
     * @param userId who
     * @param sound how much sound, in packets of 20 ms
     * @param timeout how long to wait at most
     * @return everything so far
     * @throws AssertionError when there is less in time
     */
    public Heard awaitHears(long userId, Duration sound, Duration timeout) {
        if (!ear.await(userId, sound.toMillis() / 20, timeout)) {
            throw new AssertionError(name + " did not hear " + sound.toMillis() + " ms of "
                    + Long.toUnsignedString(userId) + " within " + timeout.toSeconds() + " s; it heard " + hears(userId)
                    + "\n" + discord.report());
        }
        return hears(userId);
    }

    /** Forgets all that it has heard. */
    public void forget() {
        ear.forget();
    }

    /**
     * Plays Opus packets to its channel.
     *
     * @param source the packets; closed at the end
     * @return the player, which has begun
     * @throws IllegalStateException when it is in no voice channel
     */
    public BasePlayer plays(AudioSource source) {
        return start(new BasePlayer(connection(), source));
    }

    /**
     * Plays samples to its channel.
     *
     * @param source the samples; closed at the end
     * @return the player, which has begun
     * @throws IllegalStateException when it is in no voice channel
     */
    public BasePlayer plays(PcmSource source) {
        return start(new BasePlayer(connection(), source, OpusEncoderOptions.defaults()));
    }

    /**
     * Plays a file to its channel.
     *
     * @param file anything that {@code acord-audio} opens
     * @return the player, which has begun
     * @throws IOException when the file cannot be read
     * @throws IllegalStateException when it is in no voice channel
     */
    public BasePlayer plays(Path file) throws IOException {
        return start(new BasePlayer(connection(), file));
    }

    private static BasePlayer start(BasePlayer player) {
        player.play();
        return player;
    }

    /**
     * Its voice client, for whatever else it should do.
     *
     * @return the connection
     * @throws IllegalStateException when it has not joined a voice channel
     */
    public VoiceConnection connection() {
        @Nullable VoiceConnection connection = voice.connection();
        if (connection == null) {
            throw new IllegalStateException(name + " is in no voice channel: call join first");
        }
        return connection;
    }

    void handle(VoicePlace place) {
        OptionalLong channel = place.channelId() == 0 ? OptionalLong.empty() : OptionalLong.of(place.channelId());
        voice.handleVoiceStateUpdate(id, channel, place.sessionId());
    }

    void handle(VoiceTicket ticket) {
        voice.handleVoiceServerUpdate(ticket.token(), ticket.endpoint());
    }

    void close() {
        voice.close();
        ear.close();
    }
}
