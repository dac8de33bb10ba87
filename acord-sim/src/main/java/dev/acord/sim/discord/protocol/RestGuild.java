package dev.acord.sim.discord.protocol;

import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests under {@code /guilds}. */
final class RestGuild {
    private final Guild guild;
    private final GuildJson json;
    private final VoicePlaces places;
    private final Gateway gateway;

    RestGuild(Guild guild, VoicePlaces places, Gateway gateway) {
        this.guild = guild;
        this.json = new GuildJson(guild);
        this.places = places;
        this.gateway = gateway;
    }

    @Nullable
    RestResponse handle(List<String> path, RestRequest request, RestApi.Body body, long nowNs) throws RestException {
        if (path.size() < 2 || Json.snowflake(path.get(1)) != guild.id()) {
            throw RestException.unknown(10_004, "Guild");
        }
        boolean get = request.method().equals("GET");
        boolean patch = request.method().equals("PATCH");
        if (path.size() == 2) {
            return get ? RestResponse.ok(json.guild()) : null;
        }
        String part = path.get(2);
        if (path.size() == 3) {
            return !get
                    ? null
                    : switch (part) {
                        case "channels" -> RestResponse.ok(json.channels());
                        case "members" -> RestResponse.ok(json.members());
                        case "roles" -> RestResponse.ok(Json.array(List.of(json.role())));
                        default -> null;
                    };
        }
        if (path.size() != 4 || (!get && !patch)) {
            return null;
        }
        return switch (part) {
            case "members" -> get ? member(path.get(3)) : editMember(path.get(3), body.read());
            case "voice-states" -> get ? voiceState(path.get(3)) : RestResponse.NO_CONTENT;
            default -> null;
        };
    }

    private Person person(String who) throws RestException {
        Person person = guild.person(who.equals("@me") ? guild.bot().id() : Json.snowflake(who));
        if (person == null) {
            throw RestException.unknown(10_007, "Member");
        }
        return person;
    }

    private RestResponse member(String who) throws RestException {
        return RestResponse.ok(json.member(person(who)));
    }

    private RestResponse voiceState(String who) throws RestException {
        VoicePlace place = guild.place(person(who).id());
        if (place.channelId() == 0) {
            throw RestException.unknown(10_065, "Voice State");
        }
        return RestResponse.ok(json.voiceState(place));
    }

    /** What a bot may do to members that concerns voice: mute, deafen, move, disconnect. */
    private RestResponse editMember(String who, JsonObject changes) throws RestException {
        Person person = person(who);
        VoicePlace place = guild.place(person.id());
        boolean voice = changes.has("channel_id") || changes.has("mute") || changes.has("deaf");
        if (voice && place.channelId() == 0) {
            throw new RestException(400, 40_032, "Target user is not connected to voice.");
        }
        if (changes.has("channel_id")) {
            long channelId = Json.snowflake(changes.get("channel_id"));
            Channel channel = guild.channel(channelId);
            if (channelId != 0 && (channel == null || !channel.voice())) {
                throw RestException.unknown(10_003, "Channel");
            }
            places.place(gateway, person.id(), channelId, place.selfMute(), place.selfDeaf());
        }
        if (changes.has("mute") || changes.has("deaf")) {
            boolean mute = changes.has("mute") ? Json.flag(changes, "mute") : place.mute();
            boolean deaf = changes.has("deaf") ? Json.flag(changes, "deaf") : place.deaf();
            places.moderate(gateway, person.id(), mute, deaf);
        }
        return RestResponse.ok(json.member(person));
    }
}
