package dev.acord.sim.discord.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A guild as the service writes it. The fields are those that the service's documentation names, and those that clients insist on. */
final class GuildJson {
    private static final String JOINED = "2024-01-01T00:00:00Z";
    private static final int TEXT = 0;
    private static final int VOICE = 2;
    private static final int BITRATE_BPS = 64_000;
    /** Every permission there is: what a bot may do is not what is tested here. */
    private static final String ALL_PERMISSIONS = Long.toString((1L << 53) - 1);

    private final Guild guild;

    GuildJson(Guild guild) {
        this.guild = guild;
    }

    static JsonObject user(Person person) {
        return Json.object(
                "id",
                Json.id(person.id()),
                "username",
                person.name(),
                "global_name",
                person.bot() ? null : person.name(),
                "discriminator",
                person.bot() ? "0001" : "0",
                "avatar",
                null,
                "bot",
                person.bot(),
                "system",
                false,
                "public_flags",
                0,
                "flags",
                0);
    }

    /** The bot about itself. */
    JsonObject self() {
        JsonObject self = user(guild.bot());
        self.addProperty("verified", true);
        self.addProperty("mfa_enabled", false);
        self.addProperty("locale", "en-US");
        self.add("email", com.google.gson.JsonNull.INSTANCE);
        return self;
    }

    JsonObject member(Person person) {
        JsonObject member = memberWithoutUser(person);
        member.add("user", user(person));
        return member;
    }

    JsonObject memberWithoutUser(Person person) {
        VoicePlace place = guild.place(person.id());
        return Json.object(
                "nick",
                null,
                "avatar",
                null,
                "roles",
                new JsonArray(),
                "joined_at",
                JOINED,
                "premium_since",
                null,
                "communication_disabled_until",
                null,
                "deaf",
                place.deaf(),
                "mute",
                place.mute(),
                "flags",
                0,
                "pending",
                false,
                "permissions",
                ALL_PERMISSIONS);
    }

    JsonObject channel(Channel channel) {
        JsonObject json = Json.object(
                "id",
                Json.id(channel.id()),
                "guild_id",
                Json.id(guild.id()),
                "type",
                channel.voice() ? VOICE : TEXT,
                "name",
                channel.name(),
                "position",
                new ArrayList<>(guild.channels()).indexOf(channel),
                "parent_id",
                null,
                "permission_overwrites",
                new JsonArray(),
                "nsfw",
                false,
                "rate_limit_per_user",
                0,
                "last_message_id",
                null,
                "flags",
                0,
                "permissions",
                ALL_PERMISSIONS);
        if (channel.voice()) {
            json.addProperty("bitrate", BITRATE_BPS);
            json.addProperty("user_limit", 0);
            json.add("rtc_region", com.google.gson.JsonNull.INSTANCE);
        } else {
            json.add("topic", com.google.gson.JsonNull.INSTANCE);
        }
        return json;
    }

    JsonArray channels() {
        return Json.array(guild.channels().stream().map(this::channel).toList());
    }

    JsonObject role() {
        return Json.object(
                "id",
                Json.id(guild.id()), // the role of everybody has the guild's id
                "name",
                "@everyone",
                "color",
                0,
                "colors",
                Json.object("primary_color", 0, "secondary_color", null, "tertiary_color", null),
                "hoist",
                false,
                "icon",
                null,
                "unicode_emoji",
                null,
                "position",
                0,
                "permissions",
                ALL_PERMISSIONS,
                "managed",
                false,
                "mentionable",
                false,
                "flags",
                0);
    }

    /** What the guild is, as REST gives it. */
    JsonObject guild() {
        JsonObject json = Json.object(
                "id",
                Json.id(guild.id()),
                "name",
                guild.name(),
                "owner_id",
                Json.id(guild.ownerId()),
                "icon",
                null,
                "splash",
                null,
                "discovery_splash",
                null,
                "banner",
                null,
                "description",
                null,
                "vanity_url_code",
                null,
                "region", // unused for years, still sent, and Kord reads no guild without it
                "us-west",
                "afk_channel_id",
                null,
                "afk_timeout",
                300,
                "verification_level",
                0,
                "default_message_notifications",
                0,
                "explicit_content_filter",
                0,
                "mfa_level",
                0,
                "nsfw_level",
                0,
                "application_id",
                null,
                "system_channel_id",
                null,
                "system_channel_flags",
                0,
                "rules_channel_id",
                null,
                "public_updates_channel_id",
                null,
                "safety_alerts_channel_id",
                null,
                "max_members",
                500_000,
                "premium_tier",
                0,
                "premium_subscription_count",
                0,
                "premium_progress_bar_enabled",
                false,
                "preferred_locale",
                "en-US",
                "approximate_member_count",
                guild.people().size());
        json.add("roles", Json.array(List.of(role())));
        for (String empty : new String[] {"emojis", "features", "stickers"}) {
            json.add(empty, new JsonArray());
        }
        return json;
    }

    /** The guild in the event that tells a bot of it. */
    JsonObject guildCreate() {
        JsonObject json = guild();
        json.addProperty("joined_at", JOINED);
        json.addProperty("large", false);
        json.addProperty("unavailable", false);
        json.addProperty("member_count", guild.people().size());
        json.add("channels", channels());
        json.add("members", members());
        JsonArray states = new JsonArray();
        for (VoicePlace place : guild.places()) {
            JsonObject state = voiceState(place);
            state.remove("guild_id");
            state.remove("member");
            states.add(state);
        }
        json.add("voice_states", states);
        for (String empty :
                new String[] {"threads", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds"
                }) {
            json.add(empty, new JsonArray());
        }
        return json;
    }

    JsonArray members() {
        return Json.array(guild.people().stream().map(this::member).toList());
    }

    JsonObject voiceState(VoicePlace place) {
        JsonObject state = Json.object(
                "guild_id", Json.id(guild.id()),
                "channel_id", place.channelId() == 0 ? null : Json.id(place.channelId()),
                "user_id", Json.id(place.userId()),
                "session_id", place.sessionId(),
                "deaf", place.deaf(),
                "mute", place.mute(),
                "self_deaf", place.selfDeaf(),
                "self_mute", place.selfMute(),
                "self_video", false,
                "self_stream", false,
                "suppress", false,
                "request_to_speak_timestamp", null);
        Person person = guild.person(place.userId());
        if (person != null) {
            state.add("member", member(person));
        }
        return state;
    }
}
