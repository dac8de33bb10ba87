package dev.acord.jda;

import dev.acord.voice.GuildVoice;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceRuntime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.channel.middleman.AudioChannel;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.guild.GuildAvailableEvent;
import net.dv8tion.jda.api.events.guild.GuildLeaveEvent;
import net.dv8tion.jda.api.events.guild.UnavailableGuildLeaveEvent;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.exceptions.InsufficientPermissionException;
import net.dv8tion.jda.api.exceptions.MissingAccessException;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.hooks.SubscribeEvent;
import net.dv8tion.jda.api.hooks.VoiceDispatchInterceptor;
import net.dv8tion.jda.api.requests.GatewayIntent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Voice for a bot on JDA 6: this library's connections, players and receivers in place of JDA's own audio.
 *
 * <pre>{@code
 * AcordVoice voice = AcordVoice.create();
 * JDA jda = JDABuilder.createDefault(token)
 *         .enableIntents(GatewayIntent.GUILD_VOICE_STATES)
 *         .setVoiceDispatchInterceptor(voice.interceptor())
 *         .build();
 * ...
 * voice.join(channel).thenAccept(connection -> new BasePlayer(connection, queue).play());
 * }</pre>
 *
 * <p>One serves any number of guilds, shards ({@code DefaultShardManagerBuilder} takes the same interceptor) and bots. In each guild there is a
 * {@link GuildVoice}, which asks JDA's main gateway, follows moves, asks again when sessions are lost, and keeps one {@link VoiceConnection}
 * through all of that. When JDA begins a new session (not when it resumes one) it is asked again; when the bot is no longer in a guild, or JDA
 * is shut down, what belongs to it is closed. For that, this is also JDA's event listener, and makes itself one with the first join; whoever
 * has an event manager that takes no such listener passes the events to {@link #onEvent}.
 *
 * <p>A guild costs nothing before {@link #join} or {@link #guild}, and nothing after {@link #leave}.
 *
 * <p>All methods may be called from any thread, also from that of JDA's events, and none blocks. There are no threads but those of the {@link
 * VoiceRuntime}. JDA's {@code AudioManager} does nothing in a bot with an interceptor. See {@code docs/jda.md}.
 */
public final class AcordVoice implements EventListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AcordVoice.class);

    /** Two bots of a program may be in the same guild. */
    private record Place(long botId, long guildId) {
        static Place of(Guild guild) {
            return of(guild.getJDA(), guild.getIdLong());
        }

        static Place of(JDA jda, long guildId) {
            return new Place(jda.getSelfUser().getIdLong(), guildId);
        }
    }

    private final VoiceOptions options;
    private final VoiceRuntime runtime;
    private final VoiceDispatchInterceptor interceptor = new Interceptor();
    private final Map<Place, GuildLink> links = new ConcurrentHashMap<>();
    private final Set<JDA> listening = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private AcordVoice(VoiceOptions options, VoiceRuntime runtime) {
        this.options = options;
        this.runtime = runtime;
    }

    /**
     * Voice with the default options, on the shared runtime.
     *
     * @return voice that is in no channel
     */
    public static AcordVoice create() {
        return create(VoiceOptions.defaults());
    }

    /**
     * Voice on the shared runtime.
     *
     * @param options how connections behave; {@link VoiceOptions#connectTimeout()} is the deadline of a join
     * @return voice that is in no channel
     */
    public static AcordVoice create(VoiceOptions options) {
        return create(options, VoiceRuntime.shared());
    }

    /**
     * Voice on a runtime of one's own.
     *
     * @param options how connections behave
     * @param runtime whose threads are used; it stays the caller's to close, after this
     * @return voice that is in no channel
     */
    public static AcordVoice create(VoiceOptions options, VoiceRuntime runtime) {
        return new AcordVoice(options, runtime);
    }

    /**
     * What JDA is built with: {@code setVoiceDispatchInterceptor(voice.interceptor())}. JDA calls it on its gateway's thread, which it does
     * not hold up.
     *
     * @return always the same
     */
    public VoiceDispatchInterceptor interceptor() {
        return interceptor;
    }

    /**
     * The bot should be in this channel, a voice or a stage channel, from now on; also the way to move. It is shown muted and deafened as
     * before; in the beginning it is neither. In a stage channel a bot is in the audience, and is not heard before it is a speaker: {@link
     * Guild#requestToSpeak()} asks, or makes it one at once where it may mute members.
     *
     * @param channel where it should be
     * @return completes when audio can be sent, with the guild's connection; fails with {@code VoiceException}, whose reason names the stage
     *     and the cause, at the latest after {@link VoiceOptions#connectTimeout()}
     * @throws MissingAccessException when the bot may not see the channel
     * @throws InsufficientPermissionException when it may not connect, or the channel is full and it may not move members
     * @throws IllegalStateException when JDA was built without the intent {@link GatewayIntent#GUILD_VOICE_STATES}, or this is closed
     */
    public CompletableFuture<VoiceConnection> join(AudioChannel channel) {
        JoinRules.check(channel);
        GuildLink link = link(channel.getGuild());
        return link.join(channel.getIdLong());
    }

    /**
     * The bot should be in this channel from now on, shown as muted and deafened or not.
     *
     * @param channel where it should be
     * @param selfMute whether others see it muted; it can play nevertheless
     * @param selfDeaf whether it is deafened: the service then sends it nothing of what others say
     * @return as {@link #join(AudioChannel)}
     * @throws MissingAccessException when the bot may not see the channel
     * @throws InsufficientPermissionException when it may not connect, or the channel is full and it may not move members
     * @throws IllegalStateException when JDA was built without the intent {@link GatewayIntent#GUILD_VOICE_STATES}, or this is closed
     */
    public CompletableFuture<VoiceConnection> join(AudioChannel channel, boolean selfMute, boolean selfDeaf) {
        JoinRules.check(channel);
        GuildLink link = link(channel.getGuild());
        link.voice().mute(selfMute);
        link.voice().deafen(selfDeaf);
        return link.join(channel.getIdLong());
    }

    /**
     * Leaves the guild's channel for good: the connection closes, with everything that plays and receives. To keep players for the next join,
     * use {@link GuildVoice#leave()} of {@link #guild}. A join that is begun meanwhile keeps them too.
     *
     * @param guild the guild
     * @return completes when the service has confirmed it, or has not for 2 s, or the next join has come first; at once where the bot is in no
     *     channel
     */
    public CompletableFuture<Void> leave(Guild guild) {
        Place place = Place.of(guild);
        GuildLink link = links.get(place);
        if (link == null) {
            return CompletableFuture.completedFuture(null);
        }
        int uses = link.uses();
        return link.voice().leave().thenRun(() -> forget(place, link, uses));
    }

    /**
     * The guild's place: for its listeners, for what happens at moves and kicks, for muting, and for leaving with players kept. It is closed
     * by {@link #leave}, {@link #close}, the bot's removal from the guild and JDA's shutdown; ask for it again afterwards.
     *
     * @param guild the guild
     * @return what says where the bot should be there
     * @throws IllegalStateException when this is closed
     */
    public GuildVoice guild(Guild guild) {
        return link(guild).voice();
    }

    /**
     * The guild's connection.
     *
     * @param guild the guild
     * @return the connection, also while it waits to be in a channel again; empty before the first join and after {@link #leave}
     */
    public Optional<VoiceConnection> connection(Guild guild) {
        GuildLink link = links.get(Place.of(guild));
        return link == null
                ? Optional.empty()
                : Optional.ofNullable(link.voice().connection());
    }

    /**
     * How many guilds it keeps something for.
     *
     * @return the number of guilds that were joined or asked for, and not left since
     */
    public int guilds() {
        return links.size();
    }

    /**
     * Takes an event of JDA: new sessions, shutdowns, guilds that are gone or back. JDA calls it; an event that comes twice does no harm.
     *
     * @param event any event
     */
    @Override
    @SubscribeEvent
    public void onEvent(GenericEvent event) {
        JDA jda = event.getJDA();
        if (event instanceof SessionRecreateEvent) {
            each(jda, link -> link.voice().handleMainGatewayReconnected());
        } else if (event instanceof ShutdownEvent) {
            listening.remove(jda);
            each(jda, this::drop);
        } else if (event instanceof GuildLeaveEvent left) {
            drop(Place.of(left.getGuild()));
        } else if (event instanceof UnavailableGuildLeaveEvent left) {
            drop(Place.of(jda, left.getGuildIdLong()));
        } else if (event instanceof GuildAvailableEvent back) {
            GuildLink link = links.get(Place.of(back.getGuild()));
            if (link != null) {
                link.guildIsBack(back.getGuild());
            }
        }
    }

    /** Leaves everywhere and closes all connections, without waiting; nothing can be joined afterwards. Later calls do nothing. */
    @Override
    public void close() {
        closed = true;
        links.values().forEach(this::drop);
        for (JDA jda : listening) {
            jda.removeEventListener(this);
        }
        listening.clear();
    }

    private GuildLink link(Guild guild) {
        JDA jda = guild.getJDA();
        GuildLink link = links.compute(Place.of(guild), (place, now) -> {
            if (closed) {
                throw new IllegalStateException("this voice was closed");
            }
            GuildLink kept = now == null ? new GuildLink(jda, guild.getIdLong(), options, runtime) : now;
            kept.use(jda);
            return kept;
        });
        if (listening.add(jda) && !jda.getRegisteredListeners().contains(this)) {
            jda.addEventListener(this);
        }
        if (closed) {
            drop(link); // closed while it was made
            jda.removeEventListener(this);
        }
        return link;
    }

    private void each(JDA jda, Consumer<GuildLink> action) {
        for (GuildLink link : links.values()) {
            if (link.jda().equals(jda)) {
                action.accept(link);
            }
        }
    }

    private void forget(Place place, GuildLink link, int uses) {
        links.computeIfPresent(place, (at, now) -> {
            if (now != link || now.uses() != uses) {
                return now; // joined again meanwhile
            }
            now.voice().close();
            return null;
        });
    }

    private void drop(GuildLink link) {
        links.values().remove(link);
        link.voice().close();
    }

    private void drop(Place place) {
        GuildLink gone = links.remove(place);
        if (gone != null) {
            LOG.info("the bot is no longer in guild {}: its voice is closed", Long.toUnsignedString(place.guildId));
            gone.voice().close();
        }
    }

    /** What JDA tells about its own bot's voice. */
    private final class Interceptor implements VoiceDispatchInterceptor {
        @Override
        public void onVoiceServerUpdate(VoiceServerUpdate update) {
            GuildLink link = links.get(Place.of(update.getGuild()));
            if (link != null) {
                link.handle(update);
            }
        }

        /** True has JDA take its request for the channel as answered, so that it is not sent again: asking again is GuildVoice's. */
        @Override
        public boolean onVoiceStateUpdate(VoiceStateUpdate update) {
            GuildLink link = links.get(Place.of(update.getGuild()));
            if (link == null) {
                return false;
            }
            link.handle(update);
            return true;
        }
    }
}
