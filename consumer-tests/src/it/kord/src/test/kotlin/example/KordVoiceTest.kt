package example

import dev.acord.audio.pcm.WavWriter
import dev.acord.audio.tone.ToneSource
import dev.acord.sim.discord.OfflineDiscord
import dev.acord.sim.discord.OfflineDiscordExtension
import dev.acord.voice.VoiceException
import dev.acord.voice.VoiceOptions
import dev.kord.common.entity.Snowflake
import dev.kord.core.Kord
import dev.kord.core.behavior.GuildBehavior
import dev.kord.core.event.Event
import dev.kord.core.event.guild.GuildDeleteEvent
import java.nio.file.Path
import java.time.Duration
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotSame
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.junit.jupiter.api.io.TempDir

/** The recipe, in a whole bot on Kord, in an offline Discord: nothing of either is replaced but addresses. */
class KordVoiceTest {
    @JvmField
    @RegisterExtension
    val offline: OfflineDiscordExtension = OfflineDiscordExtension.of(OfflineKord.discord().users("alice", "bob"))

    private val events = MutableSharedFlow<Event>(extraBufferCapacity = Int.MAX_VALUE)

    @Test
    fun `alice hears what the bot plays, until it is told to leave`(discord: OfflineDiscord, @TempDir folder: Path) =
        withBot(discord, tone(folder)) { _, _ ->
            discord.userSays("!play")
            discord.user().awaitHears(discord.botId(), Duration.ofSeconds(2), PATIENCE)
                .trimmed().assertPitch(440.0, 2.0).assertLouderThan(-20.0)
            discord.userSays("!leave")
            discord.await("leave", PATIENCE) { discord.channelOf(discord.botId()) == NOWHERE }
            assertEquals(listOf<String>(), discord.unknownRequests())
        }

    @Test
    fun `the tune goes on through a move and a new session of the main gateway, and starts again after a kick`(
        discord: OfflineDiscord,
        @TempDir folder: Path,
    ) = withBot(discord, tone(folder)) { kord, voice ->
        val guild = discord.guild(kord)
        discord.userSays("!play")
        discord.user().awaitHears(discord.botId(), SOUND, PATIENCE)

        val other = discord.channels().last { it.voice() }
        assertNotSame(other, discord.voiceChannel())
        val bob = discord.user("bob").join(other)
        discord.move(discord.botId(), other)
        bob.awaitHears(discord.botId(), SOUND, PATIENCE).trimmed().assertPitch(440.0, 2.0)

        val identified = discord.identifies()
        discord.invalidateSession()
        discord.await("new session", PATIENCE) { discord.identifies() > identified }
        discord.awaitVoice(discord.botId(), other, PATIENCE)
        bob.forget()
        bob.awaitHears(discord.botId(), SOUND, PATIENCE).trimmed().assertPitch(440.0, 2.0)

        discord.kick(discord.botId())
        discord.await("kick", PATIENCE) { voice[guild.id].channelId().isEmpty }
        bob.forget()
        bob.says("!play")
        bob.awaitHears(discord.botId(), SOUND, PATIENCE).trimmed().assertPitch(440.0, 2.0)
    }

    @Test
    fun `leaving the guild closes its voice, an outage does not`(discord: OfflineDiscord) = withBot(discord, NO_TUNE) { kord, voice ->
        val guild = discord.guild(kord)
        val channel = Snowflake(discord.voiceChannel().id())
        val connection = withTimeout(PATIENCE.toMillis()) { guild.joinVoice(voice, channel) }
        val before = voice[guild.id]

        events.emit(GuildDeleteEvent(guild.id, true, null, kord, 0, null))
        assertSame(connection, withTimeout(PATIENCE.toMillis()) { guild.joinVoice(voice, channel) })
        assertSame(before, voice[guild.id])

        events.emit(GuildDeleteEvent(guild.id, false, null, kord, 0, null))
        discord.await("closing", PATIENCE) { connection.isDisconnected }
        discord.await("leave", PATIENCE) { discord.channelOf(discord.botId()) == NOWHERE }
        assertNotSame(before, voice[guild.id])
    }

    @Test
    fun `a join into a channel that is none throws what Acord says`(discord: OfflineDiscord) {
        withBot(discord, NO_TUNE, VoiceOptions.builder().connectTimeout(Duration.ofSeconds(5))) { kord, voice ->
            val failure = assertThrows(VoiceException::class.java) {
                runBlocking { discord.guild(kord).joinVoice(voice, Snowflake(42)) }
            }
            assertEquals("AWAITING_SERVER", failure.reason().stage().toString())
        }
        discord.clearViolations() // bot-unknown-channel, which is the question
    }

    private fun withBot(
        discord: OfflineDiscord,
        tune: Path,
        options: VoiceOptions.Builder = VoiceOptions.builder(),
        test: suspend (Kord, KordVoice) -> Unit,
    ) = runBlocking(Dispatchers.IO) {
        val kord = OfflineKord.start(discord) { eventFlow = events }
        val voice = KordVoice(kord, options.sslContext(discord.trustingContext()).build())
        val bot = launch { runBot(kord, voice, tune) }
        try {
            discord.awaitOnline(PATIENCE)
            test(kord, voice)
        } finally {
            kord.logout()
            bot.join()
            kord.shutdown()
        }
    }

    private fun OfflineDiscord.guild(kord: Kord) = GuildBehavior(Snowflake(guildId()), kord)

    private fun tone(folder: Path): Path {
        val file = folder.resolve("tone.wav")
        val pcm = ShortArray(2 * RATE_HZ * MINUTE_S)
        val frames = ToneSource(440.0, 0.3, Duration.ofSeconds(MINUTE_S.toLong())).read(pcm, 0, RATE_HZ * MINUTE_S)
        WavWriter(file, RATE_HZ, 2).use { it.write(pcm, 0, frames) }
        return file
    }

    private companion object {
        val PATIENCE: Duration = Duration.ofSeconds(60)
        val SOUND: Duration = Duration.ofSeconds(1)
        val NO_TUNE: Path = Path.of("none.wav")
        const val NOWHERE = 0L
        const val RATE_HZ = 48_000
        const val MINUTE_S = 60
    }
}
