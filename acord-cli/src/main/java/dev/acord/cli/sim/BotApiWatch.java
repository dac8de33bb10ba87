package dev.acord.cli.sim;

import dev.acord.sim.MemberStats;
import dev.acord.sim.ProtocolViolation;
import dev.acord.sim.discord.BotReply;
import dev.acord.sim.discord.OfflineChannel;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.discord.OfflineUser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds out what is new in the offline Discord, look by look. Not thread safe. */
final class BotApiWatch {
    /** Bots send a packet every 20 ms. */
    private static final long QUIET_NS = 500_000_000;

    private final OfflineDiscord discord;
    private final People people;
    private final BotApiOutput output;
    private final Map<Long, Long> places = new HashMap<>();
    private boolean online;
    private List<String> commands = List.of();
    private long replies;
    private int violationsOfBot;
    private int violationsOfVoice;
    private long packets;
    private long soundNs;
    private boolean sounds;

    BotApiWatch(OfflineDiscord discord, People people, BotApiOutput output) {
        this.discord = discord;
        this.people = people;
        this.output = output;
    }

    /** Reports what is new since the last look. */
    void look(long nowNs) {
        if (online != discord.isOnline()) {
            online = !online;
            output.online(online);
        }
        List<String> registered = discord.commands();
        if (!registered.equals(commands)) {
            commands = registered;
            output.commands(registered);
        }
        place("bot", discord.botId());
        for (OfflineUser user : people.all()) {
            place(user.name(), user.id());
        }
        sound(nowNs);
        List<BotReply> said = discord.replies(replies);
        replies += said.size();
        said.forEach(each -> output.reply(each, channel(each.channelId())));
        List<ProtocolViolation> all = discord.violations();
        violationsOfBot = tellFrom(violationsOfBot, all, true);
        violationsOfVoice = tellFrom(violationsOfVoice, all, false);
    }

    private void place(String name, long userId) {
        long now = discord.channelOf(userId);
        Long before = places.put(userId, now);
        if (now != (before == null ? 0 : before)) {
            output.voice(name, now == 0 ? "" : channel(now));
        }
    }

    private String channel(long id) {
        return discord.channels().stream()
                .filter(each -> each.id() == id)
                .map(OfflineChannel::name)
                .findFirst()
                .orElse(Long.toUnsignedString(id));
    }

    private void sound(long nowNs) {
        long now = discord.voiceServer().members().stream()
                .filter(each -> each.userId() == discord.botId())
                .mapToLong(MemberStats::packetsReceived)
                .max()
                .orElse(0);
        if (now > packets) {
            soundNs = nowNs;
        }
        boolean hears = now > packets || (sounds && nowNs - soundNs < QUIET_NS);
        packets = now; // less than before in a new session
        if (hears != sounds) {
            sounds = hears;
            output.sound(hears);
        }
    }

    /** Those of the main gateway and those of the voice server are two lists in one, and each grows at its end. */
    private int tellFrom(int seen, List<ProtocolViolation> all, boolean ofBot) {
        List<ProtocolViolation> those = all.stream()
                .filter(each -> each.rule().startsWith("bot-") == ofBot)
                .toList();
        those.subList(Math.min(seen, those.size()), those.size()).forEach(output::violation);
        return those.size();
    }
}
