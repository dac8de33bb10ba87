package dev.acord.voice.gateway;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.acord.voice.wire.Opcode;

/** The messages that say who is in the call and who speaks: op 5, 11, 12 and 13. */
final class CallEvents {
    private static final int MAX_USERS_PER_MESSAGE = 10_000;

    private final GatewayActions actions;

    CallEvents(GatewayActions actions) {
        this.actions = actions;
    }

    void handle(GatewayMessage message) throws MalformedMessageException {
        switch (message.opcode()) {
            case Opcode.SPEAKING -> {
                JsonObject data = message.object();
                if (!data.has("user_id")) {
                    actions.onIgnored(Opcode.SPEAKING, "without user_id");
                    return;
                }
                actions.onSpeaking(GatewayMessage.snowflake(data, "user_id"), GatewayMessage.ssrc(data, "ssrc"), (int)
                        GatewayMessage.integer(data, "speaking", 0, Integer.MAX_VALUE));
            }
            case Opcode.CLIENTS_CONNECT -> {
                for (JsonElement id : GatewayMessage.array(message.object(), "user_ids", MAX_USERS_PER_MESSAGE)) {
                    actions.onUserConnected(GatewayMessage.snowflake(id, "user_ids"));
                }
            }
            case Opcode.VIDEO -> {
                JsonObject data = message.object();
                if (!data.has("user_id")) {
                    actions.onIgnored(Opcode.VIDEO, "without user_id");
                    return;
                }
                actions.onSources(
                        GatewayMessage.snowflake(data, "user_id"),
                        GatewayMessage.optionalSsrc(data, "audio_ssrc"),
                        GatewayMessage.optionalSsrc(data, "video_ssrc"),
                        GatewayMessage.optionalSsrc(data, "rtx_ssrc"));
            }
            case Opcode.CLIENT_DISCONNECT ->
                actions.onUserDisconnected(GatewayMessage.snowflake(message.object(), "user_id"));
            default -> actions.onIgnored(message.opcode(), "not of interest");
        }
    }
}
