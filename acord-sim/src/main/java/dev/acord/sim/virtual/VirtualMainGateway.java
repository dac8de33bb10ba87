package dev.acord.sim.virtual;

import dev.acord.voice.GuildVoice;
import dev.acord.voice.MainGateway;
import dev.acord.voice.VoiceServerInfo;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The main gateway as one bot sees it: is asked with voice state updates, and answers after a while with a voice state and a voice server, in
 * either order, sometimes with no server at first.
 */
final class VirtualMainGateway implements MainGateway {
    private static final long MIN_ANSWER_NS = 20_000_000;
    private static final long MAX_ANSWER_NS = 200_000_000;
    /** Every so many answers, there is no server for a moment. */
    private static final int NO_SERVER_ONE_IN = 12;

    private static final long NO_SERVER_NS = 700_000_000;

    private final VirtualNetwork network;
    private final long userId;
    private final SplittableRandom random;
    private @Nullable GuildVoice voice;
    private long asked;
    private long lastAnswerNs;

    VirtualMainGateway(VirtualNetwork network, long userId, SplittableRandom random) {
        this.network = network;
        this.userId = userId;
        this.random = random;
        this.lastAnswerNs = network.time().nowNs();
    }

    /** Answers go there. */
    void answer(GuildVoice to) {
        voice = to;
    }

    /** How often it was asked to be in a channel. */
    long asked() {
        return asked;
    }

    @Override
    public void updateVoiceState(long guildId, OptionalLong channelId, boolean selfMute, boolean selfDeaf) {
        if (channelId.isPresent()) {
            asked++;
        }
        later(() -> {
            if (channelId.isPresent()) {
                join(guildId, channelId.getAsLong());
            } else {
                leave(guildId);
            }
        });
    }

    /** The bot is thrown out, by the service. */
    void kick(long guildId) {
        leave(guildId);
    }

    private void join(long guildId, long channelId) {
        VoiceServerInfo info = network.server().join(guildId, channelId, userId);
        boolean stateFirst = random.nextInt(4) > 0;
        Runnable state =
                () -> tell(to -> to.handleVoiceStateUpdate(userId, OptionalLong.of(channelId), info.sessionId()));
        Runnable server = () -> tell(to -> to.handleVoiceServerUpdate(info.token(), info.endpoint()));
        if (random.nextInt(NO_SERVER_ONE_IN) == 0) {
            state.run();
            tell(to -> to.handleVoiceServerUpdate(info.token(), null));
            network.time().after(NO_SERVER_NS, server);
        } else if (stateFirst) {
            state.run();
            server.run();
        } else {
            server.run();
            state.run();
        }
    }

    private void leave(long guildId) {
        network.server().expel(guildId, userId, 4014);
        tell(to -> to.handleVoiceStateUpdate(userId, OptionalLong.empty(), "none"));
    }

    private void later(Runnable answer) {
        long atNs = network.time().nowNs() + random.nextLong(MIN_ANSWER_NS, MAX_ANSWER_NS);
        lastAnswerNs = atNs - lastAnswerNs < 0 ? lastAnswerNs : atNs; // one after another, as they were asked
        network.time().after(lastAnswerNs - network.time().nowNs(), answer);
    }

    private void tell(java.util.function.Consumer<GuildVoice> what) {
        GuildVoice to = voice;
        if (to != null) {
            what.accept(to);
        }
    }
}
