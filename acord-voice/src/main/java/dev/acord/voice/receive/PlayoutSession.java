package dev.acord.voice.receive;

/**
 * The playout side of a {@link JitterBuffer}: decides what comes next on the user's time line.
 *
 * <p>Two states. <em>Waiting</em>: silence, until the lowest packet held is as old as the target delay (or the delay of the talk spurt
 * before, if that is within 10 ms of it). <em>Playing</em>: packet after packet; a packet that is missing while later ones are there is lost;
 * when nothing is there, up to 100 ms are made up. Playing ends when nothing is there after a silence frame or after those 100 ms, and
 * where the timestamps of consecutive packets leave a gap.
 *
 * <p>What was made up while nothing was there is taken off the gap when packets come again. If it was longer than the gap, the packets
 * are later than thought, and the delay grows by the difference instead of throwing them away.
 */
final class PlayoutSession {

    private static final int SILENCE_STEP_SAMPLES = 480;
    private static final int CONCEALMENT_STEP_SAMPLES = 480;
    private static final int CONCEALMENT_LIMIT_SAMPLES = 4_800;
    private static final int KEPT_DIFFERENCE_SAMPLES = 480;
    private static final int SHORTEN_FROM_SAMPLES = 480;
    private static final int SHORTEN_TO_SAMPLES = 120;
    private static final int LENGTHEN_FROM_SAMPLES = -480;
    /** 1 of 192 samples: 0.52 %, a tenth of a semitone. */
    private static final int STRETCH_DIVISOR = 192;

    private final long startNs;
    private final JitterOptions options;
    private final int maxDelaySamples;
    private final PacketStore store;
    private final DelayEstimator delays;
    private final Playout playout = new Playout();

    private boolean begun;
    private boolean hasPlayed;
    private long first;
    /** The packet to play next. */
    private long next;

    private boolean playing;
    /** Where on the receiver's time line the next piece begins. */
    private long position;
    /** The media time that comes next, while playing. */
    private long nextMedia;
    /** Position minus media time of what was played last. */
    private long offset;

    private int concealedSamples;
    private int lastSamples = 960;
    private boolean lastWasQuiet;
    private int stretchDirection;
    private boolean discontinuous;
    private boolean restart;

    private long lost;
    private long discarded;

    PlayoutSession(JitterOptions options, long startNs, PacketStore store, DelayEstimator delays) {
        this.options = options;
        this.startNs = startNs;
        this.store = store;
        this.delays = delays;
        maxDelaySamples = options.maxDelayMs() * JitterBuffer.SAMPLES_PER_MS;
    }

    long lost() {
        return lost;
    }

    long discarded() {
        return discarded;
    }

    boolean hasPlayed() {
        return hasPlayed;
    }

    long delaySamples() {
        return hasPlayed ? offset - delays.base() : 0;
    }

    long nextDueNs() {
        return JitterBuffer.toNs(startNs, position);
    }

    /** A packet is about to be queued. It can be the first one, or before what seemed to be the first one. */
    void expect(long extended) {
        if (!begun || (!hasPlayed && extended < next)) {
            begun = true;
            next = extended;
            first = extended;
        }
    }

    boolean isOver(long extended) {
        return begun && extended < next;
    }

    /** A packet has come whose turn is over, and which had not come before. */
    void cameLate(long extended) {
        if (extended >= first) {
            lost--;
        }
    }

    /** Gives up the oldest packets until this one can be queued. Returns false if this one is itself the oldest, and given up. */
    boolean makeRoom(long extended) {
        while (store.count() >= options.maxPackets() || extended - next >= PacketStore.SLOTS) {
            long lowest = store.first(next);
            if (lowest == PacketStore.NONE) {
                skipTo(extended);
            } else if (lowest < extended) {
                discard(lowest);
            } else {
                skipTo(extended);
                next++;
                discarded++;
                interrupt();
                return false;
            }
        }
        return true;
    }

    Playout poll(long nowNs) {
        store.releaseTaken();
        playout.nothing();
        if (nowNs - nextDueNs() >= 0 && !(playing && continueSpurt())) {
            waitForSpurt();
        }
        return playout;
    }

    /** The next piece of a talk spurt, unless it is over. */
    private boolean continueSpurt() {
        long lowest = store.first(next);
        if (lowest == PacketStore.NONE) {
            return starve();
        }
        long gap = store.mediaTime(lowest) - nextMedia;
        long credit = Math.max(0, Math.min(gap, concealedSamples));
        nextMedia += credit;
        gap -= credit;
        concealedSamples = 0;
        if (next < lowest) {
            if (lastWasQuiet) {
                return pause();
            }
            if (gap > 0) {
                lose(lowest, gap);
                return true;
            }
            skipTo(lowest);
            discontinuous = true;
        }
        if (gap > 0) {
            return pause();
        }
        if (isTooOld(lowest, maxDelaySamples)) {
            discardOld();
            return pause();
        }
        play(lowest);
        return true;
    }

    private boolean starve() {
        if (lastWasQuiet || concealedSamples >= CONCEALMENT_LIMIT_SAMPLES) {
            return pause();
        }
        concealedSamples += CONCEALMENT_STEP_SAMPLES;
        emit(PlayoutKind.LOST, CONCEALMENT_STEP_SAMPLES);
        return true;
    }

    private boolean pause() {
        playing = false;
        stretchDirection = 0;
        concealedSamples = 0;
        return false;
    }

    private void lose(long lowest, long gap) {
        int piece = (int) Math.min(gap, lastSamples);
        long pieces = (gap + lastSamples - 1) / lastSamples;
        if (lowest - next > pieces) {
            skipTo(lowest - pieces);
        }
        emit(PlayoutKind.LOST, piece);
        if (next + 1 == lowest) {
            playout.carry(store.bytes(lowest), store.length(lowest), store.samples(lowest));
        }
        nextMedia += piece;
        next++;
        lost++;
    }

    /** Silence, or the first packet of a talk spurt when its time has come. */
    private void waitForSpurt() {
        long lowest = store.first(next);
        if (lowest != PacketStore.NONE && isTooOld(lowest, maxDelaySamples)) {
            discardOld();
            lowest = store.first(next);
        }
        if (lowest == PacketStore.NONE) {
            emit(PlayoutKind.SILENCE, SILENCE_STEP_SAMPLES);
            return;
        }
        long wanted = delays.base() + delays.targetSamples();
        boolean keep = hasPlayed && Math.abs(offset - wanted) <= KEPT_DIFFERENCE_SAMPLES;
        long wait = store.mediaTime(lowest) + (keep ? offset : wanted) - position;
        if (wait > 0) {
            emit(PlayoutKind.SILENCE, (int) Math.min(SILENCE_STEP_SAMPLES, wait));
            return;
        }
        playing = true;
        skipTo(lowest);
        play(lowest);
    }

    private void play(long extended) {
        long media = store.mediaTime(extended);
        int samples = store.samples(extended);
        byte[] bytes = store.bytes(extended);
        int length = store.length(extended);
        long delay = position - media - delays.base();
        emit(PlayoutKind.PACKET, samples + stretch(samples, delay - delays.targetSamples()));
        playout.carry(bytes, length, samples);
        playout.mark(restart || store.isRestart(extended), discontinuous);
        lastWasQuiet = QuietPacket.matches(bytes, 0, length);
        lastSamples = samples;
        nextMedia = media + samples;
        offset = position - nextMedia;
        store.take(extended);
        next = extended + 1;
        hasPlayed = true;
        restart = false;
        discontinuous = false;
    }

    /** How many samples a packet is played longer, so that the delay comes closer to its target. */
    private int stretch(int samples, long excess) {
        if (!options.stretching()) {
            return 0;
        }
        if (stretchDirection < 0 ? excess <= SHORTEN_TO_SAMPLES : stretchDirection > 0 && excess >= 0) {
            stretchDirection = 0;
        }
        if (stretchDirection == 0 && excess > SHORTEN_FROM_SAMPLES) {
            stretchDirection = -1;
        } else if (stretchDirection == 0 && excess < LENGTHEN_FROM_SAMPLES) {
            stretchDirection = 1;
        }
        return stretchDirection * Math.max(1, samples / STRETCH_DIVISOR);
    }

    private boolean isTooOld(long extended, long limitSamples) {
        return position - store.mediaTime(extended) - delays.base() > limitSamples;
    }

    /** Gives up packets until the delay is half way between its limit and its target, so that this does not happen again at once. */
    private void discardOld() {
        long limit = ((long) maxDelaySamples + delays.targetSamples()) / 2;
        long lowest = store.first(next);
        while (lowest != PacketStore.NONE && isTooOld(lowest, limit)) {
            discard(lowest);
            lowest = store.first(next);
        }
    }

    private void discard(long extended) {
        skipTo(extended);
        restart |= store.isRestart(extended);
        store.drop(extended);
        next = extended + 1;
        discarded++;
        interrupt();
    }

    private void interrupt() {
        pause();
        discontinuous = true;
    }

    /** What is between the next packet and this one has not come: it is lost. */
    private void skipTo(long extended) {
        lost += extended - next;
        next = extended;
    }

    private void emit(PlayoutKind kind, int samples) {
        playout.set(kind, position, samples);
        position += samples;
    }
}
