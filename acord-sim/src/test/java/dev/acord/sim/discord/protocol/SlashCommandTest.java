package dev.acord.sim.discord.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands are registered as the service takes them, typed as a person types them, and answered as bots answer. */
class SlashCommandTest {
    private static final String COMMANDS =
            """
            [{'name':'play','description':'d','options':[
               {'type':3,'name':'query','description':'d','required':true},
               {'type':4,'name':'volume','description':'d','min_value':0,'max_value':100},
               {'type':5,'name':'loop','description':'d'}]},
             {'name':'queue','description':'d','options':[
               {'type':1,'name':'move','description':'d','options':[
                 {'type':4,'name':'from','description':'d','required':true},
                 {'type':4,'name':'to','description':'d','required':true}]},
               {'type':1,'name':'clear','description':'d'}]},
             {'name':'dj','description':'d','options':[
               {'type':6,'name':'who','description':'d','required':true},
               {'type':7,'name':'where','description':'d'},
               {'type':3,'name':'mode','description':'d','choices':[{'name':'Party','value':'p'},{'name':'Calm','value':'c'}]}]}]
            """;

    private final TestWorld t = new TestWorld();

    @BeforeEach
    void register() {
        t.identify(1, TestWorld.ALL_INTENTS);
        assertEquals(
                200, t.request("PUT", "/applications/77/commands", COMMANDS).status());
        t.sent.clear();
    }

    private JsonObject give(String line) {
        t.world.command(TestWorld.ALICE.id(), TestWorld.TEXT.id(), line, t.nowNs);
        return t.of("INTERACTION_CREATE");
    }

    private static String values(JsonObject data) {
        if (!data.has("options")) {
            return "";
        }
        return StreamSupport.stream(data.getAsJsonArray("options").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(each -> each.get("name").getAsString()
                        + (each.has("value") ? "=" + each.get("value") : "(" + values(each) + ")"))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/play never gonna                 | query=\"never gonna\"",
                "/play never gonna volume:30       | query=\"never gonna\" volume=30",
                "/play volume:30 query:never gonna | query=\"never gonna\" volume=30",
                "/play \"never gonna\" 30          | query=\"never gonna 30\"",
                "/play https://a.example/b?c loop:yes | query=\"https://a.example/b?c\" loop=true",
                "/queue move 3 1                   | move(from=3 to=1)",
                "/queue clear                      | clear()",
                "/dj @alice #Music Party           | who=\"21\" where=\"12\" mode=\"p\"",
            })
    void valuesGoToTheirOptions(String line, String expected) {
        assertEquals(expected, values(give(line).getAsJsonObject("data")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/stop              | no command /stop",
                "/play              | needs query",
                "/play x volume:101 | from 0.0 to 100.0",
                "/play x volume:low | is an integer",
                "/queue             | needs one of [move, clear]",
                "/queue move 3      | needs to",
                "/queue move 3 1 2  | nothing takes",
                "/dj @carol         | no user",
                "/dj alice Music X  | one of [Party, Calm]",
            })
    void whatDoesNotFitIsRefusedWithWhatWould(String line, String expected) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> give(line));
        assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
    }

    @Test
    void usersInOptionsComeWithTheirMembers() {
        JsonObject resolved = give("/dj @alice").getAsJsonObject("data").getAsJsonObject("resolved");
        assertEquals(
                "alice",
                resolved.getAsJsonObject("users")
                        .getAsJsonObject("21")
                        .get("username")
                        .getAsString());
        assertTrue(resolved.getAsJsonObject("members").has("21"));
    }

    private RestResponse callback(JsonObject interaction, String body) {
        return t.request(
                "POST",
                "/interactions/" + interaction.get("id").getAsString() + "/"
                        + interaction.get("token").getAsString() + "/callback",
                body);
    }

    @Test
    void aCommandIsAnsweredOnce() {
        JsonObject interaction = give("/play x");
        assertEquals(
                204,
                callback(interaction, "{'type':4,'data':{'content':'yes'}}").status());
        assertEquals(
                400,
                callback(interaction, "{'type':4,'data':{'content':'yes'}}").status());
        assertEquals(List.of("bot-interaction-acknowledged-twice", "bot-invalid-request"), t.rules());
        assertEquals(List.of("REPLY yes"), said());
    }

    private List<String> said() {
        return t.world.replies(0).stream()
                .map(each -> each.kind() + " " + each.content())
                .toList();
    }

    @Test
    void aDeferredAnswerIsFilledInAndFollowedUp() {
        JsonObject interaction = give("/play x");
        String hook = "/webhooks/77/" + interaction.get("token").getAsString();
        assertEquals(404, t.request("POST", hook, "{'content':'too soon'}").status());
        callback(interaction, "{'type':5}");
        assertEquals(
                200,
                t.request("PATCH", hook + "/messages/@original", "{'content':'a'}")
                        .status());
        assertEquals(
                200,
                t.request("PATCH", hook + "/messages/@original", "{'content':'b'}")
                        .status());
        assertEquals(200, t.request("POST", hook, "{'content':'c'}").status());
        assertEquals(
                "b",
                t.object(t.request("GET", hook + "/messages/@original", ""))
                        .get("content")
                        .getAsString());
        assertEquals(204, t.request("DELETE", hook + "/messages/@original", "").status());
        assertEquals(List.of("DEFERRED ", "REPLY a", "EDIT b", "FOLLOW_UP c", "DELETED "), said());
    }

    @Test
    void aCommandThatIsNotAcknowledgedInTimeIsReportedOnce() {
        give("/play x");
        for (int i = 0; i < 5; i++) {
            t.nowNs += TimeUnit.SECONDS.toNanos(1);
            t.say(1, "{'op':1,'d':null}");
            t.world.tick(t.nowNs);
        }
        assertEquals(List.of("bot-interaction-not-acknowledged"), t.rules());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'Play','description':'d'}   | lower case",
                "{'name':'a b','description':'d'}    | without spaces",
                "{'name':'play'}                     | description",
                "{'name':'p','description':'d','options':[{'type':3,'name':'a','description':'d'},"
                        + "{'type':3,'name':'b','description':'d','required':true}]} | required options must come before",
                "{'name':'p','description':'d','options':[{'type':99,'name':'a','description':'d'}]} | 1 to 11",
                "[]                                  | object",
            })
    void wrongDefinitionsAreRefusedAndNothingIsChanged(String command, String expected) {
        RestResponse response = t.request("PUT", "/applications/77/commands", "[" + command + "]");
        assertEquals(400, response.status());
        assertTrue(t.object(response).get("message").getAsString().contains(expected), response.body());
        assertEquals(
                3, t.array(t.request("GET", "/applications/77/commands", "")).size());
    }

    @Test
    void commandsCanBeChangedOneByOne() {
        String path = "/applications/77/guilds/" + TestWorld.GUILD + "/commands";
        JsonObject made = t.object(t.request("POST", path, "{'name':'play','description':'of the guild'}"));
        assertEquals("", values(give("/play").getAsJsonObject("data")), "the guild's own comes first");
        String one = path + "/" + made.get("id").getAsString();
        assertEquals(200, t.request("PATCH", one, "{'description':'new'}").status());
        assertEquals(
                "new", t.object(t.request("GET", one, "")).get("description").getAsString());
        assertEquals(204, t.request("DELETE", one, "").status());
        assertEquals(404, t.request("DELETE", one, "").status());
    }
}
