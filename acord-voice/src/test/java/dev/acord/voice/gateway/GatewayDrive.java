package dev.acord.voice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceState;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Brings a session to a stage, with the messages of a server that does nothing wrong. */
final class GatewayDrive {
    static final long START_NS = 1_000_000_000_000L;

    final RecordingActions actions = new RecordingActions();
    final GatewaySession session;
    long nowNs = START_NS;
    private int reconnectsBefore;

    GatewayDrive(VoiceServerInfo info, GatewayConfig config) {
        session = new GatewaySession(info, config, actions, new Random(1));
    }

    /** From the beginning to a stage. */
    void to(VoiceState stage) {
        session.start(nowNs);
        switch (stage) {
            case RESUMING -> {
                again(VoiceState.READY);
                closeSocket(1006);
            }
            case AWAITING_SERVER -> {
                again(VoiceState.READY);
                closeSocket(4006);
            }
            default -> again(stage);
        }
        assertEquals(stage, session.state());
        reconnectsBefore = actions.reconnecting.size();
    }

    /** From an opened websocket to a stage of the handshake, or to the end of it. */
    void again(VoiceState stage) {
        if (session.state() == stage) {
            return;
        }
        session.handleOpen(actions.socket);
        if (session.state() == stage) {
            return;
        }
        receive("{\"op\":8,\"d\":{\"v\":8,\"heartbeat_interval\":13750}}");
        if (session.state() == stage) {
            return;
        }
        receive("{\"op\":2,\"d\":{\"ssrc\":7,\"ip\":\"127.0.0.1\",\"port\":1234,"
                + "\"modes\":[\"aead_xchacha20_poly1305_rtpsize\",\"aead_aes256_gcm_rtpsize\"]}}");
        if (session.state() == stage) {
            return;
        }
        session.handleDiscovered("203.0.113.9", 50_000, nowNs);
        if (session.state() == stage) {
            return;
        }
        String key = IntStream.range(0, 32).mapToObj(String::valueOf).collect(Collectors.joining(","));
        receive("{\"op\":4,\"seq\":1,\"d\":{\"mode\":\"" + selectedMode() + "\",\"secret_key\":[" + key
                + "],\"dave_protocol_version\":0}}");
        assertEquals(stage, session.state());
    }

    void hello() {
        session.handleOpen(actions.socket);
        receive("{\"op\":8,\"d\":{\"v\":8,\"heartbeat_interval\":13750}}");
    }

    String selectedMode() {
        return actions.lastData().getAsJsonObject("data").get("mode").getAsString();
    }

    void closeSocket(int code) {
        session.handleSocketClosed(actions.socket, code, "", nowNs);
    }

    /** Lets the time come to the next timer. */
    void pass() {
        nowNs = session.nextTimerNs();
        session.handleTimer(nowNs);
    }

    void untilOpened(int sockets) {
        while (actions.opened.size() < sockets) {
            pass();
        }
    }

    List<CloseReason> sinceTheStage(List<CloseReason> reasons) {
        return reasons.subList(reconnectsBefore, reasons.size());
    }

    private void receive(String json) {
        session.handleText(actions.socket, json, nowNs);
    }
}
