package dev.acord.voice.flight;

import jdk.jfr.Event;
import org.jspecify.annotations.Nullable;

/** The part of {@link Flight} that needs the recorder's classes. */
final class Recorder {
    private static final int PACKET_MS = 20;

    private Recorder() {}

    static @Nullable Object beginJoin() {
        return begin(new JoinEvent());
    }

    static @Nullable Object beginReconnect() {
        return begin(new ReconnectEvent());
    }

    static @Nullable Object beginTransition() {
        return begin(new TransitionEvent());
    }

    static @Nullable Object beginUnderrun() {
        return begin(new UnderrunEvent());
    }

    private static @Nullable Object begin(Event event) {
        if (!event.isEnabled()) {
            return null;
        }
        event.begin();
        return event;
    }

    private static boolean end(CallEvent event, long guild, long channel) {
        event.end();
        if (!event.shouldCommit()) {
            return false;
        }
        event.guild = Long.toUnsignedString(guild);
        event.channel = Long.toUnsignedString(channel);
        return true;
    }

    static void join(Object begun, long guild, long channel, String stages, String outcome) {
        JoinEvent event = (JoinEvent) begun;
        if (end(event, guild, channel)) {
            event.stages = stages;
            event.outcome = outcome;
            event.commit();
        }
    }

    static void reconnect(
            Object begun, long guild, long channel, String why, int code, boolean resumed, String outcome) {
        ReconnectEvent event = (ReconnectEvent) begun;
        if (end(event, guild, channel)) {
            event.why = why;
            event.closeCode = code;
            event.resumed = resumed;
            event.outcome = outcome;
            event.commit();
        }
    }

    static void transition(Object begun, long guild, long channel, long epoch, int members) {
        TransitionEvent event = (TransitionEvent) begun;
        if (end(event, guild, channel)) {
            event.epoch = epoch;
            event.members = members;
            event.commit();
        }
    }

    static void underrun(Object begun, long guild, long channel, String endedBy) {
        UnderrunEvent event = (UnderrunEvent) begun;
        if (end(event, guild, channel)) {
            event.endedBy = endedBy;
            event.commit();
        }
    }

    static void stall(int skippedMs, int connections) {
        StallEvent event = new StallEvent();
        if (event.shouldCommit()) {
            event.skippedMs = skippedMs;
            event.connections = connections;
            event.skippedPackets = (long) skippedMs / PACKET_MS * connections;
            event.commit();
        }
    }
}
