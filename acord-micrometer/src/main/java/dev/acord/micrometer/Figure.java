package dev.acord.micrometer;

import dev.acord.voice.DropReason;
import dev.acord.voice.VoiceStats;
import java.util.function.ToLongFunction;

/** What is counted for ever: of all connections there were, the closed ones too. */
enum Figure {
    PACKETS_SENT("acord.voice.packets.sent", "packets", "RTP packets sent", VoiceStats::packetsSent),
    BYTES_SENT("acord.voice.sent", "bytes", "UDP payload sent", VoiceStats::bytesSent),
    FRAMES_STARVED(
            "acord.voice.frames.starved",
            "frames",
            "20 ms steps in which a playing source had nothing to send",
            VoiceStats::framesStarved),
    PACKETS_RECEIVED("acord.voice.packets.received", "packets", "Audio packets of others", VoiceStats::packetsReceived),
    PACKETS_LOST("acord.voice.packets.lost", "packets", "Packets of others that are missing", VoiceStats::packetsLost),
    RECONNECTS("acord.voice.reconnects", "losses", "Sessions or websockets that were lost", VoiceStats::reconnects),
    RESUMES("acord.voice.resumes", "sessions", "Sessions that outlasted a loss", VoiceStats::resumes),
    TRANSITIONS(
            "acord.voice.transitions", "epochs", "Epochs of end-to-end encryption sent in", VoiceStats::transitions),
    ENCRYPTION_FAILURES(
            "acord.voice.encryption.failures",
            "frames",
            "Frames of others whose end-to-end encryption failed",
            stats -> stats.drops().getOrDefault(DropReason.E2EE_FAILED, 0L)),
    EVENTS_DROPPED(
            "acord.voice.events.dropped", "events", "Events that a slow listener missed", VoiceStats::eventsDropped),
    MESSAGES_IGNORED(
            "acord.voice.messages.ignored",
            "messages",
            "Gateway messages that were unknown or malformed",
            VoiceStats::messagesIgnored);

    final String meter;
    final String unit;
    final String description;

    @SuppressWarnings("ImmutableEnumChecker") // references to a record's accessors: there is nothing to change
    final ToLongFunction<VoiceStats> of;

    Figure(String meter, String unit, String description, ToLongFunction<VoiceStats> of) {
        this.meter = meter;
        this.unit = unit;
        this.description = description;
        this.of = of;
    }
}
