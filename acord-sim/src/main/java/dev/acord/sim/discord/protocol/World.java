package dev.acord.sim.discord.protocol;

import com.google.gson.JsonObject;
import dev.acord.sim.gateway.Outbox;
import java.util.List;
import java.util.Objects;

/**
 * One guild, its bot and its human members: the main gateway, the REST interface and what people do. Not thread safe: one thread at a time.
 */
public final class World {
    private final Guild guild;
    private final Snowflakes ids;
    private final Violations violations;
    private final Gateway gateway;
    private final VoicePlaces places;
    private final CommandBook commands;
    private final MessageStore messages;
    private final Conversation conversation = new Conversation();
    private final Interactions interactions;
    private final RestApi rest;

    /**
     * Creates a world.
     *
     * @param settings the gateway's settings
     * @param guild the guild
     * @param ids makes ids
     * @param outbox takes what the gateway says
     * @param rooms the voice server
     * @param humans takes what human members are told
     */
    public World(
            GatewaySettings settings, Guild guild, Snowflakes ids, Outbox outbox, VoiceRooms rooms, Humans humans) {
        this.guild = guild;
        this.ids = ids;
        violations = new Violations(guild.bot().id());
        places = new VoicePlaces(guild, rooms, humans, violations);
        commands = new CommandBook(settings.applicationId(), guild.id(), ids);
        messages = new MessageStore(guild, ids);
        interactions = new Interactions(settings, guild, ids, messages, conversation, violations);
        gateway = new Gateway(settings, outbox, guild, violations, new BotRequests(), "session-" + guild.id() + "-");
        rest = new RestApi(
                settings,
                guild,
                violations,
                commands,
                interactions,
                new RestGuild(guild, places, gateway),
                new RestMessages(guild, messages, conversation, gateway));
    }

    private final class BotRequests implements Gateway.Requests {
        @Override
        public void voiceState(long guildId, long channelId, boolean selfMute, boolean selfDeaf, long nowNs) {
            places.botWishes(gateway, guildId, channelId, selfMute, selfDeaf);
        }

        @Override
        public void gone(long nowNs) {
            places.place(gateway, guild.bot().id(), 0, false, false);
        }
    }

    /**
     * The main gateway.
     *
     * @return the gateway
     */
    public Gateway gateway() {
        return gateway;
    }

    /**
     * The guild.
     *
     * @return the guild
     */
    public Guild guild() {
        return guild;
    }

    /**
     * Answers a request.
     *
     * @param request the request
     * @param nowNs the time
     * @return the answer
     */
    public RestResponse handle(RestRequest request, long nowNs) {
        return rest.handle(request, nowNs);
    }

    /**
     * Lets time pass.
     *
     * @param nowNs the time
     */
    public void tick(long nowNs) {
        gateway.tick(nowNs);
        interactions.tick(nowNs);
    }

    /**
     * Adds a human member.
     *
     * @param name its name
     * @param nowNs the time
     * @return the member
     */
    public Person addHuman(String name, long nowNs) {
        Person person = new Person(ids.next(nowNs), name, false);
        guild.add(person);
        JsonObject member = new GuildJson(guild).member(person);
        member.addProperty("guild_id", Json.id(guild.id()));
        gateway.dispatch("GUILD_MEMBER_ADD", member, 1 << 1);
        return person;
    }

    /**
     * Somebody is put into a voice channel, by itself or by a moderator.
     *
     * @param userId who
     * @param channelId the channel; 0 for none
     * @param selfMute muted by itself
     * @param selfDeaf deafened by itself
     */
    public void place(long userId, long channelId, boolean selfMute, boolean selfDeaf) {
        places.place(gateway, userId, channelId, selfMute, selfDeaf);
    }

    /**
     * A moderator mutes or deafens somebody, or undoes it. It is shown, and audio flows on: that is the client's part.
     *
     * @param userId who
     * @param mute whether it is muted
     * @param deaf whether it is deafened
     */
    public void moderate(long userId, boolean mute, boolean deaf) {
        places.moderate(gateway, userId, mute, deaf);
    }

    /**
     * Somebody gives a slash command.
     *
     * @param userId who
     * @param channelId in which channel
     * @param line the command as typed, with its slash
     * @param nowNs the time
     * @return the interaction's id
     * @throws IllegalArgumentException when the bot has no such command, or the line does not fit it
     */
    public long command(long userId, long channelId, String line, long nowNs) {
        String[] parts = line.substring(1).split("\\s+", 2);
        JsonObject command = commands.slash(parts[0]);
        if (command == null) {
            throw new IllegalArgumentException("the bot has no command /" + parts[0] + "; it has " + commands.names()
                    + ". Wait with awaitCommand until it has registered its commands");
        }
        JsonObject data = SlashLine.parse(parts.length < 2 ? "" : parts[1], command, new OptionValues(guild));
        return interactions.begin(
                gateway,
                Objects.requireNonNull(guild.person(userId)),
                Objects.requireNonNull(guild.channel(channelId)),
                line,
                data,
                nowNs);
    }

    /**
     * Somebody writes a message.
     *
     * @param userId who
     * @param channelId in which channel
     * @param text the message
     * @param nowNs the time
     */
    public void message(long userId, long channelId, String text, long nowNs) {
        Person author = Objects.requireNonNull(guild.person(userId));
        JsonObject message = messages.create(author, channelId, Json.object("content", text), null, nowNs);
        JsonObject full = messages.event(message, author);
        boolean mentioned = text.contains("<@" + Json.id(guild.bot().id()) + ">");
        JsonObject hidden = full.deepCopy();
        hidden.addProperty("content", mentioned ? text : "");
        gateway.dispatchMessage(full, hidden);
    }

    /**
     * How often the bot said something.
     *
     * @return the number
     */
    public long replyCount() {
        return conversation.count();
    }

    /**
     * What the bot said.
     *
     * @param number how many of the first ones to leave out
     * @return a snapshot; of more than 2,000 the oldest are gone
     */
    public List<Reply> replies(long number) {
        return conversation.from(number);
    }

    /**
     * Whether the bot has registered a slash command.
     *
     * @param name its name, without slash
     * @return whether it has
     */
    public boolean hasCommand(String name) {
        return commands.slash(name) != null;
    }

    /**
     * The slash commands that the bot has registered.
     *
     * @return their names, with the slash
     */
    public List<String> commandNames() {
        return commands.names();
    }

    /**
     * What the bot did wrong.
     *
     * @return the violations
     */
    public Violations violations() {
        return violations;
    }

    /**
     * Requests that there was no answer for.
     *
     * @return method and path of the first ones, each once
     */
    public List<String> unknownRequests() {
        return rest.unknown();
    }

    /**
     * How many requests there was no answer for.
     *
     * @return the number
     */
    public long unknownRequestCount() {
        return rest.unknownCount();
    }
}
