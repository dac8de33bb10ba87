package dev.acord.sim.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.acord.sim.Rule;
import dev.acord.sim.media.MediaMember;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.wire.CloseCode;
import dev.acord.voice.wire.Opcode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One member's session, from Identify until it leaves. It outlives its websocket: detached, it keeps numbering what it would have sent
 * until a resume attaches another socket or the window closes.
 */
final class VoiceSession implements DavePeer {
    private static final int MAX_FLAGS = 7;
    private static final int MAX_DELAY_MS = 60_000;

    private final Hub hub;
    private final Ticket ticket;
    private final int version;
    private final int maxDaveVersion;
    private final Room room;
    private final MediaMember media;
    private final ReplayBuffer replay;

    private @Nullable GatewaySocket socket;
    private long detachedNs;
    private @Nullable EncryptionMode mode;
    private boolean acksMuted;
    private boolean announced;
    private int speaking;
    private @Nullable JsonObject video;
    private long heartbeats;
    private long resumes;
    private long acknowledged;
    private long sentAtLastHeartbeat;
    private long sentAtHeartbeatBefore;

    VoiceSession(Hub hub, Ticket ticket, int version, int maxDaveVersion, Room room, MediaMember media) {
        this.hub = hub;
        this.ticket = ticket;
        this.version = version;
        this.maxDaveVersion = maxDaveVersion;
        this.room = room;
        this.media = media;
        this.replay =
                new ReplayBuffer(hub.settings().replayMessages(), hub.settings().firstSequence());
    }

    /** Sends Ready, who is there, and introduces the member to the others. */
    void begin(GatewaySocket first, long nowNs) {
        socket = first;
        first.bind(this);
        send(Opcode.READY, ready());
        JsonArray others = new JsonArray();
        room.members.stream().filter(m -> m != this).forEach(m -> others.add(UserIds.id(m.userId())));
        if (!others.isEmpty()) {
            send(Opcode.CLIENTS_CONNECT, UserIds.message(others));
        }
        JsonArray self = new JsonArray();
        self.add(UserIds.id(userId()));
        room.broadcast(this, Opcode.CLIENTS_CONNECT, UserIds.message(self));
        for (VoiceSession other : room.members) {
            if (other != this && other.announced) {
                send(Opcode.SPEAKING, other.speakingMessage());
            }
            JsonObject sources = other.video;
            if (other != this && sources != null) {
                send(Opcode.VIDEO, sources);
            }
        }
        room.dave.joined(this, nowNs);
    }

    /** Handles a message of the bound socket; false for an opcode that clients do not send. */
    boolean handle(int opcode, Fields message, long nowNs) throws MalformedMessageException {
        switch (opcode) {
            case Opcode.SELECT_PROTOCOL -> selectProtocol(message.object("d"), nowNs);
            case Opcode.SPEAKING -> speaking(message.object("d"));
            case Opcode.VIDEO -> video(message.object("d"));
            case Opcode.SESSION_UPDATE, Opcode.MEDIA_SINK_WANTS -> message.object("d");
            case Opcode.VOICE_BACKEND_VERSION -> {
                JsonObject versions = new JsonObject();
                versions.addProperty("voice", "acord-sim");
                versions.addProperty("rtc_worker", "acord-sim");
                send(Opcode.VOICE_BACKEND_VERSION, versions);
            }
            case Opcode.DAVE_TRANSITION_READY, Opcode.MLS_INVALID_COMMIT_WELCOME -> {
                if (!room.dave.handleJson(this, opcode, message.object("d"), nowNs)) {
                    hub.violations().add(userId(), Rule.DAVE_NOT_NEGOTIATED, "opcode " + opcode);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    void handleDaveBinary(int opcode, byte[] message, long nowNs) throws MalformedMessageException {
        if (!room.dave.handleBinary(this, opcode, Arrays.copyOfRange(message, 1, message.length), nowNs)) {
            hub.violations().add(userId(), Rule.DAVE_NOT_NEGOTIATED, "binary opcode " + opcode);
        }
    }

    /** Sends a message, numbered where the service numbers it; kept for a resume also while no socket is attached. */
    void send(int opcode, JsonElement data) {
        JsonObject message = new JsonObject();
        message.addProperty("op", opcode);
        message.add("d", data);
        if (version >= Hub.FIRST_NUMBERED_VERSION && isNumbered(opcode)) {
            message.addProperty("seq", replay.next());
            replay.add(message.toString(), null);
        }
        GatewaySocket attached = socket;
        if (attached != null) {
            attached.sendText(message.toString());
        }
    }

    @Override
    public void sendJson(int opcode, JsonObject data) {
        send(opcode, data);
    }

    @Override
    public void sendBinary(int opcode, byte[] payload) {
        int sequence = replay.next();
        byte[] message = new byte[3 + payload.length];
        message[0] = (byte) (sequence >> 8);
        message[1] = (byte) sequence;
        message[2] = (byte) opcode;
        System.arraycopy(payload, 0, message, 3, payload.length);
        replay.add(null, message);
        GatewaySocket attached = socket;
        if (attached != null) {
            attached.sendBinary(message);
        }
    }

    /** Hello, Ready, both heartbeat messages and Resumed belong to a socket; all others to the session. */
    private static boolean isNumbered(int opcode) {
        return switch (opcode) {
            case Opcode.READY, Opcode.HEARTBEAT, Opcode.HEARTBEAT_ACK, Opcode.HELLO, Opcode.RESUMED -> false;
            default -> true;
        };
    }

    void detach(long observedNs) {
        socket = null;
        detachedNs = observedNs;
    }

    boolean isExpired(long observedNs) {
        return socket == null && observedNs - detachedNs > hub.settings().resumeWindowNs();
    }

    /** Takes a resumed socket and sends what was missed; false when that is no longer there. */
    boolean attach(GatewaySocket resumed, long sequence) {
        List<ReplayBuffer.Message> missed = version >= Hub.FIRST_NUMBERED_VERSION ? replay.after(sequence) : List.of();
        if (missed == null) {
            return false;
        }
        GatewaySocket old = socket;
        if (old != null) {
            old.close(CloseCode.SESSION_INVALID, "resumed on another socket");
        }
        socket = resumed;
        resumed.bind(this);
        resumes++;
        acknowledged = replay.sent() - missed.size();
        sentAtLastHeartbeat = acknowledged;
        sentAtHeartbeatBefore = acknowledged;
        resumed.send(Opcode.RESUMED, GatewaySocket.nothing());
        for (ReplayBuffer.Message message : missed) {
            String text = message.text;
            byte[] binary = message.binary;
            if (text != null) {
                resumed.sendText(text);
            } else if (binary != null) {
                resumed.sendBinary(binary);
            }
        }
        return true;
    }

    boolean wasSent(long sequence) {
        return replay.distance(sequence) >= 0;
    }

    /** Notes a heartbeat; returns whether it is to be answered. */
    boolean heartbeat() {
        heartbeats++;
        sentAtHeartbeatBefore = sentAtLastHeartbeat;
        sentAtLastHeartbeat = replay.sent();
        return !acksMuted;
    }

    /**
     * Judges a heartbeat's {@code seq_ack}. Messages may be on their way while it is sent, so it may be behind; but not behind what
     * had been sent by the heartbeat before the last.
     */
    void acknowledge(long sequence) {
        int distance = replay.distance(sequence);
        long has = replay.sent() - distance;
        if (distance < 0) {
            hub.violations().add(userId(), Rule.HEARTBEAT_SEQ_ACK, "seq_ack " + sequence + " was never sent");
        } else if (has < acknowledged) {
            hub.violations().add(userId(), Rule.HEARTBEAT_SEQ_ACK, "seq_ack went back to " + sequence);
        } else {
            if (has < sentAtHeartbeatBefore) {
                hub.violations()
                        .add(userId(), Rule.HEARTBEAT_SEQ_ACK, "seq_ack " + sequence + " is behind by " + distance);
            }
            acknowledged = has;
            replay.acknowledge(distance);
        }
    }

    private void selectProtocol(Fields data, long nowNs) throws MalformedMessageException {
        String protocol = data.string("protocol");
        Fields transport = data.object("data");
        String address = transport.string("address");
        int port = (int) transport.integer("port", 0, 0xFFFF);
        String wireName = transport.string("mode");
        Optional<EncryptionMode> chosen =
                EncryptionMode.ofWireName(wireName).filter(hub.settings().modes()::contains);
        if (!protocol.equals("udp")) {
            hub.violations().add(userId(), Rule.UNKNOWN_TRANSPORT, "protocol is not udp");
            closeForGood(CloseCode.UNKNOWN_PROTOCOL, "unknown protocol", nowNs);
        } else if (chosen.isEmpty()) {
            hub.violations().add(userId(), Rule.UNKNOWN_MODE, "mode was not offered");
            closeForGood(CloseCode.UNKNOWN_ENCRYPTION_MODE, "unknown encryption mode", nowNs);
        } else {
            hub.relay().claim(media, NumericAddress.parse(address, port));
            boolean first = mode == null;
            mode = chosen.get();
            describe(mode);
            if (first) {
                hub.relay().welcome(media);
                room.dave.described(this, nowNs);
            }
        }
    }

    /** Makes a new key and sends it; false before Select Protocol. */
    boolean rotateKey() {
        EncryptionMode chosen = mode;
        if (chosen == null) {
            return false;
        }
        describe(chosen);
        return true;
    }

    private void describe(EncryptionMode chosen) {
        byte[] key = hub.newKey();
        media.useKey(chosen, key, hub.observedNs());
        JsonArray numbers = new JsonArray(key.length);
        for (byte b : key) {
            numbers.add(b & 0xFF);
        }
        JsonObject description = new JsonObject();
        description.addProperty("mode", chosen.wireName());
        description.add("secret_key", numbers);
        description.addProperty("dave_protocol_version", room.dave.versionFor(this));
        description.addProperty("audio_codec", "opus");
        description.addProperty("media_session_id", ticket.sessionId);
        send(Opcode.SESSION_DESCRIPTION, description);
    }

    private void speaking(Fields data) throws MalformedMessageException {
        int flags = (int) data.integer("speaking", 0, MAX_FLAGS);
        if (data.has("delay")) {
            data.integer("delay", 0, MAX_DELAY_MS);
        }
        checkSsrc(data, "ssrc");
        speaking = flags;
        announced = true;
        media.speaking(flags);
        room.broadcast(this, Opcode.SPEAKING, speakingMessage());
    }

    private void video(Fields data) throws MalformedMessageException {
        checkSsrc(data, "audio_ssrc");
        JsonObject sources = new JsonObject();
        sources.add("user_id", UserIds.id(userId()));
        sources.addProperty("audio_ssrc", Integer.toUnsignedLong(media.ssrc()));
        sources.addProperty("video_ssrc", data.has("video_ssrc") ? data.integer("video_ssrc", 0, 0xFFFFFFFFL) : 0);
        sources.addProperty("rtx_ssrc", data.has("rtx_ssrc") ? data.integer("rtx_ssrc", 0, 0xFFFFFFFFL) : 0);
        video = sources;
        room.broadcast(this, Opcode.VIDEO, sources);
    }

    private void checkSsrc(Fields data, String name) throws MalformedMessageException {
        long own = Integer.toUnsignedLong(media.ssrc());
        if (!data.has(name)) {
            hub.violations().add(userId(), Rule.ANNOUNCED_SSRC, name + " is missing");
        } else if (data.integer(name, 0, 0xFFFFFFFFL) != own) {
            hub.violations().add(userId(), Rule.ANNOUNCED_SSRC, name + " is not " + own);
        }
    }

    private JsonObject speakingMessage() {
        JsonObject message = new JsonObject();
        message.add("user_id", UserIds.id(userId()));
        message.addProperty("speaking", speaking);
        message.addProperty("delay", 0);
        message.addProperty("ssrc", Integer.toUnsignedLong(media.ssrc()));
        return message;
    }

    private JsonObject ready() {
        JsonArray modes = new JsonArray();
        hub.settings().modes().forEach(m -> modes.add(m.wireName()));
        JsonObject ready = new JsonObject();
        ready.addProperty("ssrc", Integer.toUnsignedLong(media.ssrc()));
        ready.addProperty("ip", hub.settings().udpHost());
        ready.addProperty("port", hub.settings().udpPort());
        ready.add("modes", modes);
        ready.add("experiments", new JsonArray());
        ready.add("streams", new JsonArray());
        ready.addProperty("heartbeat_interval", 1); // wrong, as the service's is
        return ready;
    }

    private void closeForGood(int code, String reason, long nowNs) {
        GatewaySocket attached = socket;
        if (attached != null) {
            attached.closeForGood(code, reason, nowNs);
        }
    }

    @Override
    public long userId() {
        return ticket.userId;
    }

    @Override
    public int maxDaveVersion() {
        return maxDaveVersion;
    }

    @Override
    public boolean wasResumed() {
        return resumes > 0;
    }

    @Override
    public void expectEncrypted(boolean expected) {
        media.expectEncrypted(expected, hub.observedNs());
    }

    Ticket ticket() {
        return ticket;
    }

    int version() {
        return version;
    }

    Room room() {
        return room;
    }

    MediaMember media() {
        return media;
    }

    @Nullable
    GatewaySocket socket() {
        return socket;
    }

    boolean isDescribed() {
        return mode != null;
    }

    void muteAcks(boolean muted) {
        acksMuted = muted;
    }

    long heartbeats() {
        return heartbeats;
    }

    long resumes() {
        return resumes;
    }
}
