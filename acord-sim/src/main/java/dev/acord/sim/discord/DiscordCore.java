package dev.acord.sim.discord;

import dev.acord.sim.MemberState;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.sim.discord.net.DiscordWeb;
import dev.acord.sim.discord.net.Handling;
import dev.acord.sim.discord.protocol.BotRule;
import dev.acord.sim.discord.protocol.Channel;
import dev.acord.sim.discord.protocol.GatewaySettings;
import dev.acord.sim.discord.protocol.Guild;
import dev.acord.sim.discord.protocol.Humans;
import dev.acord.sim.discord.protocol.Person;
import dev.acord.sim.discord.protocol.Reply;
import dev.acord.sim.discord.protocol.RestRequest;
import dev.acord.sim.discord.protocol.RestResponse;
import dev.acord.sim.discord.protocol.Snowflakes;
import dev.acord.sim.discord.protocol.VoicePlace;
import dev.acord.sim.discord.protocol.VoiceRooms;
import dev.acord.sim.discord.protocol.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The protocol's world behind one lock, with the sockets, the clock and the voice server around it. Thread safe. */
final class DiscordCore implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int TICK_MS = 100;
    private static final int POLL_MS = 50;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final VoiceServer voiceServer;
    private final DiscordWeb web;
    private final World world;
    private final GatewaySettings settings;
    private final long guildId;
    private final long botId;
    private final List<OfflineChannel> channels = new ArrayList<>();
    private final Map<Long, OfflineUser> users = new LinkedHashMap<>();
    private final List<Person> firstPeople = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "acord-discord-clock");
        thread.setDaemon(true);
        return thread;
    });

    DiscordCore(OfflineDiscordBuilder builder) {
        Snowflakes ids = new Snowflakes(System.nanoTime(), System.currentTimeMillis());
        guildId = ids.next(System.nanoTime());
        botId = builder.botId;
        voiceServer = builder.voiceServer == null ? VoiceServer.create() : builder.voiceServer.build();
        voiceServer.start();
        web = new DiscordWeb(HOST, builder.port, new Events());
        try {
            web.start();
        } catch (IOException e) {
            voiceServer.close();
            clock.shutdownNow();
            throw new UncheckedIOException("offline Discord could not open its port", e);
        }
        settings = new GatewaySettings(
                builder.token,
                botId,
                "ws://" + web.address() + "/",
                (int) builder.heartbeat.toMillis(),
                builder.resumeWindow.toNanos(),
                builder.interactionDeadline.toNanos());
        List<Channel> made = new ArrayList<>();
        orElse(builder.textChannels, "general").forEach(name -> made.add(channel(ids, name, false)));
        orElse(builder.voiceChannels, "General", "Music").forEach(name -> made.add(channel(ids, name, true)));
        made.forEach(each -> channels.add(new OfflineChannel(each.id(), each.name(), each.voice())));
        orElse(builder.users, "alice")
                .forEach(name -> firstPeople.add(new Person(ids.next(System.nanoTime()), name, false)));
        Person bot = new Person(botId, builder.botName, true);
        Guild guild = new Guild(guildId, builder.guildName, bot, firstPeople, made);
        world = new World(settings, guild, ids, web, new Rooms(), new Told());
    }

    private static List<String> orElse(List<String> given, String... otherwise) {
        return given.isEmpty() ? List.of(otherwise) : given;
    }

    private static Channel channel(Snowflakes ids, String name, boolean voice) {
        return new Channel(ids.next(System.nanoTime()), name, voice);
    }

    void start(OfflineDiscord discord) {
        run(() -> firstPeople.forEach(each -> users.put(each.id(), new OfflineUser(discord, each.id(), each.name()))));
        clock.scheduleAtFixedRate(
                () -> run(() -> world.tick(System.nanoTime())), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            T result = action.get();
            changed.signalAll();
            return result;
        } finally {
            lock.unlock();
        }
    }

    void run(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean await(BooleanSupplier condition, Duration timeout) {
        long endNs = System.nanoTime() + timeout.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                long leftNs = endNs - System.nanoTime();
                if (leftNs <= 0) {
                    return false;
                }
                changed.await(Math.min(leftNs, TimeUnit.MILLISECONDS.toNanos(POLL_MS)), TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    World world() {
        return world;
    }

    VoiceServer voiceServer() {
        return voiceServer;
    }

    String address() {
        return web.address();
    }

    String gatewayUrl() {
        return settings.resumeUrl();
    }

    String token() {
        return settings.token();
    }

    long botId() {
        return botId;
    }

    long guildId() {
        return guildId;
    }

    List<OfflineChannel> channels() {
        return List.copyOf(channels);
    }

    OfflineChannel channel(Predicate<OfflineChannel> wanted, String what) {
        return channels.stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is not " + what + " in "
                        + channels.stream().map(OfflineChannel::name).toList()));
    }

    OfflineUser firstUser() {
        return locked(() -> users.values().iterator().next());
    }

    OfflineUser user(OfflineDiscord discord, String name) {
        return locked(() -> {
            for (OfflineUser each : users.values()) {
                if (each.name().equals(name)) {
                    return each;
                }
            }
            Person person = world.addHuman(name, System.nanoTime());
            OfflineUser made = new OfflineUser(discord, person.id(), name);
            users.put(person.id(), made);
            return made;
        });
    }

    void moderate(long userId, long channelId) {
        run(() -> {
            VoicePlace place = world.guild().place(userId);
            if (place.channelId() == 0) {
                throw new IllegalStateException(
                        "user " + Long.toUnsignedString(userId) + " is in no voice channel; wait with awaitVoice");
            }
            world.place(userId, channelId, place.selfMute(), place.selfDeaf());
        });
    }

    Said say(OfflineDiscord discord, long userId, OfflineChannel channel, String text) {
        return locked(() -> {
            long before = world.replyCount();
            long now = System.nanoTime();
            long interaction = 0;
            if (text.startsWith("/")) {
                interaction = world.command(userId, channel.id(), text, now);
            } else {
                world.message(userId, channel.id(), text, now);
            }
            return new Said(discord, text, interaction, channel.id(), before);
        });
    }

    List<BotReply> replies(long from) {
        List<Reply> all = locked(() -> world.replies(from));
        return all.stream()
                .map(each -> new BotReply(
                        BotReply.Kind.valueOf(each.kind()),
                        each.interactionId(),
                        each.channelId(),
                        each.messageId(),
                        each.content(),
                        each.ephemeral(),
                        each.data().toString()))
                .toList();
    }

    String report() {
        return locked(
                () -> "bot: " + (world.gateway().online() ? "online" : "not at the main gateway") + ", identified "
                        + world.gateway().identifies() + " times, resumed "
                        + world.gateway().resumes() + " times, in voice channel "
                        + Long.toUnsignedString(world.guild().place(botId).channelId())
                        + "\nits violations: " + world.violations().kept()
                        + "\nunknown requests: " + world.unknownRequests() + "\n");
    }

    @Override
    public void close() {
        clock.shutdownNow();
        List<OfflineUser> all = locked(() -> List.copyOf(users.values()));
        all.forEach(OfflineUser::close);
        try {
            web.close();
        } catch (IOException e) {
            throw new UncheckedIOException("offline Discord could not close its port", e);
        } finally {
            voiceServer.close();
        }
    }

    /** What comes from the network. */
    private final class Events implements Handling {
        @Override
        public void opened(long socketId, int version) {
            run(() -> world.gateway().handleOpened(socketId, version, System.nanoTime()));
        }

        @Override
        public void text(long socketId, String message) {
            run(() -> world.gateway().handleText(socketId, message, System.nanoTime()));
        }

        @Override
        public void binary(long socketId) {
            run(() -> world.gateway().handleBinary(socketId, System.nanoTime()));
        }

        @Override
        public void closed(long socketId, int code) {
            run(() -> world.gateway().handleClosed(socketId, code, System.nanoTime()));
        }

        @Override
        public void unsupported(String query) {
            run(() -> world.violations()
                    .add(
                            BotRule.UNSUPPORTED_VERSION,
                            "a gateway address with " + query
                                    + ": there is encoding=json, and compress=zlib-stream or none"));
        }

        @Override
        public RestResponse request(RestRequest request) {
            return locked(() -> world.handle(request, System.nanoTime()));
        }
    }

    /** The voice server as the main gateway sees it. */
    private final class Rooms implements VoiceRooms {
        @Override
        public VoiceTicket invite(long channelId, long userId) {
            VoiceTicket t = voiceServer.join(guildId, channelId, userId);
            // a name, as the service's endpoints have: JDA takes HOST:PORT for a URI, and a number is no scheme
            String endpoint = t.endpoint().replace("127.0.0.1:", "localhost:");
            return new VoiceTicket(t.guildId(), t.channelId(), t.userId(), t.sessionId(), t.token(), endpoint);
        }

        @Override
        public void expel(long userId) {
            if (connected(userId)) {
                try {
                    voiceServer.member(guildId, userId).kick();
                } catch (IllegalStateException e) {
                    return; // it left between the two lines
                }
            }
        }

        @Override
        public boolean connected(long userId) {
            return voiceServer.members().stream()
                    .anyMatch(each -> each.guildId() == guildId
                            && each.userId() == userId
                            && (each.state() == MemberState.READY || each.state() == MemberState.CONNECTED));
        }
    }

    /** Human members, who are told at once. */
    private final class Told implements Humans {
        @Override
        public void voiceState(VoicePlace place) {
            OfflineUser user = users.get(place.userId());
            if (user != null) {
                user.handle(place);
            }
        }

        @Override
        public void voiceServer(VoiceTicket ticket) {
            OfflineUser user = users.get(ticket.userId());
            if (user != null) {
                user.handle(ticket);
            }
        }
    }
}
