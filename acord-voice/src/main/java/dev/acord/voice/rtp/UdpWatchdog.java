package dev.acord.voice.rtp;

/**
 * Tells whether a UDP path still carries anything towards us. A router on the way may forget its mapping, or a network change: we can still
 * send, and hear nothing, without any error.
 *
 * <p>The server sends keepalives back, so that a path that works is never silent for long. A service that has never done so is not judged: some
 * silence is sent a few times, which does no harm, and no more.
 * Driving: {@link #begin} with each new socket, {@link #handleDatagram} for whatever arrives, {@link #handleEcho} for a keepalive that comes back, {@link #poll} with every
 * keepalive that is sent. No clock of its own; not thread safe.
 */
public final class UdpWatchdog {
    /** What is to be done. */
    public enum Verdict {
        /** Nothing. */
        ALIVE,
        /**
         * The server may send to an address that is no longer ours. It learns the present one from an authentic packet, and keepalives are
         * not authentic: send some silence.
         */
        NUDGE,
        /** That did not help: the session needs another socket. */
        DEAD
    }

    /** Two keepalives have not come back. */
    static final long NUDGE_AFTER_NS = 12_000_000_000L;

    static final long DEAD_AFTER_NS = 32_000_000_000L;

    /** How often a service that never sent a keepalive back is sent silence, in each session. */
    private static final int MAX_BLIND_NUDGES = 3;

    private final long keepaliveNs;
    private boolean echoed;
    private int blindNudges;
    private boolean polled;
    private long heardNs;
    private long polledNs;

    /**
     * Makes a watchdog for all sockets of a connection, one after another.
     *
     * @param keepaliveNs the time between two keepalives
     */
    public UdpWatchdog(long keepaliveNs) {
        this.keepaliveNs = keepaliveNs;
    }

    /**
     * There is a new socket.
     *
     * @param nowNs the time
     */
    public void begin(long nowNs) {
        polled = false;
        blindNudges = 0;
        heardNs = nowNs;
    }

    /**
     * Anything came from the server.
     *
     * @param nowNs the time
     */
    public void handleDatagram(long nowNs) {
        heardNs = nowNs;
    }

    /** A keepalive came back: this server answers them. */
    public void handleEcho() {
        echoed = true;
    }

    /**
     * A keepalive is being sent.
     *
     * @param nowNs the time
     * @return what is to be done
     */
    public Verdict poll(long nowNs) {
        boolean stoodStill = polled && nowNs - polledNs > 2 * keepaliveNs;
        polled = true;
        polledNs = nowNs;
        if (stoodStill) {
            heardNs = nowNs; // nobody was here to hear: the silence begins now
            return Verdict.ALIVE;
        }
        long silentNs = nowNs - heardNs;
        if (!echoed) {
            return silentNs > NUDGE_AFTER_NS && blindNudges++ < MAX_BLIND_NUDGES ? Verdict.NUDGE : Verdict.ALIVE;
        }
        if (silentNs > DEAD_AFTER_NS) {
            return Verdict.DEAD;
        }
        return silentNs > NUDGE_AFTER_NS ? Verdict.NUDGE : Verdict.ALIVE;
    }

    /**
     * How long nothing has come.
     *
     * @param nowNs the time
     * @return nanoseconds
     */
    public long silentNs(long nowNs) {
        return nowNs - heardNs;
    }
}
