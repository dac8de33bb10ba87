package dev.acord.sim.virtual;

import dev.acord.sim.MemberState;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.CloseReason;
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
 * A user of a simulation with a client of its own: it is told where to be and whether to talk, asks the main gateway when its voice session is
 * lost, and writes down what it hears.
 */
final class SimulatedUser {
    static final long GUILD = 7;
    /** How long the main gateway takes to answer. */
    private static final long MIN_ANSWER_NS = 20_000_000;

    private static final long MAX_ANSWER_NS = 400_000_000;
    private static final long REJOIN_NS = 1_000_000_000;

    private final long id;
    private final VirtualNetwork network;
    private final VirtualNode node;
    private final VoiceOptions options;
    private final SplittableRandom random;
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
    private long serverNeeded;
    private long givenUp;
    private long resumed;

    SimulatedUser(long id, VirtualNetwork network, VoiceOptions options, SplittableRandom random) {
        this.id = id;
        this.network = network;
        this.node = network.addNode();
        this.options = options;
        this.random = random;
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
        generation++;
        VoiceConnection old = connection;
        if (old == null) {
            connect();
        } else {
            askMainGateway(generation);
        }
    }

    /** Leaves, and forgets everything. */
    void leave() {
        channel = 0;
        generation++;
        VoiceConnection old = connection;
        connection = null;
        player = null;
        receiver = null;
        if (old != null) {
            old.disconnect("leaving");
        }
    }

    /** Was thrown out, and comes back. */
    void kicked() {
        if (channel != 0 && connection != null) {
            askMainGateway(generation);
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

    private void connect() {
        VoiceConnection made =
                VoiceConnection.create(network.server().join(GUILD, channel, id), options, node.runtime());
        connection = made;
        made.addListener(new Listener(made));
        receiver = new BaseReceiver(made, 64);
        BasePlayer talk = new BasePlayer(made, new TalkSource(id, longPackets, nextPacket));
        nextPacket += 1L << 32; // numbers of another connection are never mistaken for repetitions
        player = talk;
        talk.play();
        if (!talking) {
            talk.pause();
        }
        made.connect();
    }

    private void askMainGateway(int ofGeneration) {
        network.time().after(random.nextLong(MIN_ANSWER_NS, MAX_ANSWER_NS), () -> {
            VoiceConnection now = connection;
            if (generation == ofGeneration && channel != 0 && now != null && now.state() != VoiceState.CLOSED) {
                now.update(network.server().join(GUILD, channel, id));
            }
        });
    }

    private final class Listener implements VoiceListener {
        private final VoiceConnection mine;

        Listener(VoiceConnection mine) {
            this.mine = mine;
        }

        @Override
        public void onServerNeeded(VoiceConnection which, CloseReason reason) {
            if (mine == connection) {
                serverNeeded++;
                askMainGateway(generation);
            }
        }

        @Override
        public void onResumed(VoiceConnection which) {
            resumed++;
        }

        @Override
        public void onClosed(VoiceConnection which, CloseReason reason) {
            if (mine != connection) {
                return;
            }
            givenUp++;
            connection = null;
            player = null;
            receiver = null;
            int now = generation;
            network.time().after(REJOIN_NS, () -> {
                if (generation == now && channel != 0 && connection == null) {
                    connect();
                }
            });
        }

        @Override
        public void onVoiceData(VoiceConnection which, VoiceFrame frame) {
            BaseReceiver from = receiver;
            if (mine == connection && from != null) {
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
        return serverNeeded;
    }

    long givenUp() {
        return givenUp;
    }

    long resumed() {
        return resumed;
    }
}
