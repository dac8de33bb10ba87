package dev.acord.voice.gateway;

import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceServerInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Writes down what a channel session wants done, in order. */
final class RecordingChannel implements ChannelActions {
    final List<String> log = new ArrayList<>();
    int generation;

    @Nullable
    VoiceServerInfo info;

    @Nullable
    CloseReason failure;

    /** What was wanted since the last time. */
    List<String> take() {
        List<String> taken = List.copyOf(log);
        log.clear();
        return taken;
    }

    @Override
    public void updateVoiceState(OptionalLong channelId, boolean selfMute, boolean selfDeaf) {
        log.add("ask " + (channelId.isPresent() ? channelId.getAsLong() : "none") + (selfMute ? " mute" : "")
                + (selfDeaf ? " deaf" : ""));
    }

    @Override
    public void connect(VoiceServerInfo with, int ofGeneration) {
        info = with;
        generation = ofGeneration;
        log.add("connect " + with.channelId() + " " + with.sessionId() + " " + with.token() + " " + with.endpoint());
    }

    @Override
    public void suspend(boolean left, String why, int ofGeneration) {
        generation = ofGeneration;
        log.add(left ? "rest" : "wait");
    }

    @Override
    public void onServerLost() {
        log.add("server lost");
    }

    @Override
    public void onKicked(long channelId, boolean rejoining) {
        log.add("kicked from " + channelId + (rejoining ? ", rejoining" : ""));
    }

    @Override
    public void onJoined() {
        log.add("joined");
    }

    @Override
    public void onLeft() {
        log.add("left");
    }

    @Override
    public void onFailed(CloseReason reason, boolean joining) {
        failure = reason;
        log.add(joining ? "join failed" : "lost");
    }
}
