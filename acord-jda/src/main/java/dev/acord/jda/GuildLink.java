package dev.acord.jda;

import dev.acord.voice.CloseReason;
import dev.acord.voice.GuildVoice;
import dev.acord.voice.MainGateway;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceException;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceRuntime;
import dev.acord.voice.VoiceState;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.GuildVoiceState;
import net.dv8tion.jda.api.entities.channel.middleman.AudioChannel;
import net.dv8tion.jda.api.hooks.VoiceDispatchInterceptor.VoiceServerUpdate;
import net.dv8tion.jda.api.hooks.VoiceDispatchInterceptor.VoiceStateUpdate;
import net.dv8tion.jda.api.managers.AudioManager;
import net.dv8tion.jda.api.managers.DirectAudioController;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One guild: its {@link GuildVoice}, and the way between that and JDA.
 *
 * <p>JDA keeps at most one request for each guild, and sends it again every 10 s until it takes it as answered. {@link GuildVoice} asks again by
 * itself, sooner. So an answer to one must not leave a request behind in the other: see {@link #cancelRequest}.
 *
 * <p>JDA's gateway thread calls {@code handle}, threads of the runtime the rest; there is no lock, as the former must not wait for the latter.
 */
final class GuildLink implements MainGateway, VoiceListener {
    private static final Logger LOG = LoggerFactory.getLogger(GuildLink.class);

    /** What was last asked of JDA. */
    private record Request(OptionalLong channelId, boolean selfMute, boolean selfDeaf) {}

    private final long guildId;
    private final GuildVoice voice;
    private volatile JDA jda;
    private volatile int uses;
    /** What JDA may send again, as it has not seen the bot there. */
    private volatile @Nullable Request queued;
    /** What no voice server came for. */
    private volatile @Nullable Request unanswered;

    private volatile boolean told;
    /** JDA was asked to leave and join again: the leave that it hears of is that one. */
    private final AtomicBoolean rejoining = new AtomicBoolean();

    GuildLink(JDA jda, long guildId, VoiceOptions options, VoiceRuntime runtime) {
        this.jda = jda;
        this.guildId = guildId;
        this.voice = GuildVoice.create(guildId, jda.getSelfUser().getIdLong(), this, options, runtime);
        voice.addListener(this);
    }

    GuildVoice voice() {
        return voice;
    }

    JDA jda() {
        return jda;
    }

    /** How often it was used; only changed by {@link #use}. */
    int uses() {
        return uses;
    }

    /** One use more, by this JDA, which is another after a shard was started again. One thread at a time. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // callers hold the map's lock of the entry
    void use(JDA by) {
        jda = by;
        uses++;
    }

    CompletableFuture<VoiceConnection> join(long channelId) {
        return voice.join(channelId).handle((connection, failure) -> {
            if (failure == null) {
                return connection;
            }
            throw explained(failure);
        });
    }

    /** A bot that JDA shows in the channel, and of which no interceptor heard, has none. */
    private RuntimeException explained(Throwable failure) {
        if (!(failure instanceof VoiceException known)) {
            return failure instanceof RuntimeException other ? other : new IllegalStateException(failure);
        }
        CloseReason reason = known.reason();
        if (told || reason.kind() != CloseReason.Kind.TIMEOUT || reason.stage() != VoiceState.AWAITING_SERVER) {
            return known;
        }
        return new VoiceException(new CloseReason(
                reason.kind(),
                reason.code(),
                reason.stage(),
                reason.message() + "; if JDA shows the bot in the channel, it was built without"
                        + " setVoiceDispatchInterceptor(voice.interceptor())"));
    }

    void handle(VoiceStateUpdate update) {
        told = true;
        AudioChannel channel = update.getChannel();
        String sessionId = update.getVoiceState().getSessionId();
        if (channel == null) {
            if (!rejoining.getAndSet(false)) {
                voice.handleVoiceStateUpdate(ownId(update.getJDA()), OptionalLong.empty(), "left");
            }
        } else if (sessionId == null || sessionId.isBlank()) {
            LOG.warn("ignored a voice state without a session id in guild {}", Long.toUnsignedString(guildId));
        } else {
            Request request = queued;
            if (request != null && request.channelId.equals(OptionalLong.of(channel.getIdLong()))) {
                queued = null;
            }
            voice.handleVoiceStateUpdate(ownId(update.getJDA()), OptionalLong.of(channel.getIdLong()), sessionId);
        }
    }

    void handle(VoiceServerUpdate update) {
        told = true;
        unanswered = null;
        rejoining.set(false);
        try {
            voice.handleVoiceServerUpdate(update.getToken(), update.getEndpoint());
        } catch (IllegalArgumentException e) {
            // nothing that a bot can do anything about: as if it had not come, so that it is asked for again
            LOG.warn("ignored a voice server in guild {}: {}", Long.toUnsignedString(guildId), e.getMessage());
        }
    }

    private static long ownId(JDA of) {
        return of.getSelfUser().getIdLong();
    }

    /** The guild was unavailable. Its voice may have gone on; where it has not, nothing else will say so. */
    void guildIsBack(Guild guild) {
        if (voice.channelId().isPresent() && !voice.channelId().equals(present(guild))) {
            voice.handleMainGatewayReconnected();
        }
    }

    @Override
    public void updateVoiceState(long ofGuildId, OptionalLong channelId, boolean selfMute, boolean selfDeaf) {
        Guild guild = guild();
        if (guild == null) {
            LOG.debug("JDA does not have guild {} now: nothing is asked", Long.toUnsignedString(guildId));
            return;
        }
        rejoining.set(false);
        if (channelId.isEmpty()) {
            queued = null;
            unanswered = null;
            controller(guild).disconnect(guild);
            return;
        }
        if (!(guild.getGuildChannelById(channelId.getAsLong()) instanceof AudioChannel channel)) {
            LOG.debug("there is no channel {} now: nothing is asked", Long.toUnsignedString(channelId.getAsLong()));
            return;
        }
        // JDA takes these from there when it sends its request; without a connection of its own they do nothing else
        AudioManager flags = guild.getAudioManager();
        flags.setSelfMuted(selfMute);
        flags.setSelfDeafened(selfDeaf);
        Request request = new Request(channelId, selfMute, selfDeaf);
        boolean again = request.equals(unanswered);
        unanswered = request;
        queued = request;
        if (again && channelId.equals(present(guild))) {
            // the service has the bot in that channel already, and says nothing to a request that changes nothing
            rejoining.set(true);
            controller(guild).reconnect(channel);
        } else {
            controller(guild).connect(channel);
        }
    }

    @Override
    public void onMoved(VoiceConnection connection, long fromChannelId, long toChannelId) {
        cancelRequest(OptionalLong.of(toChannelId));
    }

    @Override
    public void onKicked(VoiceConnection connection, long channelId, boolean rejoins) {
        if (!rejoins) {
            cancelRequest(OptionalLong.empty());
        }
    }

    /**
     * Somebody has put the bot elsewhere before a request was answered: JDA would send that again, and undo it. JDA has no way to take a request
     * back, but one for where the bot is replaces it, and is answered already.
     */
    private void cancelRequest(OptionalLong now) {
        Request request = queued;
        if (request == null
                || request.channelId.equals(now)
                || !voice.channelId().equals(now)) {
            return;
        }
        Guild guild = guild();
        if (guild == null) {
            return;
        }
        queued = null;
        unanswered = null;
        if (now.isEmpty()) {
            controller(guild).disconnect(guild);
        } else if (guild.getGuildChannelById(now.getAsLong()) instanceof AudioChannel channel) {
            controller(guild).connect(channel);
        }
    }

    private @Nullable Guild guild() {
        JDA.Status status = jda.getStatus();
        return status == JDA.Status.SHUTTING_DOWN || status == JDA.Status.SHUTDOWN ? null : jda.getGuildById(guildId);
    }

    private static DirectAudioController controller(Guild guild) {
        return guild.getJDA().getDirectAudioController();
    }

    /** Where JDA takes the bot to be. */
    private static OptionalLong present(Guild guild) {
        GuildVoiceState state = guild.getSelfMember().getVoiceState();
        AudioChannel channel = state == null ? null : state.getChannel();
        return channel == null ? OptionalLong.empty() : OptionalLong.of(channel.getIdLong());
    }
}
