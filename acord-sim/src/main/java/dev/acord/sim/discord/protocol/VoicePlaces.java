package dev.acord.sim.discord.protocol;

import com.google.gson.JsonObject;
import dev.acord.sim.VoiceTicket;

/** Who is in which voice channel: carries wishes out, tells everybody, and hands out the voice server's credentials. */
final class VoicePlaces {
    private final Guild guild;
    private final GuildJson json;
    private final VoiceRooms rooms;
    private final Humans humans;
    private final Violations violations;

    VoicePlaces(Guild guild, VoiceRooms rooms, Humans humans, Violations violations) {
        this.guild = guild;
        this.json = new GuildJson(guild);
        this.rooms = rooms;
        this.humans = humans;
        this.violations = violations;
    }

    /** The bot's own wish. */
    void botWishes(Gateway gateway, long guildId, long channelId, boolean selfMute, boolean selfDeaf) {
        Channel channel = guild.channel(channelId);
        if (guildId != guild.id()) {
            violations.add(BotRule.UNKNOWN_CHANNEL, "voice state update for guild " + Json.id(guildId));
        } else if (channelId != 0 && (channel == null || !channel.voice())) {
            violations.add(BotRule.UNKNOWN_CHANNEL, Json.id(channelId) + " is no voice channel of the guild");
        } else {
            place(gateway, guild.bot().id(), channelId, selfMute, selfDeaf);
        }
    }

    /**
     * Puts somebody into a channel. Asked for the channel where one is already, there are new credentials unless the voice session is up: a
     * bot that lost it asks again, one that mutes itself keeps it.
     */
    void place(Gateway gateway, long userId, long channelId, boolean selfMute, boolean selfDeaf) {
        VoicePlace before = guild.place(userId);
        VoicePlace after = before.self(selfMute, selfDeaf);
        if (channelId == 0) {
            if (before.channelId() != 0) {
                rooms.expel(userId);
                tell(gateway, after.in(0, before.sessionId()));
            }
        } else if (channelId == before.channelId() && rooms.connected(userId)) {
            tell(gateway, after);
        } else {
            VoiceTicket ticket = rooms.invite(channelId, userId);
            tell(gateway, after.in(channelId, ticket.sessionId()));
            server(gateway, ticket);
        }
    }

    /** Mutes or deafens somebody as a moderator. */
    void moderate(Gateway gateway, long userId, boolean mute, boolean deaf) {
        tell(gateway, guild.place(userId).moderated(mute, deaf));
    }

    private void tell(Gateway gateway, VoicePlace place) {
        guild.place(place);
        gateway.dispatch("VOICE_STATE_UPDATE", json.voiceState(place), Gateway.INTENT_VOICE_STATES);
        humans.voiceState(place);
    }

    private void server(Gateway gateway, VoiceTicket ticket) {
        if (ticket.userId() == guild.bot().id()) {
            JsonObject update = Json.object(
                    "token", ticket.token(), "guild_id", Json.id(guild.id()), "endpoint", ticket.endpoint());
            gateway.dispatch("VOICE_SERVER_UPDATE", update, 0);
        } else {
            humans.voiceServer(ticket);
        }
    }
}
