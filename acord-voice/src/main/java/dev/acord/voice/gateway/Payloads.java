package dev.acord.voice.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.VoiceServerInfo;
import java.util.List;
import java.util.Optional;

/** The payloads that a client sends, and the parts of received ones that take more than a field access. */
public final class Payloads {
    private static final int KEY_BYTES = 32;
    private static final int MAX_MODES = 64;

    private Payloads() {}

    /** Identify (op 0). */
    public static JsonObject identify(VoiceServerInfo info, GatewayConfig config, boolean video) {
        JsonObject data = new JsonObject();
        data.addProperty("server_id", Long.toUnsignedString(info.guildId()));
        data.addProperty("user_id", Long.toUnsignedString(info.userId()));
        data.addProperty("session_id", info.sessionId());
        data.addProperty("token", info.token());
        data.addProperty("max_dave_protocol_version", config.daveVersion());
        if (video) {
            data.addProperty("video", true);
        }
        addChannel(data, info, config);
        return data;
    }

    /** Select Protocol (op 1). */
    public static JsonObject selectProtocol(String address, int port, EncryptionMode mode) {
        JsonObject data = new JsonObject();
        data.addProperty("address", address);
        data.addProperty("port", port);
        data.addProperty("mode", mode.wireName());
        JsonObject payload = new JsonObject();
        payload.addProperty("protocol", "udp");
        payload.add("data", data);
        return payload;
    }

    /** Resume (op 7). */
    static JsonObject resume(VoiceServerInfo info, GatewayConfig config, int lastSequence) {
        JsonObject data = new JsonObject();
        data.addProperty("server_id", Long.toUnsignedString(info.guildId()));
        data.addProperty("session_id", info.sessionId());
        data.addProperty("token", info.token());
        if (config.gatewayVersion() >= 8) {
            data.addProperty("seq_ack", lastSequence);
        }
        addChannel(data, info, config);
        return data;
    }

    /** Speaking (op 5). */
    static JsonObject speaking(int flags, int delay, int ssrc) {
        JsonObject data = new JsonObject();
        data.addProperty("speaking", flags);
        data.addProperty("delay", delay);
        data.addProperty("ssrc", Integer.toUnsignedLong(ssrc));
        return data;
    }

    /** One's own sources (op 12), when there is no video. */
    static JsonObject audioOnly(int ssrc) {
        JsonObject data = new JsonObject();
        data.addProperty("audio_ssrc", Integer.toUnsignedLong(ssrc));
        data.addProperty("video_ssrc", 0);
        data.addProperty("rtx_ssrc", 0);
        data.add("streams", new JsonArray());
        return data;
    }

    private static void addChannel(JsonObject data, VoiceServerInfo info, GatewayConfig config) {
        if (config.gatewayVersion() >= 9) {
            data.addProperty("channel_id", Long.toUnsignedString(info.channelId()));
        }
    }

    /** The first of {@code wanted} that Ready (op 2) offers. */
    static Optional<EncryptionMode> preferredMode(JsonObject ready, List<EncryptionMode> wanted)
            throws MalformedMessageException {
        JsonArray offered = GatewayMessage.array(ready, "modes", MAX_MODES);
        for (EncryptionMode mode : wanted) {
            if (offered.contains(new JsonPrimitive(mode.wireName()))) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    /** The number of a DAVE transition (op 21, 22). */
    public static int transitionId(JsonObject data) throws MalformedMessageException {
        return (int) GatewayMessage.integer(data, "transition_id", 0, 65_535);
    }

    /** The DAVE protocol version (op 21, 24). */
    public static int daveVersion(JsonObject data) throws MalformedMessageException {
        return (int) GatewayMessage.integer(data, "protocol_version", 0, 65_535);
    }

    /** The number of an MLS epoch (op 24). */
    public static long epoch(JsonObject data) throws MalformedMessageException {
        return GatewayMessage.integer(data, "epoch", 0, Long.MAX_VALUE);
    }

    /** The key of a session description (op 4): 32 numbers, each a byte. */
    static byte[] secretKey(JsonObject description) throws MalformedMessageException {
        JsonArray numbers = GatewayMessage.array(description, "secret_key", KEY_BYTES);
        if (numbers.size() != KEY_BYTES) {
            throw new MalformedMessageException("secret_key has " + numbers.size() + " bytes, not " + KEY_BYTES);
        }
        byte[] key = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            JsonElement number = numbers.get(i);
            double value =
                    number instanceof JsonPrimitive primitive && primitive.isNumber() ? number.getAsDouble() : -1;
            if (value < 0 || value > 255 || value != Math.rint(value)) {
                throw new MalformedMessageException("secret_key holds something that is not a byte");
            }
            key[i] = (byte) value;
        }
        return key;
    }
}
