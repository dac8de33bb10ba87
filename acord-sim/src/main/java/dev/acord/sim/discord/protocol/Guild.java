package dev.acord.sim.discord.protocol;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The guild: who is in it, what channels it has, and who is in which voice channel. Not thread safe. */
public final class Guild {
    private final long id;
    private final String name;
    private final long ownerId;
    private final Person bot;
    private final Map<Long, Channel> channels = new LinkedHashMap<>();
    private final Map<Long, Person> people = new LinkedHashMap<>();
    private final Map<Long, VoicePlace> places = new LinkedHashMap<>();

    /**
     * Creates a guild.
     *
     * @param id its id
     * @param name its name
     * @param bot the bot
     * @param humans everybody else; the first one is the owner
     * @param channels its channels, in their order
     */
    public Guild(long id, String name, Person bot, List<Person> humans, List<Channel> channels) {
        this.id = id;
        this.name = name;
        this.bot = bot;
        this.ownerId = humans.get(0).id();
        people.put(bot.id(), bot);
        humans.forEach(each -> people.put(each.id(), each));
        channels.forEach(each -> this.channels.put(each.id(), each));
    }

    long id() {
        return id;
    }

    String name() {
        return name;
    }

    long ownerId() {
        return ownerId;
    }

    Person bot() {
        return bot;
    }

    Collection<Channel> channels() {
        return channels.values();
    }

    @Nullable
    Channel channel(long channelId) {
        return channels.get(channelId);
    }

    Collection<Person> people() {
        return people.values();
    }

    @Nullable
    Person person(long userId) {
        return people.get(userId);
    }

    void add(Person person) {
        people.put(person.id(), person);
    }

    /** Those who are in a channel. */
    List<VoicePlace> places() {
        return List.copyOf(places.values());
    }

    /**
     * Where somebody is.
     *
     * @param userId who
     * @return the place; its channel is 0 when it is in none
     */
    public VoicePlace place(long userId) {
        VoicePlace place = places.get(userId);
        return place == null ? new VoicePlace(userId, 0, "none", false, false, false, false) : place;
    }

    void place(VoicePlace place) {
        if (place.channelId() == 0) {
            places.remove(place.userId());
        } else {
            places.put(place.userId(), place);
        }
    }
}
