package dev.acord.voice.flight;

import org.jspecify.annotations.Nullable;

/**
 * Writes events into a flight recording, if there is one. A Java runtime without the module {@code jdk.jfr} has none: then every method does
 * nothing. What is begun is an opaque object, so that callers need none of the recorder's classes, and neither does the verifier of this one.
 */
public final class Flight {
    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private Flight() {}

    /** A join begins; null when nothing records. */
    public static @Nullable Object beginJoin() {
        return PRESENT ? Recorder.beginJoin() : null;
    }

    /** A session is lost; null when nothing records. */
    public static @Nullable Object beginReconnect() {
        return PRESENT ? Recorder.beginReconnect() : null;
    }

    /** An epoch is on its way; null when nothing records. */
    public static @Nullable Object beginTransition() {
        return PRESENT ? Recorder.beginTransition() : null;
    }

    /** A source has run dry; null when nothing records. */
    public static @Nullable Object beginUnderrun() {
        return PRESENT ? Recorder.beginUnderrun() : null;
    }

    /** The end of {@link #beginJoin}. */
    public static void join(@Nullable Object begun, long guild, long channel, String stages, String outcome) {
        if (begun != null) {
            Recorder.join(begun, guild, channel, stages, outcome);
        }
    }

    /** The end of {@link #beginReconnect}. */
    public static void reconnect(
            @Nullable Object begun, long guild, long channel, String why, int code, boolean resumed, String outcome) {
        if (begun != null) {
            Recorder.reconnect(begun, guild, channel, why, code, resumed, outcome);
        }
    }

    /** The end of {@link #beginTransition}. */
    public static void transition(@Nullable Object begun, long guild, long channel, long epoch, int members) {
        if (begun != null) {
            Recorder.transition(begun, guild, channel, epoch, members);
        }
    }

    /** The end of {@link #beginUnderrun}. */
    public static void underrun(@Nullable Object begun, long guild, long channel, String endedBy) {
        if (begun != null) {
            Recorder.underrun(begun, guild, channel, endedBy);
        }
    }

    /** The sending thread was stopped. */
    public static void stall(int skippedMs, int connections) {
        if (PRESENT) {
            Recorder.stall(skippedMs, connections);
        }
    }
}
