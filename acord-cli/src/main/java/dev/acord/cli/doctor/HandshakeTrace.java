package dev.acord.cli.doctor;

import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceState;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** When a connection reached each stage of its handshake. Thread safe. */
final class HandshakeTrace implements VoiceListener {
    private static final VoiceState[] STAGES = {
        VoiceState.CONNECTING,
        VoiceState.AWAITING_HELLO,
        VoiceState.IDENTIFYING,
        VoiceState.DISCOVERING,
        VoiceState.SELECTING
    };
    private static final Map<VoiceState, String> NAMES = Map.of(
            VoiceState.CONNECTING, "websocket",
            VoiceState.AWAITING_HELLO, "hello",
            VoiceState.IDENTIFYING, "identify",
            VoiceState.DISCOVERING, "IP discovery",
            VoiceState.SELECTING, "session");

    private final Map<VoiceState, Long> beganNs = new EnumMap<>(VoiceState.class);

    @Override
    public synchronized void onState(VoiceConnection connection, VoiceState state) {
        beganNs.put(state, System.nanoTime());
    }

    synchronized boolean reached(VoiceState state) {
        return beganNs.containsKey(state);
    }

    /** How long each stage took that was left again, such as "websocket 12 ms, hello 1 ms". */
    synchronized String times() {
        StringJoiner times = new StringJoiner(", ");
        for (int i = 0; i < STAGES.length; i++) {
            Long began = beganNs.get(STAGES[i]);
            Long left = beganNs.get(i + 1 < STAGES.length ? STAGES[i + 1] : VoiceState.READY);
            if (began != null && left != null) {
                times.add(String.format(Locale.ROOT, "%s %.0f ms", NAMES.get(STAGES[i]), (left - began) / 1e6));
            }
        }
        return times.toString();
    }
}
