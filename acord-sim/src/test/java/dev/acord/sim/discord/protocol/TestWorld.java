package dev.acord.sim.discord.protocol;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.acord.sim.VoiceTicket;
import dev.acord.sim.gateway.Outbox;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A world without sockets, clock and voice server: what the gateway says is in lists. */
final class TestWorld implements Outbox, VoiceRooms, Humans {
    static final long BOT = 77;
    static final long GUILD = 5L << 22;
    static final Channel TEXT = new Channel(11, "general", false);
    static final Channel VOICE = new Channel(12, "Music", true);
    static final Person ALICE = new Person(21, "alice", false);
    static final int ALL_INTENTS = (1 << 26) - 1;
    private static final String TOKEN = "secret";

    final World world;
    final List<JsonObject> sent = new ArrayList<>();
    final List<Integer> closed = new ArrayList<>();
    final List<String> reasons = new ArrayList<>();
    final Set<Long> inVoice = new HashSet<>();
    private final Gson gson = new Gson();
    private int tickets;
    long nowNs = 1;

    TestWorld() {
        GatewaySettings settings = new GatewaySettings(
                TOKEN, BOT, "ws://here/", 1_000, TimeUnit.SECONDS.toNanos(60), TimeUnit.SECONDS.toNanos(3));
        Guild guild = new Guild(GUILD, "Test", new Person(BOT, "bot", true), List.of(ALICE), List.of(TEXT, VOICE));
        world = new World(settings, guild, new Snowflakes(0, 1_700_000_000_000L), this, this, this);
    }

    void open(long socket) {
        world.gateway().handleOpened(socket, 10, nowNs);
    }

    void say(long socket, String json) {
        world.gateway().handleText(socket, json.replace('\'', '"'), nowNs);
    }

    /** Opens a socket and identifies; gives the session's id. */
    String identify(long socket, int intents) {
        open(socket);
        say(socket, "{'op':2,'d':{'token':'" + TOKEN + "','intents':" + intents + ",'properties':{}}}");
        return of("READY").get("session_id").getAsString();
    }

    void resume(long socket, String session, long sequence) {
        open(socket);
        say(socket, "{'op':6,'d':{'token':'" + TOKEN + "','session_id':'" + session + "','seq':" + sequence + "}}");
    }

    /** The data of the last event of a type. */
    JsonObject of(String type) {
        for (int i = sent.size() - 1; i >= 0; i--) {
            JsonElement name = sent.get(i).get("t");
            if (!name.isJsonNull() && name.getAsString().equals(type)) {
                return sent.get(i).getAsJsonObject("d");
            }
        }
        throw new AssertionError("no " + type + " in " + sent);
    }

    List<String> types() {
        return sent.stream()
                .map(each -> each.get("t"))
                .map(each -> each.isJsonNull() ? "-" : each.getAsString())
                .toList();
    }

    RestResponse request(String method, String path, String body) {
        return world.handle(new RestRequest(method, path, "", "Bot " + TOKEN, body.replace('\'', '"'), 0), nowNs);
    }

    JsonObject object(RestResponse response) {
        return gson.fromJson(response.body(), JsonObject.class);
    }

    JsonArray array(RestResponse response) {
        return gson.fromJson(response.body(), JsonArray.class);
    }

    List<String> rules() {
        return world.violations().kept().stream().map(each -> each.rule()).toList();
    }

    @Override
    public void text(long socketId, String message) {
        sent.add(gson.fromJson(message, JsonObject.class));
    }

    @Override
    public void binary(long socketId, byte[] message) {
        throw new AssertionError("the gateway speaks JSON");
    }

    @Override
    public void close(long socketId, int code, String reason) {
        closed.add(code);
        reasons.add(reason);
    }

    @Override
    public void abort(long socketId) {
        closed.add(1006);
    }

    @Override
    public VoiceTicket invite(long channelId, long userId) {
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
