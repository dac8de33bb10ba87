package dev.acord.system;

import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.GuildVoiceState;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.entities.SelfMember;
import net.dv8tion.jda.api.entities.SelfUser;
import net.dv8tion.jda.api.entities.channel.ChannelType;
import net.dv8tion.jda.api.entities.channel.concrete.VoiceChannel;
import net.dv8tion.jda.api.entities.channel.middleman.AudioChannel;
import net.dv8tion.jda.api.entities.channel.unions.AudioChannelUnion;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.guild.GuildAvailableEvent;
import net.dv8tion.jda.api.events.guild.GuildLeaveEvent;
import net.dv8tion.jda.api.events.session.SessionInvalidateEvent;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.hooks.VoiceDispatchInterceptor;
import net.dv8tion.jda.api.hooks.VoiceDispatchInterceptor.VoiceServerUpdate;
import net.dv8tion.jda.api.hooks.VoiceDispatchInterceptor.VoiceStateUpdate;
import net.dv8tion.jda.api.managers.AudioManager;
import net.dv8tion.jda.api.managers.DirectAudioController;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * A bot on JDA in one guild, through JDA's interfaces only, with a main gateway that answers with the credentials of an embedded voice server.
 *
 * <p>Its requests are those of JDA 6: one waits for each guild ({@link JdaRequest}), and is over when a voice state, or the interceptor's word,
 * says so. The service is a strict one: to a request that changes nothing it says nothing. All of this happens on one thread, as JDA's gateway.
 */
final class FakeJda implements AutoCloseable {
    static final long BOT = 1;

    final JDA api;
    final Guild guild;
    /** What reached the main gateway: a channel, or 0, with "m" and "d" when muted and deafened. */
    final List<String> sent = new CopyOnWriteArrayList<>();

    final Set<Permission> permissions = EnumSet.allOf(Permission.class);
    final Set<GatewayIntent> intents = EnumSet.allOf(GatewayIntent.class);
    final List<Object> listeners = new CopyOnWriteArrayList<>();

    private final ExecutorService gateway = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
                Thread thread = new Thread(task, "fake-jda");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    private final VoiceDispatchInterceptor interceptor;
    private final Map<Long, AudioChannelUnion> channels = new ConcurrentHashMap<>();
    private final Set<Long> deaf = ConcurrentHashMap.newKeySet();
    private final GuildVoiceState voiceState;
    private volatile VoiceServer server;
    private volatile JDA.Status status = JDA.Status.CONNECTED;
    private volatile boolean guildKnown = true;
    private volatile boolean selfMute;
    private volatile boolean selfDeaf;

    /** JDA's, of the bot's own voice state. */
    private volatile AudioChannelUnion cached;

    private volatile String sessionId;
    private volatile JdaRequest request;

    /** The service's. */
    private long at;

    private String flags = "";

    FakeJda(VoiceServer server, VoiceDispatchInterceptor interceptor, long guildId) {
        this.server = server;
        this.interceptor = interceptor;
        SelfUser user = new Fake("self").with("getIdLong", () -> BOT).as(SelfUser.class);
        voiceState = new Fake("voice state")
                .with("getGuild", this::guild)
                .with("getChannel", () -> cached)
                .with("getSessionId", () -> sessionId)
                .as(GuildVoiceState.class);
        SelfMember self = new Fake("self member")
                .with("getVoiceState", () -> voiceState)
                .on(
                        "hasPermission",
                        arguments ->
                                permissions.containsAll(Arrays.asList((Permission[]) arguments[arguments.length - 1])))
                .as(SelfMember.class);
        AudioManager manager = new Fake("audio manager")
                .on("setSelfMuted", muted -> {
                    selfMute = (boolean) muted[0];
                    return null;
                })
                .on("setSelfDeafened", deafened -> {
                    selfDeaf = (boolean) deafened[0];
                    return null;
                })
                .as(AudioManager.class);
        guild = new Fake("guild")
                .with("getIdLong", () -> guildId)
                .with("getJDA", this::api)
                .with("getSelfMember", () -> self)
                .with("getAudioManager", () -> manager)
                .on("getGuildChannelById", id -> channels.get((long) id[0]))
                .as(Guild.class);
        DirectAudioController controller = new Fake("controller")
                .on("connect", channel -> ask(JdaRequest.Stage.CONNECT, (AudioChannel) channel[0]))
                .on("reconnect", channel -> ask(JdaRequest.Stage.RECONNECT, (AudioChannel) channel[0]))
                .on("disconnect", ofGuild -> ask(JdaRequest.Stage.DISCONNECT, null))
                .as(DirectAudioController.class);
        api = new Fake("JDA")
                .with("getSelfUser", () -> user)
                .with("getStatus", () -> status)
                .with("getResponseTotal", () -> 0L)
                .with("getGatewayIntents", () -> EnumSet.copyOf(intents))
                .with("getDirectAudioController", () -> controller)
                .with("getRegisteredListeners", () -> List.copyOf(listeners))
                .on("getGuildById", id -> guildKnown && (long) id[0] == guildId ? guild : null)
                .on("addEventListener", added -> {
                    listeners.addAll(Arrays.asList((Object[]) added[0]));
                    return null;
                })
                .on("removeEventListener", removed -> {
                    listeners.removeAll(Arrays.asList((Object[]) removed[0]));
                    return null;
                })
                .as(JDA.class);
    }

    private Guild guild() {
        return guild;
    }

    private JDA api() {
        return api;
    }

    AudioChannel channel(long id) {
        return channel(id, 0, 0);
    }

    /** A channel for so many, with so many others in it. */
    AudioChannel channel(long id, int userLimit, int others) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < others; i++) {
            members.add(new Fake("member").as(Member.class));
        }
        return channels.computeIfAbsent(id, made -> (AudioChannelUnion) new Fake("channel " + id)
                .with("getIdLong", () -> id)
                .with("getType", () -> ChannelType.VOICE)
                .with("getGuild", this::guild)
                .with("getJDA", this::api)
                .with("getUserLimit", () -> userLimit)
                .with("getMembers", () -> members)
                .as(VoiceChannel.class, AudioChannelUnion.class));
    }

    /** From now on channels are on this server. */
    void server(VoiceServer other) {
        server = other;
    }

    /** The service says nothing to requests for this channel. */
    void refuse(long channelId) {
        deaf.add(channelId);
    }

    boolean hasRequest() {
        return request != null;
    }

    // ---- JDA's requests ----

    private synchronized Object ask(JdaRequest.Stage stage, AudioChannel channel) {
        request = JdaRequest.merged(request, stage, channel);
        gateway.execute(() -> sendDue(false));
        return null;
    }

    /** Ten seconds later: JDA sends what is not over. */
    void sendAgain() {
        run(() -> sendDue(true));
    }

    private void sendDue(boolean again) {
        JdaRequest due = request;
        if (due == null || !guildKnown || (due.sent && !again)) {
            return;
        }
        due.sent = true;
        long channelId = due.stage == JdaRequest.Stage.CONNECT ? due.channel.getIdLong() : 0;
        String how = (selfMute ? "m" : "") + (selfDeaf ? "d" : "");
        gateway.execute(() -> serve(channelId, channelId == 0 ? "" : how));
        over(cached);
    }

    private synchronized void over(AudioChannel now) {
        JdaRequest before = request;
        request = before == null ? null : before.after(now);
        if (request != null && !request.sent) {
            gateway.execute(() -> sendDue(false));
        }
    }

    // ---- the service ----

    private void serve(long channelId, String how) {
        sent.add(channelId + how);
        if (channelId == 0) {
            if (at != 0) {
                at = 0;
                dispatchState(null);
            }
        } else if (!deaf.contains(channelId) && channelId != at) {
            flags = how;
            arrive(channelId);
        } else if (channelId == at && !flags.equals(how)) {
            flags = how;
            dispatchState(cached);
        }
    }

    private void arrive(long channelId) {
        at = channelId;
        VoiceTicket ticket = server.join(guild.getIdLong(), channelId, BOT);
        sessionId = ticket.sessionId();
        dispatchState((AudioChannelUnion) channel(channelId));
        dispatchServer(ticket.token(), ticket.endpoint());
    }

    private void dispatchState(AudioChannelUnion channel) {
        AudioChannel before = cached;
        cached = channel;
        if (before != null && channel == null) {
            over(null);
        }
        if (interceptor.onVoiceStateUpdate(new VoiceStateUpdate(channel, voiceState, DataObject.empty()))) {
            over(channel);
        }
    }

    private void dispatchServer(String token, String endpoint) {
        over(cached);
        interceptor.onVoiceServerUpdate(new VoiceServerUpdate(guild, endpoint, token, sessionId, DataObject.empty()));
    }

    /** Puts the bot into a channel, as somebody else's wish. */
    void place(long channelId) {
        run(() -> arrive(channelId));
    }

    void kick() {
        run(() -> {
            server.kick(BOT);
            at = 0;
            dispatchState(null);
        });
    }

    void badServer(String endpoint) {
        run(() -> dispatchServer("token", endpoint));
    }

    // ---- JDA's session ----

    private void fire(GenericEvent event) {
        for (Object listener : listeners) {
            ((EventListener) listener).onEvent(event);
        }
    }

    /** JDA's session is lost, and a new one begun, in which the bot is in no channel. */
    void newSession() {
        run(() -> {
            guildKnown = false;
            fire(new SessionInvalidateEvent(api));
        });
        run(() -> {
            at = 0;
            cached = null;
            guildKnown = true;
            fire(new SessionRecreateEvent(api));
        });
    }

    /** The guild was away; the bot is where the service now says. */
    void guildBack(boolean stillThere) {
        run(() -> {
            if (!stillThere) {
                at = 0;
                cached = null;
            }
            fire(new GuildAvailableEvent(api, 0, guild));
        });
    }

    void removedFromGuild() {
        run(() -> {
            guildKnown = false;
            fire(new GuildLeaveEvent(api, 0, guild));
        });
    }

    void shutdown() {
        run(() -> {
            status = JDA.Status.SHUTDOWN;
            fire(new ShutdownEvent(api, OffsetDateTime.MIN, 1000));
        });
    }

    /** Does something before the service answers what is asked from now on. */
    <T> T beforeAnswers(Supplier<T> action) {
        CountDownLatch done = new CountDownLatch(1);
        gateway.execute(() -> {
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            return action.get();
        } finally {
            done.countDown();
        }
    }

    private void run(Runnable task) {
        CompletableFuture.runAsync(task, gateway)
                .orTimeout(Call.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        gateway.shutdown();
    }
}
