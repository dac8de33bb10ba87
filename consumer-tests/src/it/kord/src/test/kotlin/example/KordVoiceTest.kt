package example

import dev.acord.audio.opus.OpusEncoderOptions
import dev.acord.audio.tone.ToneSource
import dev.acord.sim.VoiceServer
import dev.acord.voice.BasePlayer
import dev.acord.voice.BaseReceiver
import dev.acord.voice.PlayerState
import dev.acord.voice.VoiceConnection
import dev.acord.voice.VoiceOptions
import dev.acord.voice.VoiceServerInfo
import dev.acord.voice.VoiceState
import dev.kord.common.entity.DiscordUnavailableGuild
import dev.kord.common.entity.DiscordVoiceServerUpdateData
import dev.kord.common.entity.DiscordVoiceState
import dev.kord.common.entity.Snowflake
import dev.kord.common.entity.optional.OptionalSnowflake
import dev.kord.core.gateway.MasterGateway
import dev.kord.core.gateway.ShardEvent
import dev.kord.gateway.Command
import dev.kord.gateway.Event
import dev.kord.gateway.Gateway
import dev.kord.gateway.GatewayConfiguration
import dev.kord.gateway.GuildDelete
import dev.kord.gateway.UpdateVoiceStatus
import dev.kord.gateway.VoiceServerUpdate
import dev.kord.gateway.VoiceStateUpdate
import java.time.Duration as JavaDuration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.TimeUnit
import kotlin.coroutines.CoroutineContext
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** A bot on Kord's gateway, which answers with the credentials of an embedded voice server. */
class KordVoiceTest {
    @RegisterExtension
    @JvmField
    val server: VoiceServer = VoiceServer.create()

    private val options: VoiceOptions by lazy { VoiceOptions.builder().sslContext(server.trustingContext()).build() }
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    @Test
    fun `what the bot plays is heard, also after it was moved`() = runBlocking<Unit> {
        withTimeout(90.seconds) {
            val shard = AnsweringGateway(server)
            KordVoice(OneShard(shard), Snowflake(GUILD), Snowflake(BOT), scope, options).use { voice ->
                val connection = voice.join(Snowflake(20UL))
                listener(20).use { heard(connection, it) }
                shard.arrive(21)
                listener(21).use {
                    while (connection.channelId() != 21L) Thread.sleep(10)
                    connection.awaitReady().await()
                    heard(connection, it)
                }
                assertEquals(listOf<Snowflake?>(Snowflake(20UL)), shard.asked, "a move by others is not asked for")
                voice.leave()
                assertEquals(listOf(Snowflake(20UL), null), shard.asked)
            }
        }
        server.assertNoViolations()
    }

    @Test
    fun `a bot that is removed from the guild closes its voice`() = runBlocking<Unit> {
        withTimeout(90.seconds) {
            val shard = AnsweringGateway(server)
            val voice = KordVoice(OneShard(shard), Snowflake(GUILD), Snowflake(BOT), scope, options)
            val connection = voice.join(Snowflake(20UL))
            shard.events.emit(GuildDelete(DiscordUnavailableGuild(Snowflake(GUILD)), 9))
            connection.closed().await()
            assertEquals(VoiceState.CLOSED, connection.state())
        }
    }

    private fun listener(channel: Long): VoiceConnection {
        val ticket = server.join(GUILD.toLong(), channel, 42)
        val info = VoiceServerInfo(
            ticket.guildId(), ticket.channelId(), 42, ticket.sessionId(), ticket.token(), ticket.endpoint())
        val own = VoiceOptions.builder().sslContext(server.trustingContext()).build()
        return VoiceConnection.create(info, own).also { it.connect().orTimeout(60, TimeUnit.SECONDS).join() }
    }

    private suspend fun heard(bot: VoiceConnection, listener: VoiceConnection) {
        val receiver = BaseReceiver(listener)
        val tone = ToneSource(440.0, 0.5, JavaDuration.ofSeconds(1))
        assertEquals(PlayerState.FINISHED, BasePlayer(bot, tone, OpusEncoderOptions.defaults()).play().await())
        assertEquals(BOT.toLong(), receiver.receive(JavaDuration.ofSeconds(30), true)?.userId())
    }
}

private const val GUILD = 4_194_304UL
private const val BOT = 77UL

/** Kord's side of the main gateway: what a bot sends comes in, what the service says goes out. */
private class AnsweringGateway(private val server: VoiceServer) : Gateway {
    val asked = CopyOnWriteArrayList<Snowflake?>()
    override val events = MutableSharedFlow<Event>(extraBufferCapacity = 16)
    override val ping: StateFlow<Duration?> = MutableStateFlow(null)
    override val coroutineContext: CoroutineContext = Dispatchers.Default
    private var session = ""

    override suspend fun send(command: Command) {
        if (command is UpdateVoiceStatus) {
            asked += command.channelId
            val channel = command.channelId
            if (channel == null) state(null) else arrive(channel.value.toLong())
        }
    }

    suspend fun arrive(channel: Long) {
        val ticket = server.join(GUILD.toLong(), channel, BOT.toLong())
        session = ticket.sessionId()
        state(Snowflake(channel.toULong()))
        val data = DiscordVoiceServerUpdateData(ticket.token(), Snowflake(GUILD), ticket.endpoint())
        events.emit(VoiceServerUpdate(data, 2))
    }

    private suspend fun state(channel: Snowflake?) {
        val state = DiscordVoiceState(
            guildId = OptionalSnowflake.Value(Snowflake(GUILD)),
            channelId = channel,
            userId = Snowflake(BOT),
            sessionId = session,
            deaf = false,
            mute = false,
            selfDeaf = false,
            selfMute = false,
            selfVideo = false,
            suppress = false,
            requestToSpeakTimestamp = null)
        events.emit(VoiceStateUpdate(state, 1))
    }

    override suspend fun start(configuration: GatewayConfiguration) = Unit

    override suspend fun detach() = Unit

    override suspend fun stop() = Unit
}

private class OneShard(private val shard: Gateway) : MasterGateway {
    override val gateways: Map<Int, Gateway> = mapOf(0 to shard)
    override val averagePing: Duration? = null
    override val events: Flow<ShardEvent> = shard.events.map { ShardEvent(it, shard, 0) }

    override suspend fun startWithConfig(configuration: GatewayConfiguration) = Unit

    override suspend fun sendAll(command: Command) = shard.send(command)

    override suspend fun detachAll() = Unit

    override suspend fun stopAll() = Unit
}
