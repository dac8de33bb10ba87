package dev.acord.system;

import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceListener;
import java.util.ArrayList;
import java.util.List;

/** What a listener hears of where the connection is, apart from its states, in order. */
final class EventLog implements VoiceListener {
    private final List<String> events = new ArrayList<>();

    private synchronized void add(String event) {
        events.add(event);
        notifyAll();
    }

    synchronized List<String> events() {
        return List.copyOf(events);
    }

    /** Waits for this many events, and gives all. */
    synchronized List<String> await(int count) throws InterruptedException {
        long deadlineNs = System.nanoTime() + Call.PATIENCE.toNanos();
        while (events.size() < count && System.nanoTime() < deadlineNs) {
            wait(1_000);
        }
        return List.copyOf(events);
    }

    @Override
    public void onReconnecting(VoiceConnection connection, CloseReason reason) {
        add("reconnecting " + reason.code());
    }

    @Override
    public void onServerNeeded(VoiceConnection connection, CloseReason reason) {
        add("server needed " + reason.code());
    }

    @Override
    public void onDisconnected(VoiceConnection connection, CloseReason reason) {
        add("disconnected " + reason.code());
    }

    @Override
    public void onResumed(VoiceConnection connection) {
        add("resumed");
    }

    @Override
    public void onMoved(VoiceConnection connection, long fromChannelId, long toChannelId) {
        add("moved " + fromChannelId + " to " + toChannelId);
    }

    @Override
    public void onServerChanged(VoiceConnection connection, String endpoint) {
        add("server changed");
    }

    @Override
    public void onServerLost(VoiceConnection connection) {
        add("server lost");
    }

    @Override
    public void onKicked(VoiceConnection connection, long channelId, boolean rejoining) {
        add("kicked from " + channelId + (rejoining ? ", rejoining" : ""));
    }

    @Override
    public void onClosed(VoiceConnection connection, CloseReason reason) {
        add("closed " + reason.code());
    }
}
