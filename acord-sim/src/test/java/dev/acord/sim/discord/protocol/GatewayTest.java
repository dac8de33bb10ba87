package dev.acord.sim.discord.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The main gateway as the service's documentation describes it: what comes in, what goes out, what is refused and how. */
class GatewayTest {
    private final TestWorld t = new TestWorld();

    @Test
    void helloReadyAndTheGuildComeInThisOrder() {
        t.identify(1, TestWorld.ALL_INTENTS);
        assertEquals(List.of("-", "READY", "GUILD_CREATE"), t.types());
        assertEquals(10, t.sent.get(0).get("op").getAsInt());
        assertEquals(1, t.sent.get(1).get("s").getAsInt());
        assertEquals(2, t.sent.get(2).get("s").getAsInt());
        assertTrue(t.world.gateway().online());
    }

    @Test
    void intentsMayBeWrittenAsTextAsKordDoes() {
        t.open(1);
        t.say(1, "{'op':2,'d':{'token':'secret','intents':'33409'}}");
        assertEquals(List.of(), t.rules());
        assertTrue(t.world.gateway().online());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no json                                                        | 4002 | bot-malformed-message",
                "{'op':2,'d':{'token':'wrong','intents':1}}                      | 4004 | bot-wrong-token",
                "{'op':2,'d':{'token':'secret'}}                                 | 4013 | bot-invalid-intents",
                "{'op':2,'d':{'token':'secret','intents':'all'}}                 | 4013 | bot-invalid-intents",
                "{'op':2,'d':{'token':'secret','intents':1,'shard':[3,2]}}       | 4010 | bot-invalid-shard",
                "{'op':4,'d':{}}                                                 | 4003 | bot-message-before-identify",
                "{'op':1,'d':'soon'}                                             | 4002 | bot-malformed-message",
            })
    void whatIsWrongBeforeASessionIsRefused(String message, int code, String rule) {
        t.open(1);
        t.say(1, message);
        assertEquals(List.of(code), t.closed);
        assertEquals(List.of(rule), t.rules());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'op':2,'d':{'token':'secret','intents':1}}  | 4005 | bot-identify-twice",
                "{'op':77,'d':{}}                             | 4001 | bot-unknown-opcode",
                "{'op':4,'d':null}                            | 4002 | bot-malformed-message",
            })
    void whatIsWrongInASessionIsRefused(String message, int code, String rule) {
        t.identify(1, 1);
        t.say(1, message);
        assertEquals(List.of(code), t.closed);
        assertEquals(List.of(rule), t.rules());
    }

    @Test
    void moreThan120MessagesAMinuteAreTooMany() {
        t.identify(1, 1);
        for (int i = 0; i < 119; i++) {
            t.say(1, "{'op':1,'d':null}");
        }
        assertEquals(List.of(), t.closed);
        t.say(1, "{'op':1,'d':null}");
        assertEquals(List.of(4008), t.closed);
    }

    @Test
    void aMessageOfOver4096BytesIsTooLong() {
        t.open(1);
        t.say(1, "{'op':1,'d':null,'x':'" + "a".repeat(4_096) + "'}");
        assertEquals(List.of("bot-message-too-large"), t.rules());
    }

    @Test
    void theReasonOfACloseFitsIntoItsFrameWhateverTheBotHasSaid() {
        t.open(1);
        t.say(1, "{'op':2,'" + "\u00e4\u4e2d".repeat(100) + "':");
        assertEquals(List.of(4002), t.closed);
        assertTrue(t.reasons.get(0).getBytes(StandardCharsets.UTF_8).length <= 123, t.reasons.get(0));
    }

    @Test
    void heartbeatsAreAnsweredAndMissed() {
        t.identify(1, 1);
        t.say(1, "{'op':1,'d':2}");
        assertEquals(11, t.sent.get(t.sent.size() - 1).get("op").getAsInt());
        t.nowNs += TimeUnit.SECONDS.toNanos(6);
        t.world.tick(t.nowNs);
        assertEquals(List.of(), t.closed);
        t.nowNs += TimeUnit.SECONDS.toNanos(2);
        t.world.tick(t.nowNs);
        assertEquals(List.of(4009), t.closed);
        assertEquals(List.of("bot-heartbeat-missing"), t.rules());
    }

    @Test
    void whatWasMissedComesAgainWithAResume() {
        String session = t.identify(1, TestWorld.ALL_INTENTS);
        t.world.gateway().handleClosed(1, 1006, t.nowNs);
        t.world.message(TestWorld.ALICE.id(), TestWorld.TEXT.id(), "while you were away", t.nowNs);
        t.sent.clear();
        t.resume(2, session, 2);
        assertEquals(List.of("-", "MESSAGE_CREATE", "RESUMED"), t.types());
        assertEquals(1, t.world.gateway().resumes());
    }

    @Test
    void whatCannotBeResumedIsInvalid() {
        String session = t.identify(1, 1);
        t.resume(2, "another", 1);
        assertEquals(9, t.sent.get(t.sent.size() - 1).get("op").getAsInt());
        t.world.gateway().handleClosed(1, 1000, t.nowNs); // ends the session
        t.resume(3, session, 1);
        assertEquals(9, t.sent.get(t.sent.size() - 1).get("op").getAsInt());
        assertFalse(t.world.gateway().online());
    }

    @Test
    void aResumeBeyondTheLastEventIsRefused() {
        String session = t.identify(1, 1);
        t.world.gateway().handleClosed(1, 1006, t.nowNs);
        t.resume(2, session, 99);
        assertEquals(List.of(4007), t.closed);
    }

    @Test
    void aSessionThatNobodyResumesEndsAndTheBotLeavesItsChannel() {
        t.identify(1, TestWorld.ALL_INTENTS);
        t.say(1, "{'op':4,'d':{'guild_id':'" + TestWorld.GUILD + "','channel_id':'12'}}");
        assertEquals(12, t.world.guild().place(TestWorld.BOT).channelId());
        t.world.gateway().handleClosed(1, 1006, t.nowNs);
        t.nowNs += TimeUnit.SECONDS.toNanos(61);
        t.world.tick(t.nowNs);
        assertEquals(0, t.world.guild().place(TestWorld.BOT).channelId());
    }

    @Test
    void aVoiceStateUpdateIsAnsweredByStateAndServer() {
        t.identify(1, TestWorld.ALL_INTENTS);
        t.sent.clear();
        t.say(1, "{'op':4,'d':{'guild_id':'" + TestWorld.GUILD + "','channel_id':'12','self_deaf':true}}");
        assertEquals(List.of("VOICE_STATE_UPDATE", "VOICE_SERVER_UPDATE"), t.types());
        assertEquals("voice-1", t.of("VOICE_STATE_UPDATE").get("session_id").getAsString());
        assertTrue(t.of("VOICE_STATE_UPDATE").get("self_deaf").getAsBoolean());
        assertEquals("token-1", t.of("VOICE_SERVER_UPDATE").get("token").getAsString());
    }

    @Test
    void whoMutesItselfKeepsItsSessionAndWhoLostItGetsAnother() {
        t.identify(1, TestWorld.ALL_INTENTS);
        String join = "{'op':4,'d':{'guild_id':'" + TestWorld.GUILD + "','channel_id':'12','self_mute':true}}";
        t.say(1, join);
        t.inVoice.add(TestWorld.BOT);
        t.say(1, join);
        assertEquals("voice-1", t.of("VOICE_STATE_UPDATE").get("session_id").getAsString());
        t.inVoice.clear();
        t.say(1, join);
        assertEquals("voice-2", t.of("VOICE_STATE_UPDATE").get("session_id").getAsString());
    }

    @Test
    void voiceWithoutItsIntentAndWithoutItsChannelIsReported() {
        t.identify(1, 1);
        t.say(1, "{'op':4,'d':{'guild_id':'" + TestWorld.GUILD + "','channel_id':'11'}}");
        assertEquals(List.of("bot-voice-without-intent", "bot-unknown-channel"), t.rules());
    }

    @Test
    void textsAreHiddenWithoutTheirIntentUnlessTheBotIsMentioned() {
        t.identify(1, 1 << 9);
        t.world.message(TestWorld.ALICE.id(), TestWorld.TEXT.id(), "hello", t.nowNs);
        assertEquals("", t.of("MESSAGE_CREATE").get("content").getAsString());
        t.world.message(TestWorld.ALICE.id(), TestWorld.TEXT.id(), "hello <@77>", t.nowNs);
        assertEquals("hello <@77>", t.of("MESSAGE_CREATE").get("content").getAsString());
    }

    @Test
    void membersAreFoundByIdAndByName() {
        t.identify(1, TestWorld.ALL_INTENTS);
        String guild = "'guild_id':'" + TestWorld.GUILD + "'";
        t.say(1, "{'op':8,'d':{" + guild + ",'user_ids':['21','99'],'nonce':'n'}}");
        assertEquals(1, t.of("GUILD_MEMBERS_CHUNK").getAsJsonArray("members").size());
        assertEquals("[\"99\"]", t.of("GUILD_MEMBERS_CHUNK").get("not_found").toString());
        assertEquals("n", t.of("GUILD_MEMBERS_CHUNK").get("nonce").getAsString());
        t.say(1, "{'op':8,'d':{" + guild + ",'query':'','limit':0}}");
        assertEquals(2, t.of("GUILD_MEMBERS_CHUNK").getAsJsonArray("members").size());
    }
}
