package example

import dev.acord.voice.GuildVoice
import dev.acord.voice.VoiceConnection
import dev.acord.voice.VoiceOptions
import dev.kord.common.entity.Snowflake
import dev.kord.core.Kord
import dev.kord.core.gateway.MasterGateway
import dev.kord.gateway.Event
import dev.kord.gateway.GuildDelete
import dev.kord.gateway.Ready
import dev.kord.gateway.UpdateVoiceStatus
import dev.kord.gateway.VoiceServerUpdate
import dev.kord.gateway.VoiceStateUpdate
import java.util.OptionalLong
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.future.await
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull

/**
 * Acord's voice for a bot on Kord 0.15, in one guild. Make one for each guild, and keep it; Kord's own voice module is not needed.
 *
 *     val voice = kord.voiceIn(guildId)
 *     val connection = voice.join(channelId)
 *     BasePlayer(connection, Path.of("tune.opus")).play().await()
 */
class KordVoice(
    private val gateway: MasterGateway,
    private val guildId: Snowflake,
    botId: Snowflake,
    scope: CoroutineScope,
    options: VoiceOptions = VoiceOptions.defaults(),
) : AutoCloseable {
    private val bot = botId.value.toLong()

    /** Moves, kicks, muting and listeners. */
    val guild: GuildVoice = GuildVoice.create(guildId.value.toLong(), bot, ::tell, options)

    // one collector, which begins before this constructor ends: every event, in its order
    private val events: Job = scope.launch(start = CoroutineStart.UNDISPATCHED) {
        gateway.events.collect { if (it.shard == shard()) handle(it.event) }
    }

    /** The bot should be in this channel from now on; also the way to move. Returns when audio can be sent. */
    suspend fun join(channelId: Snowflake): VoiceConnection = guild.join(channelId.value.toLong()).await()

    /** Leaves the channel; what plays waits for the next join. */
    suspend fun leave() {
        guild.leave().await()
    }

    override fun close() {
        events.cancel()
        guild.close()
    }

    private fun shard(): Int = ((guildId.value shr 22) % gateway.gateways.size.toULong()).toInt()

    /** On a thread of Acord's, one call at a time, which is why it may wait. */
    private fun tell(guild: Long, channel: OptionalLong, selfMute: Boolean, selfDeaf: Boolean) {
        val channelId = if (channel.isPresent) Snowflake(channel.asLong.toULong()) else null
        runBlocking {
            withTimeoutOrNull(5.seconds) {
                gateway.gateways.getValue(shard()).send(UpdateVoiceStatus(guildId, channelId, selfMute, selfDeaf))
            }
        }
    }

    private fun handle(event: Event) {
        when (event) {
            is VoiceStateUpdate -> {
                val state = event.voiceState
                if (state.guildId.value == guildId) {
                    val channel = state.channelId?.let { OptionalLong.of(it.value.toLong()) } ?: OptionalLong.empty()
                    guild.handleVoiceStateUpdate(state.userId.value.toLong(), channel, state.sessionId)
                }
            }
            is VoiceServerUpdate -> {
                val data = event.voiceServerUpdateData
                if (data.guildId == guildId) {
                    guild.handleVoiceServerUpdate(data.token, data.endpoint)
                }
            }
            is Ready -> guild.handleMainGatewayReconnected()
            // an unavailable guild comes back; otherwise the bot was removed from it
            is GuildDelete -> if (event.guild.id == guildId && !event.guild.unavailable.orElse(false)) close()
            else -> {}
        }
    }
}

/** Where the bot should be in a guild. */
fun Kord.voiceIn(guildId: Snowflake, options: VoiceOptions = VoiceOptions.defaults()): KordVoice =
    KordVoice(gateway, guildId, selfId, this, options)
