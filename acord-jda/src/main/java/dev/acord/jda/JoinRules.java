package dev.acord.jda;

import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.GuildVoiceState;
import net.dv8tion.jda.api.entities.Member;
import net.dv8tion.jda.api.entities.channel.middleman.AudioChannel;
import net.dv8tion.jda.api.exceptions.InsufficientPermissionException;
import net.dv8tion.jda.api.exceptions.MissingAccessException;
import net.dv8tion.jda.api.requests.GatewayIntent;

/** What can be known before the service is asked. It answers a request that it refuses with nothing, so that the cause would never be told. */
final class JoinRules {
    private JoinRules() {}

    /** Throws, as JDA's own audio does, what makes a join of this channel hopeless. */
    static void check(AudioChannel channel) {
        if (!channel.getJDA().getGatewayIntents().contains(GatewayIntent.GUILD_VOICE_STATES)) {
            throw new IllegalStateException(
                    "JDA was built without the intent GUILD_VOICE_STATES, so that no voice state comes;"
                            + " add enableIntents(GatewayIntent.GUILD_VOICE_STATES) to its builder");
        }
        Member self = channel.getGuild().getSelfMember();
        if (!self.hasPermission(channel, Permission.VIEW_CHANNEL)) {
            throw new MissingAccessException(channel, Permission.VIEW_CHANNEL);
        }
        if (!self.hasPermission(channel, Permission.VOICE_CONNECT)) {
            throw new InsufficientPermissionException(channel, Permission.VOICE_CONNECT);
        }
        int limit = channel.getUserLimit();
        int there = limit == 0 ? 0 : channel.getMembers().size(); // 0 where JDA keeps no voice states of others
        if (limit > 0
                && there >= limit
                && !isIn(self, channel)
                && !self.hasPermission(channel, Permission.VOICE_MOVE_OTHERS)) {
            throw new InsufficientPermissionException(
                    channel,
                    Permission.VOICE_MOVE_OTHERS,
                    "The channel is full (" + there + " of " + limit
                            + "); with the permission VOICE_MOVE_OTHERS a bot can join nevertheless");
        }
    }

    private static boolean isIn(Member self, AudioChannel channel) {
        GuildVoiceState state = self.getVoiceState();
        return state != null && channel.equals(state.getChannel());
    }
}
