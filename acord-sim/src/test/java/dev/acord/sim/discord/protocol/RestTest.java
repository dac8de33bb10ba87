package dev.acord.sim.discord.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests: what there is, what is refused, and that what is missing is said. */
class RestTest {
    private final TestWorld t = new TestWorld();

    @ParameterizedTest
    @CsvSource({
        "/gateway, url",
        "/gateway/bot, shards",
        "/users/@me, username",
        "/users/21, username",
        "/applications/@me, bot",
        "/oauth2/applications/@me, bot",
        "/guilds/20971520, roles",
        "/guilds/20971520/members/@me, joined_at",
        "/channels/12, bitrate",
    })
    void whatABotAsksForIsThere(String path, String field) {
        assertEquals(true, t.object(t.request("GET", path, "")).has(field), path);
    }

    @Test
    void aWrongTokenIsUnauthorized() {
        RestRequest request = new RestRequest("GET", "/users/@me", "", "Bot other", "", 0);
        assertEquals(401, t.world.handle(request, 0).status());
        assertEquals(List.of("bot-wrong-token"), t.rules());
    }

    @Test
    void whatThereIsNotIsAnsweredInTheServicesShapeAndCounted() {
        RestResponse response = t.request("GET", "/guilds/20971520/audit-logs", "");
        assertEquals(404, response.status());
        assertEquals("404: Not Found", t.object(response).get("message").getAsString());
        t.request("GET", "/guilds/20971520/audit-logs", "");
        t.request("POST", "/", "");
        assertEquals(List.of("GET /guilds/20971520/audit-logs", "POST /"), t.world.unknownRequests());
        assertEquals(3, t.world.unknownRequestCount());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /channels/11/messages | {}              | 400 | 50006",
                "POST | /channels/11/messages | {nonsense       | 400 | 50109",
                "POST | /channels/11/messages | []              | 400 | 50035",
                "POST | /channels/99/messages | {'content':'a'} | 404 | 10003",
                "GET  | /guilds/1             |                 | 404 | 10004",
                "GET  | /guilds/20971520/voice-states/@me |     | 404 | 10065",
                "PATCH | /guilds/20971520/members/21 | {'channel_id':'12'} | 400 | 40032",
                "POST | /interactions/1/x/callback | {'type':4} | 404 | 10062",
            })
    void mistakesHaveTheServicesCodes(String method, String path, String body, int status, int code) {
        RestResponse response = t.request(method, path, body == null ? "" : body);
        assertEquals(status, response.status());
        assertEquals(code, t.object(response).get("code").getAsInt());
    }

    @Test
    void aBodyNestedWithoutEndIsRefused() {
        RestResponse response = t.request("POST", "/channels/11/messages", "[".repeat(1_000_000));
        assertEquals(400, response.status());
    }

    @Test
    void messagesAreKeptAndTold() {
        t.identify(1, TestWorld.ALL_INTENTS);
        String id = t.object(t.request("POST", "/channels/11/messages", "{'content':'hello'}"))
                .get("id")
                .getAsString();
        assertEquals("hello", t.of("MESSAGE_CREATE").get("content").getAsString());
        t.request("PATCH", "/channels/11/messages/" + id, "{'content':'changed'}");
        assertEquals(
                "changed",
                t.array(t.request("GET", "/channels/11/messages", ""))
                        .get(0)
                        .getAsJsonObject()
                        .get("content")
                        .getAsString());
        assertEquals(204, t.request("DELETE", "/channels/11/messages/" + id, "").status());
        assertEquals(404, t.request("GET", "/channels/11/messages/" + id, "").status());
    }

    @Test
    void aBotMovesAndDisconnectsMembers() {
        t.identify(1, TestWorld.ALL_INTENTS);
        t.world.place(TestWorld.ALICE.id(), 12, false, false);
        assertEquals(
                200,
                t.request("PATCH", "/guilds/20971520/members/21", "{'mute':true}")
                        .status());
        assertEquals(true, t.of("VOICE_STATE_UPDATE").get("mute").getAsBoolean());
        t.request("PATCH", "/guilds/20971520/members/21", "{'channel_id':null}");
        assertEquals(0, t.world.guild().place(TestWorld.ALICE.id()).channelId());
    }
}
