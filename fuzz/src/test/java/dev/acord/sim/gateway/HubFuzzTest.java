package dev.acord.sim.gateway;

import static dev.acord.fuzz.Checks.check;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonParser;
import dev.acord.fuzz.FuzzInput;
import dev.acord.sim.audit.StallClock;
import dev.acord.sim.audit.ViolationLog;
import dev.acord.sim.dave.DaveDelivery;
import dev.acord.sim.dave.DaveSettings;
import dev.acord.sim.media.PacketRelay;
import dev.acord.sim.media.RelaySettings;
import dev.acord.voice.EncryptionMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Clients of the embedded server that say anything, with and without valid credentials: it speaks to open sockets only, and in JSON. */
class HubFuzzTest {
    private static final int MAX_STEPS = 150;
    private static final int MAX_SOCKETS = 8;
    private static final int KEPT_VIOLATIONS = 50;
    private static final HubSettings SETTINGS = new HubSettings(
            13_750,
            List.of(EncryptionMode.values()),
            false,
            30_000_000_000L,
            20,
            65_534,
            120,
            8,
            6,
            "127.0.0.1",
            50_000);
    private static final RelaySettings RELAY =
            new RelaySettings(true, true, true, 20, 100_000_000L, 1_000_000_000L, 15_000_000_000L, 0);
    private static final DaveSettings DAVE = new DaveSettings(1, 2_000_000_000L, 0, 0);

    @FuzzTest
    void fuzz(byte[] data) {
        FuzzInput in = new FuzzInput(data);
        World world = new World();
        for (int step = 0; step < MAX_STEPS && in.hasMore(); step++) {
            world.step(in);
            check(world.violations.kept().size() <= KEPT_VIOLATIONS, () -> "more violations are kept than allowed");
        }
        world.closeAll();
        check(world.hub.members().size() <= SETTINGS.maxTickets() + 1_024, () -> "members without a limit");
    }

    private static final class World {
        final ViolationLog violations = new ViolationLog(KEPT_VIOLATIONS);
        final Hub hub;
        private final List<Ticket> tickets = new ArrayList<>();
        private final Wire wire = new Wire();
        private long nextSocket = 1;
        private long nowNs = 1_000_000_000;

        World() {
            StallClock clock = new StallClock();
            SplittableRandom random = new SplittableRandom(1);
            PacketRelay relay =
                    new PacketRelay(RELAY, violations, clock, new SplittableRandom(2), (datagram, length, to) -> true);
            hub = new Hub(
                    SETTINGS, relay, violations, clock, random, DaveDelivery.factory(DAVE, violations, random), wire);
            tickets.add(hub.join(1, 10, 100, nowNs));
            tickets.add(hub.join(1, 10, 101, nowNs));
        }

        void step(FuzzInput in) {
            long socket = in.below(MAX_SOCKETS);
            switch (in.below(16)) {
                case 0, 1 -> text(socket, in.text());
                case 2 -> binary(socket, in.bytes());
                case 3 -> open(in.below(11));
                case 4 -> closed(socket, in.u16());
                case 5 -> nowNs += in.u16() * 1_000_000L;
                case 6 -> hub.tick(nowNs);
                case 7 -> join(in);
                case 8 -> manage(in);
                case 9 -> text(socket, identify(in));
                case 10 -> text(socket, resume(in));
                case 11 ->
                    text(
                            socket,
                            "{\"op\":1,\"d\":{\"protocol\":\"udp\",\"data\":{\"address\":\"127.0.0.1\",\"port\":"
                                    + in.u16() + ",\"mode\":\"aead_aes256_gcm_rtpsize\"}}}");
                case 12 -> text(socket, "{\"op\":3,\"d\":{\"t\":" + in.u16() + ",\"seq_ack\":" + in.u16() + "}}");
                case 13 -> text(socket, "{\"op\":" + in.u8() + ",\"d\":" + in.text() + "}");
                case 14 -> changed(socket, in);
                default -> binary(socket, opcodeFirst(26 + 2 * in.below(2), in.bytes()));
            }
        }

        private void open(int version) {
            if (nextSocket < MAX_SOCKETS) {
                long id = nextSocket++;
                wire.sockets.put(id, true);
                hub.socketOpened(id, version, nowNs);
            }
        }

        private void text(long socket, String text) {
            if (wire.sockets.containsKey(socket)) {
                hub.handleText(socket, text, nowNs);
            }
        }

        private void binary(long socket, byte[] message) {
            if (wire.sockets.containsKey(socket)) {
                hub.handleBinary(socket, message, nowNs);
            }
        }

        private void closed(long socket, int code) {
            if (wire.sockets.remove(socket) != null) {
                hub.socketClosed(socket, code, nowNs);
            }
        }

        void closeAll() {
            for (long socket = 1; socket < nextSocket; socket++) {
                closed(socket, 1006);
            }
            nowNs += 3_600_000_000_000L;
            for (int i = 0; i < 300; i++) {
                nowNs += StallClock.MAX_STEP_NS;
                hub.tick(nowNs);
            }
        }

        private void join(FuzzInput in) {
            try {
                tickets.add(hub.join(1 + in.below(2), 10 + in.below(2), 100 + in.below(10), nowNs));
            } catch (IllegalStateException e) {
                // documented: the server is full
                check(String.valueOf(e.getMessage()).contains("raise the limit"), () -> "failed: " + e);
            }
        }

        private void manage(FuzzInput in) {
            MemberKey key = new MemberKey(1, 100 + in.below(3));
            switch (in.below(5)) {
                case 0 -> hub.expel(key, 4014, "disconnected", nowNs);
                case 1 -> hub.closeSocket(key, 4015, nowNs);
                case 2 -> hub.faults().rotateKey(key, nowNs);
                case 3 -> hub.faults().requestHeartbeat(key, nowNs);
                default -> hub.faults().muteAcks(key, in.flag());
            }
        }

        private String identify(FuzzInput in) {
            Ticket ticket = tickets.get(in.below(tickets.size()));
            return "{\"op\":0,\"d\":{\"server_id\":\"" + ticket.guildId() + "\",\"user_id\":\"" + ticket.userId()
                    + "\",\"session_id\":\"" + ticket.sessionId() + "\",\"token\":\"" + ticket.token()
                    + "\",\"channel_id\":\"" + ticket.channelId() + "\",\"max_dave_protocol_version\":" + in.below(3)
                    + "}}";
        }

        private String resume(FuzzInput in) {
            Ticket ticket = tickets.get(in.below(tickets.size()));
            return "{\"op\":7,\"d\":{\"server_id\":\"" + ticket.guildId() + "\",\"session_id\":\"" + ticket.sessionId()
                    + "\",\"token\":\"" + ticket.token() + "\",\"seq_ack\":" + ((short) in.u16()) + "}}";
        }

        private void changed(long socket, FuzzInput in) {
            byte[] usual = (in.flag() ? identify(in) : resume(in)).getBytes(StandardCharsets.UTF_8);
            text(socket, new String(in.mutated(usual), StandardCharsets.UTF_8));
        }

        private static byte[] opcodeFirst(int opcode, byte[] payload) {
            byte[] message = new byte[payload.length + 1];
            message[0] = (byte) opcode;
            System.arraycopy(payload, 0, message, 1, payload.length);
            return message;
        }
    }

    /** What clients see. */
    private static final class Wire implements Outbox {
        /** The sockets that are there; false: the server has closed it. */
        final Map<Long, Boolean> sockets = new HashMap<>();

        private void requireOpen(long socket) {
            check(Boolean.TRUE.equals(sockets.get(socket)), () -> "spoke to socket " + socket + ", which is not open");
        }

        @Override
        public void text(long socketId, String message) {
            requireOpen(socketId);
            check(JsonParser.parseString(message).getAsJsonObject().has("op"), () -> "no opcode: " + message);
        }

        @Override
        public void binary(long socketId, byte[] message) {
            requireOpen(socketId);
            check(message.length >= 3, () -> "a binary message of " + message.length + " bytes");
        }

        @Override
        public void close(long socketId, int code, String reason) {
            requireOpen(socketId);
            check(code >= 1000 && code < 5000, () -> "close code " + code);
            check(reason.getBytes(StandardCharsets.UTF_8).length <= 123, () -> "too long a reason: " + reason);
            sockets.put(socketId, false);
        }

        @Override
        public void abort(long socketId) {
            requireOpen(socketId);
            sockets.put(socketId, false);
        }
    }
}
