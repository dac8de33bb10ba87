package dev.acord.system;

import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.voice.GuildVoice;
import dev.acord.voice.MainGateway;
import dev.acord.voice.VoiceOptions;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** The main gateway of one bot in one guild: answers voice state updates with the credentials of an embedded voice server. */
final class FakeMainGateway implements MainGateway {
    static final long BOT = 1;

    final GuildVoice voice;
    /** Channels asked for, in order; 0 for none. */
    final List<Long> asked = new CopyOnWriteArrayList<>();

    private volatile VoiceServer server;
    private volatile boolean silent;

    FakeMainGateway(VoiceServer server, VoiceOptions options) {
        this.server = server;
        this.voice = GuildVoice.create(Call.GUILD, BOT, this, options);
    }

    /** From now on it answers nothing. */
    void fallSilent() {
        silent = true;
    }

    /** From now on channels are on this server. */
    void server(VoiceServer other) {
        server = other;
    }

    @Override
    public void updateVoiceState(long guildId, OptionalLong channelId, boolean selfMute, boolean selfDeaf) {
        asked.add(channelId.orElse(0));
        if (silent) {
            return;
        }
        if (channelId.isPresent()) {
            place(channelId.getAsLong());
        } else {
            voice.handleVoiceStateUpdate(BOT, OptionalLong.empty(), "over");
        }
    }

    /** Puts the bot into a channel, as its own wish or somebody else's. */
    void place(long channelId) {
        VoiceTicket ticket = server.join(Call.GUILD, channelId, BOT);
        voice.handleVoiceStateUpdate(BOT, OptionalLong.of(channelId), ticket.sessionId());
        voice.handleVoiceServerUpdate(ticket.token(), ticket.endpoint());
    }

    void kick() {
        server.kick(BOT);
        voice.handleVoiceStateUpdate(BOT, OptionalLong.empty(), "over");
    }
}
