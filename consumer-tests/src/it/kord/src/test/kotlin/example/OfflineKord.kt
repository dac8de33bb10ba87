package example

import dev.acord.sim.discord.OfflineDiscord
import dev.acord.sim.discord.OfflineDiscordBuilder
import dev.kord.core.Kord
import dev.kord.core.builder.kord.KordBuilder
import dev.kord.gateway.DefaultGateway
import io.ktor.client.HttpClient
import io.ktor.client.plugins.api.createClientPlugin
import io.ktor.http.URLProtocol
import java.net.URI
import java.util.Base64

/** Kord on an offline Discord: it has no setting for the address of requests, so its HTTP client sends them there. */
object OfflineKord {
    private const val BOT_ID = 1_000_000_000_000_000_001L

    /** A Discord whose bot has a token of the form that Kord reads the bot's id from. */
    fun discord(): OfflineDiscordBuilder =
        OfflineDiscord.builder().bot("kord", BOT_ID, Base64.getEncoder().encodeToString("$BOT_ID".toByteArray()) + ".offline.token")

    suspend fun start(discord: OfflineDiscord, more: KordBuilder.() -> Unit = {}): Kord {
        val rest = URI(discord.restUrl())
        val redirect = createClientPlugin("OfflineDiscord") {
            onRequest { request, _ ->
                if (request.url.host == "discord.com") {
                    request.url.protocol = URLProtocol.HTTP
                    request.url.host = rest.host
                    request.url.port = rest.port
                }
            }
        }
        return Kord(discord.token()) {
            httpClient = HttpClient { install(redirect) }
            gateways { resources, shards ->
                shards.map {
                    DefaultGateway {
                        client = resources.httpClient
                        url = discord.gatewayUrl() + "?v=10&encoding=json&compress=zlib-stream"
                    }
                }
            }
            enableShutdownHook = false
            more()
        }
    }
}
