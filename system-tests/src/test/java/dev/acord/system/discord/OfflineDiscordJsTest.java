package dev.acord.system.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.discord.BotReply;
import dev.acord.sim.discord.Heard;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.discord.OfflineDiscordExtension;
import dev.acord.sim.discord.OfflineUser;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An unmodified bot on discord.js and @discordjs/voice lives in the offline Discord; skipped where node or its packages are absent. */
class OfflineDiscordJsTest {
    private static final int MAX_FRAMES = 5_760;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of the rules that {@code @discordjs/voice} 0.19.2 breaks, DiscordJsVoiceTest tells. */
    @RegisterExtension
    final OfflineDiscordExtension offline = OfflineDiscordExtension.of(
                    OfflineDiscord.builder().times(Duration.ofSeconds(41), Duration.ofMinutes(2), PATIENCE))
            .tolerating("rtp-timestamp-clock", "pause-without-silence", "speaking-not-cleared");

    @Test
    void theBotAndAliceHearEachOtherInAnEncryptedCall(OfflineDiscord discord) throws Exception {
        try (NodeBot bot = new NodeBot(discord, 440)) {
            discord.awaitCommand("play", PATIENCE);
            OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
            alice.plays(new ToneSource(660, 0.3, Duration.ofSeconds(30)));
            BotReply reply = alice.says("/play title:my tune").awaitReply(PATIENCE);
            assertEquals("Playing my tune in General", reply.content(), () -> bot.lines.toString());

            alice.awaitHears(discord.botId(), Duration.ofSeconds(3), PATIENCE)
                    .trimmed()
                    .assertPitch(440, 2)
                    .assertLouderThan(-20)
                    .assertNoGaps(Duration.ofMillis(100));
            discord.await("sound at the bot", PATIENCE, () -> bot.heard.size() > 150);
            decoded(bot.heard).trimmed().assertPitch(660, 2).assertLouderThan(-20);
            assertTrue(
                    discord.voiceServer()
                                    .dave(discord.voiceChannel().id())
                                    .state()
                                    .version()
                            > 0,
                    "the call is end-to-end encrypted");

            assertEquals("pong", alice.says("!ping").awaitReply(PATIENCE).content());
            assertTrue(alice.says("/bye").awaitReply(PATIENCE).ephemeral());
            discord.await("bot to leave", PATIENCE, () -> discord.channelOf(discord.botId()) == 0);
            assertEquals(List.of(), discord.unknownRequests());
        }
    }

    /** What the packets sound like; what is no Opus was handed on while the call's keys changed, and is left out. */
    private static Heard decoded(List<byte[]> packets) {
        List<byte[]> kept = List.copyOf(packets);
        short[] pcm = new short[2 * MAX_FRAMES * kept.size()];
        int frames = 0;
        int refused = 0;
        try (OpusDecoder decoder = OpusDecoder.create(2)) {
            for (byte[] packet : kept) {
                try {
                    frames += decoder.decode(packet, 0, packet.length, pcm, 2 * frames, MAX_FRAMES);
                } catch (OpusException e) {
                    refused++;
                }
            }
        }
        assertTrue(refused < kept.size() / 3, refused + " of " + kept.size() + " packets are no Opus");
        return Heard.of(Arrays.copyOf(pcm, 2 * frames));
    }
}
