package dev.acord.voice.receive;

import org.jspecify.annotations.Nullable;

/**
 * Notices when one user begins and ends to speak, from what the sender says about it; it does not analyse sound. Without I/O: inputs with
 * their time, at most one event out of each.
 *
 * <ul>
 *   <li>Speech begins with a packet that is neither a silence frame ({@code F8 FF FE}) nor one of at most two bytes (discontinuous
 *       transmission). Speaking flags do not begin speech: clients send them once, long before they have anything to say.
 *   <li>It ends with two packets without sound in a row, with speaking flags 0, or after a time without packets.
 *   <li>After speaking flags 0, packets that were still on their way do not begin speech for {@value #STRAGGLER_MS} ms, unless other flags
 *       come first: flags and packets travel on different connections.
 * </ul>
 *
 * <p>Not thread safe.
 */
public final class SpeechDetector {

    /** The time-out that suits Discord: longer than usual jitter, shorter than a pause between sentences. */
    public static final int DEFAULT_TIMEOUT_MS = 300;

    private static final int STRAGGLER_MS = 200;
    private static final long NANOS_PER_MS = 1_000_000;
    private static final int QUIET_PACKETS = 2;

    private final long timeoutNs;
    private boolean speaking;
    private long lastPacketNs;
    private int quietPackets;
    private long quietSinceNs;
    private boolean muted;
    private long mutedSinceNs;

    /**
     * A detector of a user who does not speak.
     *
     * @param timeoutMs how long nothing may come while somebody speaks, 20 to 60,000 ms
     * @throws IllegalArgumentException if it is out of this range
     */
    public SpeechDetector(int timeoutMs) {
        if (timeoutMs < 20 || timeoutMs > 60_000) {
            throw new IllegalArgumentException("timeoutMs must be 20 to 60,000, not " + timeoutMs);
        }
        timeoutNs = timeoutMs * NANOS_PER_MS;
    }

    /**
     * A packet has come.
     *
     * @param packet holds the Opus packet
     * @param offset where it begins
     * @param length its bytes
     * @param nowNs the time
     * @return what it means, or null
     */
    public @Nullable SpeechEvent handlePacket(byte[] packet, int offset, int length, long nowNs) {
        SpeechEvent timedOut = handleTime(nowNs);
        lastPacketNs = nowNs;
        if (!QuietPacket.matches(packet, offset, length)) {
            quietPackets = 0;
            return handleSound(timedOut, nowNs);
        }
        if (quietPackets++ == 0) {
            quietSinceNs = nowNs;
        }
        if (speaking && quietPackets >= QUIET_PACKETS) {
            return end(SpeechEvent.Cause.SILENCE_FRAMES, quietSinceNs);
        }
        return timedOut;
    }

    /**
     * The voice gateway has sent the user's speaking flags (op 5).
     *
     * @param flags 1 microphone, 2 sound of the screen, 4 priority, added up; 0 for none
     * @param nowNs the time
     * @return what it means, or null
     */
    public @Nullable SpeechEvent handleSpeaking(int flags, long nowNs) {
        muted = flags == 0;
        mutedSinceNs = nowNs;
        return muted && speaking ? end(SpeechEvent.Cause.SPEAKING_FLAGS, nowNs) : null;
    }

    /**
     * Time has passed.
     *
     * @param nowNs the time
     * @return the end of speech if nothing has come for too long, or null
     */
    public @Nullable SpeechEvent handleTime(long nowNs) {
        return speaking && nowNs - lastPacketNs >= timeoutNs ? end(SpeechEvent.Cause.TIMEOUT, lastPacketNs) : null;
    }

    /**
     * When {@link #handleTime} has something to do.
     *
     * @return a time, or {@link Long#MAX_VALUE} while nobody speaks
     */
    public long nextDueNs() {
        return speaking ? lastPacketNs + timeoutNs : Long.MAX_VALUE;
    }

    /**
     * Whether the user speaks.
     *
     * @return whether speech has begun and not ended
     */
    public boolean isSpeaking() {
        return speaking;
    }

    private @Nullable SpeechEvent handleSound(@Nullable SpeechEvent timedOut, long nowNs) {
        if (muted && nowNs - mutedSinceNs >= STRAGGLER_MS * NANOS_PER_MS) {
            muted = false;
        }
        // after a time-out that only this packet shows, speech begins with the next packet: one event at a time
        if (speaking || muted || timedOut != null) {
            return timedOut;
        }
        speaking = true;
        return new SpeechEvent(SpeechEvent.Kind.STARTED, SpeechEvent.Cause.SOUND, nowNs);
    }

    private SpeechEvent end(SpeechEvent.Cause cause, long atNs) {
        speaking = false;
        return new SpeechEvent(SpeechEvent.Kind.ENDED, cause, atNs);
    }
}
