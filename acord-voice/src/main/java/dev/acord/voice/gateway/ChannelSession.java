package dev.acord.voice.gateway;

import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceState;
import dev.acord.voice.wire.CloseCode;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * The main gateway's side of being in a voice channel: holds where one should be, and whatever happens only changes how to get there.
 *
 * <pre>
 * OUT -> ASKING                        join: op 4 is sent; both halves of the credentials are awaited, in any order
 * ASKING -> CONNECTING -> CONNECTED    both halves came: the voice connection gets them; it reports that it is ready
 * CONNECTED -> ASKING                  moved (the new channel's server is awaited), credentials used up (op 4), session ended (a word is awaited)
 * any -> AWAITING_ENDPOINT             a voice server update without an endpoint: the service looks for a server
 * any -> LEAVING -> OUT or ASKING      leave, or leave and join again: until the service confirms, what it says is old
 * CONNECTED -> OUT, LEAVING            kicked; or, to join again after a wait
 * </pre>
 *
 * <p>No answer: op 4 is sent again after growing, jittered waits; when the service already takes one to be in the channel it would not answer
 * that, so one leaves first. Driving: every input goes to its method with the present time, and {@link #handleTimer} is called when
 * {@link #nextTimerNs} has come. Not thread safe; one owner at a time.
 */
public final class ChannelSession {
    private static final long NONE = Long.MAX_VALUE;
    /** Who was kicked after staying this long is not in a quarrel with somebody. */
    private static final long QUIET_NS = 60_000_000_000L;

    private enum Stage {
        OUT,
        LEAVING,
        ASKING,
        AWAITING_ENDPOINT,
        CONNECTING,
        CONNECTED
    }

    private final ChannelConfig config;
    private final ChannelActions actions;
    private final Backoff backoff;
    private final VoiceHalves halves = new VoiceHalves();
    private boolean followMoves = true;
    private boolean rejoinAfterKick;
    private boolean selfMute;
    private boolean selfDeaf;

    private Stage stage = Stage.OUT;
    private OptionalLong desired = OptionalLong.empty();
    /** Where the service says that one is; empty from a question until its answer. */
    private OptionalLong present = OptionalLong.empty();
    /** Where one was when the question was sent: a voice state that still says so is older than the answer. */
    private OptionalLong before = OptionalLong.empty();

    private VoiceState voice = VoiceState.NEW;
    private int generation;
    private int questions;
    private int kicks;
    private long connectedNs;
    private long joinDeadlineNs = NONE;
    private long stepNs = NONE;

    /**
     * Makes a session that is in no channel.
     *
     * @param config how it behaves
     * @param actions what carries out its actions
     * @param random spreads questions in time
     */
    public ChannelSession(ChannelConfig config, ChannelActions actions, RandomGenerator random) {
        this.config = config;
        this.actions = actions;
        this.backoff = new Backoff(config.answerNs(), random);
    }

    /** Whether a move by somebody else is the new wish, or is undone. */
    public void followMoves(boolean follow) {
        followMoves = follow;
    }

    /** Whether a kick ends the wish to be there. */
    public void rejoinAfterKick(boolean rejoin) {
        rejoinAfterKick = rejoin;
    }

    /** When {@link #handleTimer} must be called at the latest; {@link Long#MAX_VALUE} when nothing is due. */
    public long nextTimerNs() {
        return Math.min(joinDeadlineNs, stepNs);
    }

    /** The channel that one should be in. */
    public OptionalLong desired() {
        return desired;
    }

    /** One should be in this channel. */
    public void join(long channelId, long nowNs) {
        boolean same = desired.isPresent() && desired.getAsLong() == channelId;
        if (same && stage == Stage.CONNECTED) {
            actions.onJoined();
            return;
        }
        if (same && joinDeadlineNs != NONE) {
            return;
        }
        desired = OptionalLong.of(channelId);
        joinDeadlineNs = nowNs + config.joinTimeoutNs();
        questions = 0;
        if (stage != Stage.LEAVING) {
            ask(nowNs);
        }
    }

    /** One should be in no channel. */
    public void leave(long nowNs) {
        desired = OptionalLong.empty();
        joinDeadlineNs = NONE;
        if (stage == Stage.OUT) {
            actions.onLeft();
        } else if (stage != Stage.LEAVING) {
            beginLeaving(true, "left", nowNs);
        }
    }

    /** One's own microphone and ears, as everybody sees them. */
    public void muted(boolean mute, boolean deaf) {
        boolean changed = mute != selfMute || deaf != selfDeaf;
        selfMute = mute;
        selfDeaf = deaf;
        if (changed && desired.isPresent() && stage != Stage.LEAVING) {
            actions.updateVoiceState(desired, mute, deaf);
        }
    }

    /** A voice state update of one's own user; an empty channel: in none. */
    public void handleVoiceState(OptionalLong channelId, String sessionId, long nowNs) {
        if (stage == Stage.LEAVING) {
            if (channelId.isEmpty()) {
                afterLeaving(nowNs);
            }
            return; // else older than the leave
        }
        if (stage == Stage.OUT) {
            return;
        }
        if (channelId.isEmpty()) {
            if (present.isPresent()) {
                kicked(nowNs);
            }
            return; // else older than the question
        }
        if (!channelId.equals(desired)) {
            boolean old = present.isEmpty() && channelId.equals(before);
            if (!old) {
                moved(channelId, sessionId, nowNs);
            }
            return;
        }
        present = channelId;
        halves.state(sessionId);
        if (stage == Stage.ASKING || stage == Stage.AWAITING_ENDPOINT) {
            connectWhenComplete();
        }
    }

    /** A voice server update; without an endpoint the service looks for a server. */
    public void handleVoiceServer(String token, String endpoint, long nowNs) {
        if (stage == Stage.OUT || stage == Stage.LEAVING) {
            return; // of a session that is over
        }
        if (halves.server(token, endpoint) || stage == Stage.ASKING) {
            connectWhenComplete();
        }
    }

    /** A voice server update whose endpoint is null. */
    public void handleNoServer(long nowNs) {
        if (stage == Stage.OUT || stage == Stage.LEAVING) {
            return;
        }
        halves.clearServer();
        if (stage != Stage.AWAITING_ENDPOINT) {
            stage = Stage.AWAITING_ENDPOINT;
            actions.suspend(false, "no endpoint", ++generation);
            actions.onServerLost();
        }
        stepNs = nowNs + config.endpointNs();
    }

    /** The main gateway's own session is a new one: it does not know where one is, and all that it said before is old. */
    public void handleMainGatewayReconnected(long nowNs) {
        if (stage == Stage.LEAVING) {
            afterLeaving(nowNs);
        } else if (stage != Stage.OUT) {
            questions = 0;
            present = OptionalLong.empty();
            ask(nowNs);
        }
    }

    /** The voice connection's state changed. */
    public void handleVoiceProgress(int ofGeneration, VoiceState state, long nowNs) {
        if (ofGeneration != generation) {
            return;
        }
        voice = state;
        if (state == VoiceState.READY && stage == Stage.CONNECTING) {
            stage = Stage.CONNECTED;
            questions = 0;
            connectedNs = nowNs;
            joinDeadlineNs = NONE;
            stepNs = NONE;
            actions.onJoined();
        }
    }

    /** The voice connection's session is over; {@code ask}: the main gateway will not say anything about it unless it is asked. */
    public void handleServerNeeded(int ofGeneration, boolean ask, long nowNs) {
        if (ofGeneration != generation || desired.isEmpty()) {
            return;
        }
        boolean working = stage == Stage.CONNECTING || stage == Stage.CONNECTED;
        actions.suspend(false, "session over", ++generation);
        if (!working) {
            return; // the answer is awaited already
        }
        if (ask) {
            ask(nowNs);
        } else {
            stage = Stage.ASKING;
            halves.clearServer();
            stepNs = nowNs + backoff.delayNs(++questions);
        }
    }

    /** The voice connection is closed for good. */
    public void handleVoiceClosed(int ofGeneration, CloseReason reason, long nowNs) {
        if (desired.isEmpty()) {
            return;
        }
        if (ofGeneration == generation) {
            giveUp(reason, nowNs);
        } else if (stage == Stage.CONNECTING) {
            ask(nowNs); // it closed before the newest credentials reached it
        }
    }

    /** Something is due: see {@link #nextTimerNs}. */
    public void handleTimer(long nowNs) {
        if (joinDeadlineNs != NONE && nowNs - joinDeadlineNs >= 0) {
            giveUp(timeout(), nowNs);
        }
        if (stepNs == NONE || nowNs - stepNs < 0) {
            return;
        }
        stepNs = NONE;
        if (stage == Stage.LEAVING) {
            afterLeaving(nowNs);
        } else if (questions >= config.attempts()) {
            giveUp(timeout(), nowNs);
        } else if (present.isPresent()) {
            beginLeaving(false, "joining again", nowNs);
        } else {
            ask(nowNs);
        }
    }

    /** Sends the wish to the main gateway. All that it said before is old; a voice session that still works goes on meanwhile. */
    private void ask(long nowNs) {
        stage = Stage.ASKING;
        before = present;
        present = OptionalLong.empty();
        halves.clear();
        stepNs = nowNs + backoff.delayNs(++questions);
        actions.updateVoiceState(desired, selfMute, selfDeaf);
    }

    private void connectWhenComplete() {
        if (present.isEmpty()) {
            return; // the server came before the state
        }
        VoiceServerInfo info = halves.together(config.guildId(), present.getAsLong(), config.userId());
        if (info != null) {
            stage = Stage.CONNECTING;
            stepNs = NONE;
            voice = VoiceState.CONNECTING;
            actions.connect(info, ++generation);
        }
    }

    private void moved(OptionalLong channelId, String sessionId, long nowNs) {
        if (!followMoves) {
            present = channelId;
            if (questions >= config.attempts()) {
                giveUp(timeout(), nowNs);
            } else {
                ask(nowNs);
            }
            return;
        }
        desired = channelId;
        present = channelId;
        halves.clear();
        halves.state(sessionId);
        if (stage != Stage.AWAITING_ENDPOINT) {
            stage = Stage.ASKING;
            questions = 1;
            stepNs = nowNs + backoff.delayNs(questions);
        }
    }

    private void kicked(long nowNs) {
        long channelId = desired.orElseThrow();
        boolean joining = joinDeadlineNs != NONE;
        if (rejoinAfterKick) {
            kicks = stage == Stage.CONNECTED && nowNs - connectedNs >= QUIET_NS ? 1 : kicks + 1;
            stage = Stage.LEAVING;
            present = OptionalLong.empty();
            stepNs = nowNs + backoff.delayNs(kicks);
            actions.suspend(false, "kicked", ++generation);
            actions.onKicked(channelId, true);
            return;
        }
        VoiceState at = stage == Stage.CONNECTING ? voice : VoiceState.AWAITING_SERVER;
        desired = OptionalLong.empty();
        out();
        actions.suspend(true, "kicked", ++generation);
        actions.onKicked(channelId, false);
        if (joining) {
            actions.onFailed(
                    new CloseReason(CloseReason.Kind.SERVER, CloseCode.DISCONNECTED, at, "kicked while joining"), true);
        }
    }

    private void beginLeaving(boolean left, String why, long nowNs) {
        stage = Stage.LEAVING;
        present = OptionalLong.empty();
        halves.clear();
        stepNs = nowNs + config.answerNs();
        actions.suspend(left, why, ++generation);
        actions.updateVoiceState(OptionalLong.empty(), selfMute, selfDeaf);
    }

    private void afterLeaving(long nowNs) {
        if (desired.isPresent()) {
            ask(nowNs);
        } else {
            out();
            actions.onLeft();
        }
    }

    private void out() {
        stage = Stage.OUT;
        present = OptionalLong.empty();
        halves.clear();
        questions = 0;
        joinDeadlineNs = NONE;
        stepNs = NONE;
    }

    private void giveUp(CloseReason reason, long nowNs) {
        boolean joining = joinDeadlineNs != NONE;
        desired = OptionalLong.empty();
        joinDeadlineNs = NONE;
        actions.onFailed(reason, joining);
        beginLeaving(true, "given up", nowNs);
    }

    private CloseReason timeout() {
        VoiceState at = stage == Stage.CONNECTING ? voice : VoiceState.AWAITING_SERVER;
        String why =
                switch (stage) {
                    case CONNECTING -> "";
                    case AWAITING_ENDPOINT -> ": the service has named no voice server";
                    case LEAVING -> ": it has not confirmed that the channel was left";
                    default -> ": " + halves.missing();
                };
        return new CloseReason(CloseReason.Kind.TIMEOUT, 0, at, "timed out while " + at.description() + why);
    }
}
