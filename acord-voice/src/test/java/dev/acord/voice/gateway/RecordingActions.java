package dev.acord.voice.gateway;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.acord.voice.CloseReason;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.VoiceState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what a session wants done. */
final class RecordingActions implements GatewayActions {
    final List<JsonObject> sent = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final List<VoiceEndpoint> opened = new ArrayList<>();
    final List<Integer> closeCodes = new ArrayList<>();
    final List<CloseReason> reconnecting = new ArrayList<>();
    int socket;

    @Nullable
    CloseReason closed;

    @Nullable
    CloseReason serverNeeded;

    @Nullable
    CloseReason disconnected;

    int asked;

    byte @Nullable [] secretKey;

    JsonObject last() {
        return sent.get(sent.size() - 1);
    }

    JsonObject lastData() {
        return last().getAsJsonObject("d");
    }

    int lastOpcode() {
        return last().get("op").getAsInt();
    }

    @Override
    public void openSocket(int number, VoiceEndpoint endpoint) {
        socket = number;
        opened.add(endpoint);
    }

    @Override
    public void sendText(int number, String message) {
        sent.add(JsonParser.parseString(message).getAsJsonObject());
    }

    @Override
    public void sendBinary(int number, byte[] message) {
        events.add("binary " + message.length);
    }

    @Override
    public void closeSocket(int number, int code, String reason) {
        closeCodes.add(code);
    }

    @Override
    public void onState(VoiceState state) {
        events.add("state " + state);
    }

    @Override
    public void onReady(int ssrc, String address, int port) {
        events.add("ready " + Integer.toUnsignedString(ssrc) + " " + address + ":" + port);
    }

    @Override
    public void onSessionDescription(EncryptionMode mode, byte[] key, int daveVersion) {
        secretKey = key;
        events.add("description " + mode + " dave " + daveVersion);
    }

    @Override
    public void onSpeaking(long userId, int ssrc, int flags) {
        events.add("speaking " + userId + " " + Integer.toUnsignedString(ssrc) + " " + flags);
    }

    @Override
    public void onSources(long userId, int audioSsrc, int videoSsrc, int rtxSsrc) {
        events.add("sources " + userId + " " + audioSsrc + " " + videoSsrc + " " + rtxSsrc);
    }

    @Override
    public void onUserConnected(long userId) {
        events.add("connected " + Long.toUnsignedString(userId));
    }

    @Override
    public void onUserDisconnected(long userId) {
        events.add("disconnected " + Long.toUnsignedString(userId));
    }

    @Override
    public void onResumed() {
        events.add("resumed");
    }

    @Override
    public void onLatency(long roundTripNs) {
        events.add("latency " + roundTripNs);
    }

    @Override
    public void onDaveMessage(int opcode, JsonObject data) {
        events.add("dave " + opcode);
    }

    @Override
    public void onDaveBinary(int opcode, byte[] message, int offset) {
        events.add("dave binary " + opcode + " " + (message.length - offset));
    }

    @Override
    public void onIgnored(int opcode, String why) {
        events.add("ignored " + opcode + " " + why);
    }

    @Override
    public void onReconnecting(CloseReason reason) {
        reconnecting.add(reason);
    }

    @Override
    public void onServerNeeded(CloseReason reason) {
        serverNeeded = reason;
        asked++;
    }

    @Override
    public void onDisconnected(CloseReason reason) {
        disconnected = reason;
    }

    @Override
    public void onClosed(CloseReason reason) {
        if (closed != null) {
            throw new AssertionError("closed twice");
        }
        closed = reason;
    }
}
