package dev.acord.voice;

import dev.acord.voice.gateway.ChannelActions;
import dev.acord.voice.gateway.ChannelConfig;
import dev.acord.voice.gateway.ChannelSession;
import dev.acord.voice.io.LogContext;
import dev.acord.voice.io.Scheduler;
import dev.acord.voice.io.SerialExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell of a {@link ChannelSession}: one task at a time, a timer, and the voice connection that it directs. Only {@link #post} and the
 * getters are for other threads.
 */
final class ChannelDriver implements ChannelActions {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelDriver.class);

    private static final int MAX_WAITING_INPUTS = 10_000;
    private static final long ANSWER_NS = 2_000_000_000L;

    private final long guildId;
    private final MainGateway mainGateway;
    private final VoiceOptions options;
    private final VoiceRuntime runtime;
    private final SerialExecutor control;
    private final ChannelSession session;
    private final List<VoiceListener> listeners = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<VoiceConnection>> joins = new ArrayList<>();
    private final List<CompletableFuture<Void>> leaves = new ArrayList<>();
    private Scheduler.@Nullable Timer timer;
    private long timerNs = Long.MAX_VALUE;
    private boolean closed;
    private volatile @Nullable VoiceConnection connection;
    private volatile OptionalLong desired = OptionalLong.empty();

    ChannelDriver(long guildId, long userId, MainGateway mainGateway, VoiceOptions options, VoiceRuntime runtime) {
        this.guildId = guildId;
        this.mainGateway = mainGateway;
        this.options = options;
        this.runtime = runtime;
        this.control = new SerialExecutor(
                runtime.environment().workers(), MAX_WAITING_INPUTS, new LogContext(guildId, () -> desired.orElse(0)));
        ChannelConfig config = new ChannelConfig(
                guildId,
                userId,
                options.connectTimeout().toNanos(),
                ANSWER_NS,
                options.updateGrace().toNanos(),
                options.connectAttempts());
        this.session = new ChannelSession(config, this, runtime.environment().random());
    }

    @Nullable
    VoiceConnection connection() {
        return connection;
    }

    OptionalLong desired() {
        return desired;
    }

    /** Hears every connection from now on. */
    void add(VoiceListener listener) {
        control.execute(() -> {
            listeners.add(listener);
            VoiceConnection now = connection;
            if (now != null) {
                now.addListener(listener);
            }
        });
    }

    void remove(VoiceListener listener) {
        control.execute(() -> {
            listeners.remove(listener);
            VoiceConnection now = connection;
            if (now != null) {
                now.removeListener(listener);
            }
        });
    }

    /** Posts an input to the session, and arms its timer afterwards. */
    void post(Consumer<ChannelSession> input) {
        control.execute(() -> {
            if (closed) {
                return;
            }
            try {
                input.accept(session);
            } finally {
                desired = session.desired();
                armTimer();
            }
        });
    }

    CompletableFuture<VoiceConnection> join(long channelId) {
        CompletableFuture<VoiceConnection> joined = new CompletableFuture<>();
        control.execute(() -> {
            if (closed) {
                joined.completeExceptionally(new VoiceException(local("the guild's voice was closed")));
            }
        });
        post(each -> {
            OptionalLong wish = each.desired();
            if (wish.isPresent() && wish.getAsLong() != channelId) {
                failJoins(local("joined another channel instead"));
            }
            joins.add(joined);
            completeLeaves(); // a leave that a join overtakes is not waited for any longer
            each.join(channelId, nowNs());
        });
        return joined;
    }

    CompletableFuture<Void> leave() {
        CompletableFuture<Void> left = new CompletableFuture<>();
        control.execute(() -> {
            if (closed) {
                left.complete(null);
            }
        });
        post(each -> {
            failJoins(local("left before the channel was joined"));
            leaves.add(left);
            each.leave(nowNs());
        });
        return left;
    }

    void close() {
        post(each -> {
            failJoins(local("the guild's voice was closed"));
            each.leave(nowNs());
            closed = true;
            onLeft();
            VoiceConnection last = connection;
            if (last != null) {
                last.disconnect("closed");
            }
        });
    }

    private static CloseReason local(String why) {
        return new CloseReason(CloseReason.Kind.LOCAL, 0, VoiceState.IDLE, why);
    }

    private void armTimer() {
        long nextNs = closed ? Long.MAX_VALUE : session.nextTimerNs();
        if (nextNs == timerNs) {
            return;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        timerNs = nextNs;
        if (nextNs != Long.MAX_VALUE) {
            timer = runtime.environment().schedule(this::onTimer, nextNs - nowNs());
        }
    }

    long nowNs() {
        return runtime.environment().nowNs();
    }

    private void onTimer() {
        post(each -> {
            timerNs = Long.MAX_VALUE;
            each.handleTimer(nowNs());
        });
    }

    @Override
    public void updateVoiceState(OptionalLong channelId, boolean selfMute, boolean selfDeaf) {
        try {
            mainGateway.updateVoiceState(guildId, channelId, selfMute, selfDeaf);
        } catch (RuntimeException e) {
            // the user's code: as if the service had not answered, so that it is asked again
            LOG.error("sending a voice state update failed", e);
        }
    }

    @Override
    public void connect(VoiceServerInfo info, int generation) {
        VoiceConnection now = connection;
        if (now == null) {
            VoiceConnection made = VoiceConnection.create(info, options, runtime);
            Keeper keeper = new Keeper(made);
            keeper.generation = generation;
            made.events().keeper(keeper);
            listeners.forEach(made::addListener);
            connection = made;
            made.connect();
        } else {
            now.update(info, mark(now, generation));
        }
    }

    @Override
    public void suspend(boolean left, String why, int generation) {
        VoiceConnection now = connection;
        if (now != null) {
            now.suspend(left, why, mark(now, generation));
        }
    }

    /**
     * What the connection reports from here on belongs to this generation. In one step with what begins it: what the session before still reports,
     * such as that it was closed because of a move, must not be taken for a report of the new one.
     */
    private static Runnable mark(VoiceConnection now, int generation) {
        return () -> {
            if (now.events().keeper() instanceof Keeper keeper) {
                keeper.generation = generation;
            }
        };
    }

    @Override
    public void onServerLost() {
        fire((to, listener) -> listener.onServerLost(to));
    }

    @Override
    public void onKicked(long channelId, boolean rejoining) {
        fire((to, listener) -> listener.onKicked(to, channelId, rejoining));
    }

    private interface Event {
        void tell(VoiceConnection to, VoiceListener listener);
    }

    private void fire(Event event) {
        desired = session.desired(); // a listener that looks sees what it is told about
        VoiceConnection now = connection;
        if (now != null) {
            now.events().fire(listener -> event.tell(now, listener));
        }
    }

    @Override
    public void onJoined() {
        desired = session.desired(); // whoever hears of it sees it
        VoiceConnection now = connection;
        if (now != null) {
            joins.forEach(each -> each.complete(now));
            joins.clear();
        }
    }

    @Override
    public void onLeft() {
        desired = session.desired();
        completeLeaves();
    }

    private void completeLeaves() {
        leaves.forEach(each -> each.complete(null));
        leaves.clear();
    }

    @Override
    public void onFailed(CloseReason reason, boolean joining) {
        desired = session.desired();
        failJoins(reason);
        VoiceConnection now = connection;
        if (!joining && now != null) {
            connection = null;
            now.driver().post(each -> each.fail(reason.kind(), reason.message()));
        }
    }

    private void failJoins(CloseReason reason) {
        joins.forEach(each -> each.completeExceptionally(new VoiceException(reason)));
        joins.clear();
    }

    /** Brings one connection's reports here, each with the generation it belongs to; runs on the connection's executor. */
    private final class Keeper implements SessionKeeper {
        private final VoiceConnection of;
        private int generation;

        Keeper(VoiceConnection of) {
            this.of = of;
        }

        @Override
        public void onServerNeeded(CloseReason reason, boolean ask) {
            int at = generation;
            post(each -> each.handleServerNeeded(at, ask, nowNs()));
        }

        @Override
        public void onState(VoiceState state) {
            int at = generation;
            post(each -> each.handleVoiceProgress(at, state, nowNs()));
        }

        @Override
        public void onClosed(CloseReason reason) {
            int at = generation;
            post(each -> {
                if (connection == of) {
                    connection = null;
                    each.handleVoiceClosed(at, reason, nowNs());
                }
            });
        }
    }
}
