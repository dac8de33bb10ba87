package dev.acord.sim.virtual;

import dev.acord.sim.MemberState;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.CloseReason;
import dev.acord.voice.GuildVoice;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A user of a simulation with a client of its own: it is told where to be and whether to talk, stays there with a
 * {@link GuildVoice}, and writes down what it hears.
 */
final class SimulatedUser {
    static final long GUILD = 7;
    private static final long REJOIN_NS = 1_000_000_000;

    private final long id;
    private final VirtualNetwork network;
    private final VirtualNode node;
    private final VirtualMainGateway gateway;
    private final GuildVoice voice;
    private final boolean longPackets;
    private final Map<Long, HeardFrames> heardOf = new HashMap<>();
    private final List<String> breaches = new ArrayList<>();
    private @Nullable VoiceConnection connection;
    private @Nullable BasePlayer player;
    private @Nullable BaseReceiver receiver;
    private long channel;
    private boolean talking;
    private int generation;
    private long nextPacket;
    private long givenUp;
    private long resumed;

    SimulatedUser(long id, VirtualNetwork network, VoiceOptions options, SplittableRandom random) {
        this.id = id;
        this.network = network;
        this.node = network.addNode();
        this.gateway = new VirtualMainGateway(network, id, random.split());
        this.voice = GuildVoice.create(GUILD, id, gateway, options, node.runtime());
        voice.addListener(new Listener());
        gateway.answer(voice);
        this.longPackets = random.nextInt(3) > 0;
    }

    long id() {
        return id;
    }

    VirtualNode node() {
        return node;
    }

    /** Where it wants to be; 0 for nowhere. */
    long channel() {
        return channel;
    }

    boolean isTalking() {
        return talking;
    }

    @Nullable
    VoiceConnection connection() {
        return connection;
    }

    VoiceState state() {
        VoiceConnection now = connection;
        return now == null ? VoiceState.NEW : now.state();
    }

    MemberState stateAtServer() {
        return network.server().state(GUILD, id);
    }

    /** Goes to a channel, from wherever it is. */
    void join(long newChannel) {
        channel = newChannel;
        int mine = ++generation;
        voice.join(newChannel).whenComplete((joined, failure) -> {
            if (failure != null && generation == mine) {
                givenUp++;
                network.time().after(REJOIN_NS, () -> {
                    if (generation == mine) {
                        join(newChannel);
                    }
                });
            } else if (joined != null) {
                attach(joined);
            }
        });
        attachPresent();
    }

    /** Leaves; its connection waits for the next time. */
    void leave() {
        channel = 0;
        generation++;
        voice.leave();
    }

    /** Leaves for good. */
    void close() {
        channel = 0;
        generation++;
        voice.close();
    }

    /** Was thrown out, and comes back. */
    void kicked() {
        gateway.kick(GUILD);
        if (channel != 0) {
            int mine = ++generation;
            network.time().after(REJOIN_NS, () -> {
                if (generation == mine) {
                    join(channel);
                }
            });
        }
    }

    /** Talks, or is quiet. */
    void talk(boolean aloud) {
        talking = aloud;
        BasePlayer now = player;
        if (now == null) {
            return;
        }
        if (aloud) {
            now.resume();
        } else {
            now.pause();
        }
    }

    private void attachPresent() {
        VoiceConnection present = voice.connection();
        if (present != null) {
            attach(present);
        }
    }

    /** A connection lives through nearly everything; another one needs a player and a receiver of its own. */
    private void attach(VoiceConnection joined) {
        if (connection == joined) {
            return;
        }
        connection = joined;
        receiver = new BaseReceiver(joined, 64);
        BasePlayer talk = new BasePlayer(joined, new TalkSource(id, longPackets, nextPacket));
        nextPacket += 1L << 32; // numbers of another connection are never mistaken for repetitions
        player = talk;
        talk.play();
        if (!talking) {
            talk.pause();
        }
    }

    private final class Listener implements VoiceListener {
        @Override
        public void onResumed(VoiceConnection which) {
            resumed++;
        }

        @Override
        public void onClosed(VoiceConnection which, CloseReason reason) {
            if (which != connection) {
                return;
            }
            connection = null;
            player = null;
            receiver = null;
            int mine = generation;
            if (channel != 0) {
                givenUp++;
                network.time().after(REJOIN_NS, () -> {
                    if (generation == mine && channel != 0) {
                        join(channel);
                    }
                });
            }
        }

        @Override
        public void onVoiceData(VoiceConnection which, VoiceFrame frame) {
            BaseReceiver from = receiver;
            if (which == connection && from != null) {
                drain(from);
            }
        }

        private void drain(BaseReceiver from) {
            try {
                VoiceFrame frame;
                while ((frame = from.receive(Duration.ZERO)) != null) {
                    hear(frame);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void hear(VoiceFrame frame) {
        byte[] opus = frame.opus();
        if (!TalkSource.isTalk(opus)) {
            return; // silence
        }
        long speaker = TalkSource.speaker(opus);
        if (speaker != frame.userId()) {
            breach("a frame of user " + speaker + " was given out as one of user " + frame.userId());
        }
        if (!heardOf.computeIfAbsent(speaker, who -> new HeardFrames()).add(TalkSource.count(opus))) {
            breach("frame " + TalkSource.count(opus) + " of user " + speaker + " was heard twice");
        }
    }

    private void breach(String what) {
        if (breaches.size() < 20) {
            breaches.add("user " + id + ": " + what);
        }
    }

    /** Frames heard of a user so far. */
    long heardOf(long speaker) {
        HeardFrames frames = heardOf.get(speaker);
        return frames == null ? 0 : frames.count();
    }

    List<String> breaches() {
        return breaches;
    }

    /** Frames heard of anybody so far. */
    long heard() {
        return heardOf.values().stream().mapToLong(HeardFrames::count).sum();
    }

    long serverNeeded() {
        return gateway.asked();
    }

    long givenUp() {
        return givenUp;
    }

    long resumed() {
        return resumed;
    }
}
