package dev.acord.sim.discord.protocol;

import static dev.acord.fuzz.Checks.check;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.acord.fuzz.FuzzInput;
import dev.acord.sim.VoiceTicket;
import dev.acord.sim.gateway.Outbox;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A bot that says anything to the offline Discord, over its main gateway and by requests: open sockets only are written to, in JSON; every
 * request has an answer in the service's shape; what is kept is limited.
 */
class DiscordFuzzTest {
    private static final int MAX_STEPS = 200;
    private static final int MAX_SOCKETS = 8;
    private static final long BOT = 77;
    private static final long GUILD = 5L << 22;
    private static final String TOKEN = "secret";
    private static final Person ALICE = new Person(21, "alice", false);
    private static final String[] METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"};
    /** What ids of messages and interactions, and tokens, are put into. */
    private static final String[] PATHS = {
        "/gateway/bot",
        "/users/@me",
        "/users/21",
        "/applications/@me",
        "/applications/77/commands",
        "/applications/77/commands/%s",
        "/applications/77/guilds/" + GUILD + "/commands",
        "/guilds/" + GUILD,
        "/guilds/" + GUILD + "/members",
        "/guilds/" + GUILD + "/members/%s",
        "/guilds/" + GUILD + "/voice-states/@me",
        "/channels/11",
        "/channels/11/messages",
        "/channels/11/messages/%s",
        "/channels/12/voice-status",
        "/interactions/%s/%s/callback",
        "/webhooks/77/%s",
        "/webhooks/77/%s/messages/@original",
    };

    @FuzzTest
    void fuzz(byte[] data) {
        FuzzInput in = new FuzzInput(data);
        Bot bot = new Bot();
        for (int step = 0; step < MAX_STEPS && in.hasMore(); step++) {
            bot.step(in);
        }
        bot.leave();
        check(bot.world.violations().kept().size() <= 200, () -> "violations without a limit");
        check(bot.world.unknownRequests().size() <= 200, () -> "unknown requests without a limit");
        check(bot.world.replies(0).size() <= 2_000, () -> "replies without a limit");
    }

    private static final class Bot implements Outbox, VoiceRooms, Humans {
        final World world;
        private final Set<Long> open = new HashSet<>();
        private final Set<Long> inVoice = new HashSet<>();
        /** Ids and tokens that the service has told. */
        private final List<String> told = new ArrayList<>(List.of("21"));

        private long sockets;
        private int tickets;
        private long nowNs = 1;

        Bot() {
            GatewaySettings settings = new GatewaySettings(
                    TOKEN, BOT, "ws://here/", 1_000, TimeUnit.SECONDS.toNanos(60), TimeUnit.SECONDS.toNanos(3));
            Guild guild = new Guild(
                    GUILD,
                    "Test",
                    new Person(BOT, "bot", true),
                    List.of(ALICE),
                    List.of(new Channel(11, "general", false), new Channel(12, "Music", true)));
            world = new World(settings, guild, new Snowflakes(0, 1_700_000_000_000L), this, this, this);
        }

        void step(FuzzInput in) {
            long socket = 1L + in.below(MAX_SOCKETS);
            switch (in.below(14)) {
                case 0 -> opened(in.below(12));
                case 1 -> say(socket, in.text());
                case 2 -> say(socket, "{\"op\":" + in.u8() + ",\"d\":" + in.text() + "}");
                case 3 ->
                    say(
                            socket,
                            "{\"op\":2,\"d\":{\"token\":\"" + TOKEN + "\",\"intents\":" + in.i32()
                                    + ",\"properties\":{}}}");
                case 4 ->
                    say(
                            socket,
                            "{\"op\":6,\"d\":{\"token\":\"" + TOKEN + "\",\"session_id\":\"" + told(in) + "\",\"seq\":"
                                    + in.u16() + "}}");
                case 5 ->
                    say(
                            socket,
                            "{\"op\":4,\"d\":{\"guild_id\":\"" + GUILD + "\",\"channel_id\":"
                                    + (in.flag() ? "\"12\"" : "null") + ",\"self_mute\":" + in.flag()
                                    + ",\"self_deaf\":false}}");
                case 6 -> changed(socket, in);
                case 7 -> closed(socket, in.u16());
                case 8 -> {
                    nowNs += in.u16() * 1_000_000L;
                    world.tick(nowNs);
                }
                case 9 -> people(in);
                case 10 -> request(in.text(), "/" + in.text(), in);
                case 11 -> request(METHODS[in.below(METHODS.length)], PATHS[in.below(PATHS.length)], in);
                case 12 -> registered(in);
                default -> binary(socket);
            }
        }

        private String told(FuzzInput in) {
            return told.get(in.below(told.size()));
        }

        private void opened(int version) {
            if (sockets < MAX_SOCKETS) {
                open.add(++sockets);
                world.gateway().handleOpened(sockets, version, nowNs);
            }
        }

        private void say(long socket, String text) {
            if (open.contains(socket)) {
                world.gateway().handleText(socket, text, nowNs);
            }
        }

        private void binary(long socket) {
            if (open.contains(socket)) {
                world.gateway().handleBinary(socket, nowNs);
            }
        }

        /** One of the messages that bots send, changed. */
        private void changed(long socket, FuzzInput in) {
            String[] messages = {
                "{\"op\":1,\"d\":1}",
                "{\"op\":2,\"d\":{\"token\":\"" + TOKEN + "\",\"intents\":641,\"shard\":[0,1]}}",
                "{\"op\":3,\"d\":{\"since\":null,\"activities\":[],\"status\":\"online\",\"afk\":false}}",
                "{\"op\":8,\"d\":{\"guild_id\":\"" + GUILD + "\",\"query\":\"\",\"limit\":0,\"nonce\":\"n\"}}",
            };
            byte[] original = messages[in.below(messages.length)].getBytes(StandardCharsets.UTF_8);
            say(socket, new String(in.mutated(original), StandardCharsets.UTF_8));
        }

        private void closed(long socket, int code) {
            if (open.remove(socket)) {
                world.gateway().handleClosed(socket, code, nowNs);
            }
        }

        private void registered(FuzzInput in) {
            String commands = "[{\"name\":\"play\",\"description\":\"d\",\"options\":[{\"type\":3,\"name\":\"query\","
                    + "\"description\":\"d\",\"required\":true},{\"type\":4,\"name\":\"volume\",\"description\":\"d\"}]}]";
            byte[] body = in.mutated(commands.getBytes(StandardCharsets.UTF_8));
            answer(new RestRequest(
                    "PUT",
                    "/applications/77/commands",
                    "",
                    "Bot " + TOKEN,
                    new String(body, StandardCharsets.UTF_8),
                    0));
        }

        private void request(String method, String path, FuzzInput in) {
            String place = path;
            while (place.contains("%s")) {
                place = place.replaceFirst("%s", told(in));
            }
            String authorization = in.below(8) == 0 ? in.text() : "Bot " + TOKEN;
            answer(new RestRequest(method, place, in.text(), authorization, in.text(), in.below(3)));
        }

        private void answer(RestRequest request) {
            RestResponse response = world.handle(request, nowNs);
            check(response.status() >= 200 && response.status() < 500, () -> request + ": " + response);
            if (!response.body().isEmpty()) {
                JsonElement body = JsonParser.parseString(response.body());
                check(
                        response.status() < 400
                                || body.getAsJsonObject().get("message").isJsonPrimitive(),
                        () -> request + ": " + response);
                keep(body);
            }
            // what somebody has said may be said again, whatever it is; an error has no such excuse
            boolean own = (request.path() + request.query() + request.body()).contains(TOKEN)
                    || request.body().contains("\\");
            check(
                    response.status() < 400 || own || !response.body().contains(TOKEN),
                    () -> "the token is told: " + response);
        }

        private void people(FuzzInput in) {
            switch (in.below(8)) {
                case 0 -> command("/play " + in.text());
                case 1 -> command("/" + in.text());
                case 2 -> world.message(ALICE.id(), 11, in.text(), nowNs);
                case 3 -> world.place(in.flag() ? BOT : ALICE.id(), in.flag() ? 12 : 0, in.flag(), false);
                case 4 -> world.moderate(BOT, in.flag(), in.flag());
                case 5 -> world.gateway().requestReconnect();
                case 6 -> world.gateway().invalidate(nowNs);
                default -> world.gateway().kill(nowNs);
            }
        }

        private void command(String line) {
            try {
                world.command(ALICE.id(), 11, line, nowNs);
            } catch (IllegalArgumentException e) {
                check(e.getMessage() != null, () -> "refused without a word: " + line);
            }
        }

        void leave() {
            for (long socket = 1; socket <= sockets; socket++) {
                closed(socket, 1006);
            }
            nowNs += TimeUnit.HOURS.toNanos(1);
            world.tick(nowNs);
            check(!world.gateway().online(), () -> "a bot without a socket is online for ever");
        }

        /** Ids, tokens and sessions are used in later requests. */
        private void keep(JsonElement json) {
            if (json.isJsonArray()) {
                json.getAsJsonArray().forEach(this::keep);
            } else if (json.isJsonObject()) {
                for (String name : List.of("id", "token", "session_id")) {
                    JsonElement value = json.getAsJsonObject().get(name);
                    if (value != null && value.isJsonPrimitive() && told.size() < 200) {
                        told.add(value.getAsString().replaceAll("[\\\\$\"]", ""));
                    }
                }
                JsonElement d = json.getAsJsonObject().get("d");
                if (d != null) {
                    keep(d);
                }
            }
        }

        @Override
        public void text(long socketId, String message) {
            check(open.contains(socketId), () -> "a closed socket is written to: " + message);
            keep(JsonParser.parseString(message));
        }

        @Override
        public void binary(long socketId, byte[] message) {
            throw new AssertionError("the gateway speaks JSON");
        }

        @Override
        public void close(long socketId, int code, String reason) {
            check(open.contains(socketId), () -> "a closed socket is closed: " + code);
            check(code >= 1_000 && code < 5_000, () -> "close code " + code);
            check(reason.getBytes(StandardCharsets.UTF_8).length <= 123, () -> "a reason too long: " + reason);
        }

        @Override
        public void abort(long socketId) {
            check(open.contains(socketId), () -> "a closed socket is broken off");
        }

        @Override
        public VoiceTicket invite(long channelId, long userId) {
            inVoice.add(userId);
            return new VoiceTicket(GUILD, channelId, userId, "voice-" + ++tickets, "token-" + tickets, "localhost:1");
        }

        @Override
        public void expel(long userId) {
            inVoice.remove(userId);
        }

        @Override
        public boolean connected(long userId) {
            return inVoice.contains(userId);
        }

        @Override
        public void voiceState(VoicePlace place) {}

        @Override
        public void voiceServer(VoiceTicket ticket) {}
    }
}
