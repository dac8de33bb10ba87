package dev.acord.voice.gateway;

import static dev.acord.fuzz.Checks.check;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonObject;
import dev.acord.fuzz.FuzzInput;
import dev.acord.voice.CloseReason;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * A voice gateway that says anything, in any order, and an application that asks for anything meanwhile: the session keeps to its sockets,
 * ends once, and says nothing after that.
 */
class GatewayFuzzTest {
    private static final int MAX_STEPS = 200;
    private static final VoiceServerInfo INFO = new VoiceServerInfo(1, 2, 3, "session", "token", "localhost:443");
    private static final GatewayConfig CONFIG = new GatewayConfig(
            8, 1, List.of(EncryptionMode.values()), false, 10_000_000_000L, 3, 3, 1_000_000_000L, 30_000_000_000L);

    /** What a service says in a working session, so that the input need not spell it. */
    private static final List<String> USUAL = List.of(
            "{\"op\":8,\"d\":{\"v\":8,\"heartbeat_interval\":13750}}",
            "{\"op\":2,\"d\":{\"ssrc\":17,\"ip\":\"127.0.0.1\",\"port\":5000,\"modes\":[\"aead_aes256_gcm_rtpsize\","
                    + "\"aead_xchacha20_poly1305_rtpsize\"],\"heartbeat_interval\":1}}",
            "{\"op\":4,\"seq\":1,\"d\":{\"mode\":\"aead_aes256_gcm_rtpsize\",\"secret_key\":[0,1,2,3,4,5,6,7,8,9,10,11,12,"
                    + "13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,255],\"dave_protocol_version\":1}}",
            "{\"op\":9,\"d\":null}",
            "{\"op\":6,\"d\":{\"t\":1}}",
            "{\"op\":3,\"d\":1}",
            "{\"op\":11,\"seq\":2,\"d\":{\"user_ids\":[\"4\",\"5\"]}}",
            "{\"op\":5,\"seq\":3,\"d\":{\"user_id\":\"4\",\"ssrc\":18,\"speaking\":1}}");

    @FuzzTest
    void fuzz(byte[] data) {
        FuzzInput in = new FuzzInput(data);
        Shell shell = new Shell();
        GatewaySession session = new GatewaySession(INFO, CONFIG, shell, new Random(1));
        session.start(shell.nowNs);
        for (int step = 0; step < MAX_STEPS && in.hasMore(); step++) {
            shell.step(in, session);
            check(shell.state == session.state(), () -> "told " + shell.state + ", is " + session.state());
            check(
                    shell.closes == (session.state() == VoiceState.CLOSED ? 1 : 0),
                    () -> "told " + shell.closes + " times of the end in state " + session.state());
            check(
                    session.state() != VoiceState.CLOSED || session.nextTimerNs() == Long.MAX_VALUE,
                    () -> "a timer of a session that is over");
        }
        session.leave("the end of the input");
        check(session.state() == VoiceState.CLOSED && shell.closes == 1, () -> "left, but not closed");
        session.handleTimer(shell.nowNs + 3_600_000_000_000L);
    }

    /** Does what the session asks for, as far as it can be checked. */
    private static final class Shell implements GatewayActions {
        private static final int MAX_ACTIONS_A_STEP = 20_000;

        long nowNs = 1_000_000;
        VoiceState state = VoiceState.NEW;
        int closes;
        private int socket = -1;
        private boolean socketUsable;
        private boolean opened;
        private int actions;

        void step(FuzzInput in, GatewaySession session) {
            actions = 0;
            switch (in.below(20)) {
                case 0, 1 -> text(session, from(in), in.text());
                case 2, 3 -> text(session, socket, USUAL.get(in.below(USUAL.size())));
                case 4 -> {
                    byte[] usual = USUAL.get(in.below(USUAL.size())).getBytes(StandardCharsets.UTF_8);
                    text(session, socket, new String(in.mutated(usual), StandardCharsets.UTF_8));
                }
                case 5 -> binary(session, from(in), in.bytes());
                case 6 -> open(session);
                case 7 -> closed(session, from(in), in.u16(), in.text());
                case 8 -> session.handleDiscovered(in.text(), in.u16(), nowNs);
                case 9 -> session.handleDiscoveryFailed(in.text(), nowNs);
                case 10 -> session.handleUpdate(info(in), nowNs);
                case 11 -> session.speaking(in.u8(), in.u16());
                case 12 -> session.send(in.u8(), new JsonObject());
                case 13 -> session.sendBinary(in.u8(), in.bytes());
                case 14 -> timer(session);
                case 15 -> nowNs += in.u16() * 1_000_000L;
                case 16 -> session.resume(nowNs);
                case 17 -> session.renew("asked for", nowNs);
                case 18 -> session.clientConnect();
                default -> rare(in, session);
            }
        }

        private static VoiceServerInfo info(FuzzInput in) {
            return new VoiceServerInfo(
                    in.u8(), in.u8(), 3, "session" + in.u8(), "token", "localhost:" + Math.max(1, in.u16()));
        }

        private void rare(FuzzInput in, GatewaySession session) {
            switch (in.below(8)) {
                case 0 -> session.leave(in.text());
                case 1 -> session.fail(CloseReason.Kind.LOCAL, in.text());
                case 2 -> {
                    // as a websocket that never opened
                    if (!opened) {
                        socketUsable = false;
                        session.handleSocketRefused(socket, in.text());
                    }
                }
                case 3 -> session.handleServerLost(nowNs);
                case 4 -> session.suspend(in.flag(), in.text(), nowNs);
                default -> session.handleTimer(nowNs);
            }
        }

        /** Mostly the present socket; the others are stale, and must be ignored. */
        private int from(FuzzInput in) {
            return in.below(8) == 7 ? socket - 1 : socket;
        }

        /** Nothing comes from a websocket before it is open; what an old one still delivers may. */
        private void text(GatewaySession session, int from, String text) {
            if (opened || from != socket) {
                session.handleText(from, text, nowNs);
            }
        }

        private void binary(GatewaySession session, int from, byte[] message) {
            if (opened || from != socket) {
                session.handleBinary(from, message, nowNs);
            }
        }

        private void closed(GatewaySession session, int from, int code, String why) {
            socketUsable &= from != socket;
            session.handleSocketClosed(from, code, why, nowNs);
        }

        private void open(GatewaySession session) {
            if (socketUsable && !opened) {
                opened = true;
                session.handleOpen(socket);
            }
        }

        /** A timer that is due does its work: it does not stay due. */
        private void timer(GatewaySession session) {
            long due = session.nextTimerNs();
            if (due != Long.MAX_VALUE) {
                nowNs = Math.max(nowNs, due);
                for (int i = 0; i < 4 && session.nextTimerNs() <= nowNs; i++) {
                    session.handleTimer(nowNs);
                }
                check(session.nextTimerNs() > nowNs, () -> "a timer that stays due");
            }
        }

        private void act() {
            check(closes == 0, () -> "an action after the end");
            check(++actions <= MAX_ACTIONS_A_STEP, () -> "one input caused " + actions + " actions");
        }

        @Override
        public void openSocket(int next, VoiceEndpoint endpoint) {
            act();
            check(next > socket, () -> "socket " + next + " after " + socket);
            socket = next;
            socketUsable = true;
            opened = false;
        }

        @Override
        public void sendText(int to, String message) {
            sent(to);
            try {
                check(GatewayMessage.parse(message).opcode() >= 0, () -> "no opcode");
            } catch (MalformedMessageException e) {
                throw new AssertionError("not a message: " + message, e);
            }
        }

        @Override
        public void sendBinary(int to, byte[] message) {
            sent(to);
            check(message.length >= 1, () -> "an empty binary message");
        }

        private void sent(int to) {
            act();
            check(to == socket && socketUsable, () -> "sent to socket " + to + ", which is not usable");
            check(opened, () -> "sent before the socket was open");
        }

        @Override
        public void closeSocket(int which, int code, String reason) {
            act();
            check(code >= 1000 && code < 5000, () -> "close code " + code);
            socketUsable = false;
        }

        @Override
        public void onState(VoiceState next) {
            act();
            check(next != state, () -> "told " + next + " again");
            state = next;
        }

        @Override
        public void onReady(int ssrc, String address, int port) {
            act();
            check(port >= 1 && port <= 0xFFFF, () -> "port " + port);
        }

        @Override
        public void onSessionDescription(EncryptionMode mode, byte[] secretKey, int daveVersion) {
            act();
            check(secretKey.length == 32, () -> "a key of " + secretKey.length + " bytes");
            check(daveVersion >= 0 && daveVersion <= 0xFFFF, () -> "DAVE version " + daveVersion);
        }

        @Override
        public void onSpeaking(long userId, int ssrc, int flags) {
            act();
            check(flags >= 0, () -> "flags " + flags);
        }

        @Override
        public void onSources(long userId, int audioSsrc, int videoSsrc, int rtxSsrc) {
            act();
        }

        @Override
        public void onUserConnected(long userId) {
            act();
        }

        @Override
        public void onUserDisconnected(long userId) {
            act();
        }

        @Override
        public void onResumed() {
            act();
            check(state == VoiceState.READY, () -> "resumed in state " + state);
        }

        @Override
        public void onLatency(long roundTripNs) {
            act();
            check(roundTripNs >= 0, () -> "a round trip of " + roundTripNs + " ns");
        }

        @Override
        public void onDaveMessage(int opcode, JsonObject data) {
            act();
        }

        @Override
        public void onDaveBinary(int opcode, byte[] message, int offset) {
            act();
            check(offset == 3 && message.length >= 3, () -> "a payload outside of the message");
        }

        @Override
        public void onIgnored(int opcode, String why) {
            act();
            check(why.length() <= 1_000, () -> "a reason of " + why.length() + " characters");
        }

        @Override
        public void onServerNeeded(CloseReason reason) {
            act();
        }

        @Override
        public void onDisconnected(CloseReason reason) {
            act();
        }

        @Override
        public void onReconnecting(CloseReason reason) {
            act();
        }

        @Override
        public void onClosed(CloseReason reason) {
            act();
            closes++;
        }
    }
}
