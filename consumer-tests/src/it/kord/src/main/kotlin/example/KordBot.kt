package example

// docs: begin
import dev.acord.voice.BasePlayer
import dev.kord.core.Kord
import dev.kord.core.event.message.MessageCreateEvent
import dev.kord.core.on
import dev.kord.gateway.Intent
import dev.kord.gateway.PrivilegedIntent
import java.nio.file.Path

@OptIn(PrivilegedIntent::class) // for the text of messages
suspend fun runBot(kord: Kord, voice: KordVoice, tune: Path) {
    kord.on<MessageCreateEvent> {
        val guild = getGuildOrNull() ?: return@on
        when (message.content) {
            "!play" -> {
                val channel = member?.getVoiceStateOrNull()?.channelId ?: return@on
                BasePlayer(guild.joinVoice(voice, channel), tune).play()
            }
            "!leave" -> guild.leaveVoice(voice)
        }
    }
    kord.login {
        intents {
            +Intent.Guilds
            +Intent.GuildVoiceStates
            +Intent.GuildMessages
            +Intent.MessageContent
        }
    }
}

suspend fun main(args: Array<String>) {
    val kord = Kord(System.getenv("BOT_TOKEN"))
    runBot(kord, KordVoice(kord), Path.of(args[0]))
}
// docs: end
