package dev.acord.sim.media;

import static dev.acord.fuzz.Checks.check;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.acord.fuzz.FuzzInput;
import dev.acord.sim.audit.StallClock;
import dev.acord.sim.audit.ViolationLog;
import dev.acord.voice.EncryptionMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The embedded server's UDP: noise, authentic packets of members, and those changed. It sends to its members only, and in bounds. */
class RelayFuzzTest {
    private static final int MAX_STEPS = 64;
    private static final int KEPT = 20;
    private static final List<EncryptionMode> MODES =
            List.of(EncryptionMode.AES256_GCM, EncryptionMode.XCHACHA20_POLY1305);
    private static final List<InetSocketAddress> ADDRESSES = List.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1001),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1002),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1003));

    @FuzzTest
    void fuzz(byte[] data) {
        FuzzInput in = new FuzzInput(data);
        World world = new World(in.u8());
        for (int step = 0; step < MAX_STEPS && in.hasMore(); step++) {
            world.step(in);
        }
        Map<String, Long> counters = world.relay.counters();
        check(counters.getOrDefault("received", -1L) == world.sent, () -> "not all were counted: " + counters);
        check(world.members.get(0).received().size() <= KEPT, () -> "more packets are kept than allowed");
        world.members.forEach(world.relay::remove);
        check(world.violations.kept().size() <= KEPT, () -> "more violations are kept than allowed");
    }

    private static final class World implements DatagramOutbox {
        final ViolationLog violations = new ViolationLog(KEPT);
        final PacketRelay relay;
        final List<MediaMember> members = new ArrayList<>();
        long sent;
        private final List<dev.acord.voice.rtp.TransportCipher> ciphers = new ArrayList<>();
        private final byte[] buffer = new byte[PacketRelay.MAX_DATAGRAM_BYTES + 1];
        private int nonce;
        private long nowNs;
        private long answers;

        World(int options) {
            RelaySettings settings = new RelaySettings(
                    (options & 1) != 0,
                    (options & 2) != 0,
                    (options & 4) != 0,
                    KEPT,
                    100_000_000L,
                    1_000_000_000L,
                    15_000_000_000L,
                    (options & 8) != 0 ? 1_000_000_000L : 0);
            relay = new PacketRelay(settings, violations, new StallClock(), new SplittableRandom(1), this);
            MediaRoom room = new MediaRoom();
            for (int i = 0; i < 2; i++) {
                EncryptionMode mode = MODES.get(i);
                byte[] key = new byte[32];
                key[0] = (byte) i;
                MediaMember member = relay.add(100 + i, 1_000 + i, room);
                member.useKey(mode, key, 0);
                relay.claim(member, ADDRESSES.get(i));
                members.add(member);
                ciphers.add(dev.acord.voice.rtp.TransportCipher.create(mode, key));
            }
        }

        void step(FuzzInput in) {
            switch (in.below(9)) {
                case 0 -> send(in.bytes(), in.below(3));
                case 1 -> nowNs += in.u16() * 1_000_000L;
                case 2 -> relay.tick(nowNs);
                case 3 -> members.get(in.below(2)).speaking(in.below(8));
                case 4 -> members.get(in.below(2)).expectEncrypted(in.flag(), nowNs);
                case 5 -> relay.welcome(members.get(in.below(2)));
                case 6 -> send(discovery(in), in.below(3));
                default -> {
                    int from = in.below(2);
                    send(in.mutated(packet(in, from)), in.below(3));
                }
            }
        }

        private static byte[] discovery(FuzzInput in) {
            byte[] request = new byte[74];
            request[1] = 1;
            request[3] = 70;
            Wire.putInt32(request, 4, 1_000 + in.below(3));
            return request;
        }

        /** RTP or RTCP of a member; the header's flags and the plaintext are the input's. */
        private byte[] packet(FuzzInput in, int from) {
            int flags = in.u8();
            int type = in.u8();
            int numbers = in.i32();
            byte[] plaintext = in.bytes();
            boolean rtcp = type >= 200 && type <= 204;
            int headerBytes = rtcp ? 8 : 12 + 4 * (flags & 15) + ((flags & 0x10) != 0 ? 4 : 0);
            byte[] packet = new byte[headerBytes + plaintext.length + 20];
            packet[0] = (byte) (0x80 | (flags & 0x3F));
            packet[1] = (byte) type;
            Wire.putInt32(packet, rtcp ? 4 : 8, 1_000 + from);
            if (!rtcp) {
                packet[2] = (byte) (numbers >> 8);
                packet[3] = (byte) numbers;
                Wire.putInt32(packet, 4, numbers);
                packet[headerBytes - 1] |= (byte) ((flags & 0x10) != 0 ? in.below(8) : 0);
            }
            System.arraycopy(plaintext, 0, packet, headerBytes, plaintext.length);
            int length = ciphers.get(from).seal(packet, 0, headerBytes, plaintext.length, nonce++);
            return Arrays.copyOf(packet, length);
        }

        private void send(byte[] datagram, int from) {
            int length = Math.min(datagram.length, buffer.length);
            System.arraycopy(datagram, 0, buffer, 0, length);
            answers = 0;
            relay.handleDatagram(buffer, length, ADDRESSES.get(from), nowNs);
            sent++;
            check(answers <= 16, () -> "one datagram caused " + answers);
        }

        @Override
        public boolean send(byte[] datagram, int length, InetSocketAddress to) {
            answers++;
            check(length >= 1 && length <= datagram.length, () -> "a datagram of " + length + " bytes");
            check(ADDRESSES.contains(to), () -> "sent to a stranger, " + to);
            return true;
        }
    }
}
