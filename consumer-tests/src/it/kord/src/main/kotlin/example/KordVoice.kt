package example

import dev.acord.voice.GuildVoice
import dev.acord.voice.VoiceConnection
import dev.acord.voice.VoiceOptions
import dev.kord.common.entity.Snowflake
import dev.kord.core.Kord
import dev.kord.core.behavior.GuildBehavior
import dev.kord.core.event.Event
import dev.kord.core.event.gateway.ReadyEvent
import dev.kord.core.event.guild.GuildDeleteEvent
import dev.kord.core.event.guild.VoiceServerUpdateEvent
import dev.kord.core.event.user.VoiceStateUpdateEvent
import dev.kord.gateway.Gateway
import dev.kord.gateway.UpdateVoiceStatus
import java.util.OptionalLong
import java.util.concurrent.ConcurrentHashMap
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.future.await
import kotlinx.coroutines.launch
import org.slf4j.LoggerFactory

/**
 * Acord's voice for a bot on Kord 0.15. Make one before `login`, and keep it. It ends with Kord's own scope, that is with `kord.shutdown()`.
 *
 * Kord's own voice is another module (`kord-core-voice`), which is not needed; where it is there, do not use its `connect` as well.
 */
class KordVoice(private val kord: Kord, private val options: VoiceOptions = VoiceOptions.defaults()) {
    private val guilds = ConcurrentHashMap<Snowflake, GuildVoice>()
    private val requests = Channel<UpdateVoiceStatus>(MAX_WAITING, BufferOverflow.DROP_OLDEST)

    init {
        // One collector, because `kord.on` starts a coroutine for each event, and those overtake each other.
        // Undispatched, so that it collects before this constructor returns: Kord's events are not replayed.
        kord.launch(start = CoroutineStart.UNDISPATCHED) {
            try {
                kord.events.collect { handle(it) }
            } finally {
                guilds.values.forEach { it.close() }
            }
        }
        kord.launch { for (request in requests) send(request) }
    }

    /** Where the bot should be in a guild: the same object each time, until the bot has left the guild. */
    operator fun get(guildId: Snowflake): GuildVoice = guilds.computeIfAbsent(guildId) {
        GuildVoice.create(guildId.asLong(), kord.selfId.asLong(), ::request, options)
    }

    /** Called on a thread of Acord, which must not wait for Kord's rate limit. */
    private fun request(guild: Long, channel: OptionalLong, selfMute: Boolean, selfDeaf: Boolean) {
        val channelId = if (channel.isPresent) Snowflake(channel.asLong.toULong()) else null
        requests.trySend(UpdateVoiceStatus(Snowflake(guild.toULong()), channelId, selfMute, selfDeaf))
    }

    private suspend fun send(request: UpdateVoiceStatus) {
        try {
            gatewayOf(request.guildId)?.send(request)
        } catch (e: Exception) {
            // A lost websocket may say so by a CancellationException, which is not ours while we are active.
            currentCoroutineContext().ensureActive()
            log.debug("The main gateway is not there; Acord asks again", e)
        }
    }

    private fun handle(event: Event) {
        try {
            when (event) {
                is VoiceStateUpdateEvent -> guilds[event.state.guildId]?.handleVoiceStateUpdate(
                    event.state.userId.asLong(),
                    event.state.channelId?.let { OptionalLong.of(it.asLong()) } ?: OptionalLong.empty(),
                    event.state.sessionId,
                )
                is VoiceServerUpdateEvent -> guilds[event.guildId]?.handleVoiceServerUpdate(event.token, event.endpoint)
                is ReadyEvent -> guilds.forEach { (guildId, voice) ->
                    if (gatewayOf(guildId) === kord.gateway.gateways[event.shard]) voice.handleMainGatewayReconnected()
                }
                is GuildDeleteEvent -> if (!event.unavailable) guilds.remove(event.guildId)?.close()
                else -> Unit
            }
        } catch (e: IllegalArgumentException) {
            log.warn("An event that voice cannot use", e) // one bad event is not the end of the others
        }
    }

    /** That of the guild's shard; null where another process has it. */
    private fun gatewayOf(guildId: Snowflake): Gateway? = GuildBehavior(guildId, kord).gateway

    private fun Snowflake.asLong(): Long = value.toLong()

    private companion object {
        const val MAX_WAITING = 1_024
        val log = LoggerFactory.getLogger(KordVoice::class.java)!!
    }
}

/**
 * Goes to a voice channel of this guild, and returns when audio can be sent there. Throws `VoiceException`, whose reason says at what stage it
 * failed. A coroutine that is cancelled only stops waiting; [leaveVoice] takes the join back.
 */
suspend fun GuildBehavior.joinVoice(voice: KordVoice, channelId: Snowflake): VoiceConnection =
    voice[id].join(channelId.value.toLong()).await()

/** Leaves the voice channel that the bot is in, if any; what plays waits for the next join. */
suspend fun GuildBehavior.leaveVoice(voice: KordVoice) {
    voice[id].leave().await()
}
