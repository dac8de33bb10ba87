package dev.acord.sim.media;

import dev.acord.sim.Rule;
import dev.acord.sim.audit.StallClock;
import dev.acord.sim.audit.ViolationLog;
import dev.acord.sim.raw.RawSender;
import dev.acord.voice.EncryptionMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A relay with one talking member, in virtual time. */
final class RelayBench {
    static final long MS = 1_000_000L;

    final ViolationLog violations = new ViolationLog(100);
    final StallClock clock = new StallClock();
    final List<byte[]> sent = new ArrayList<>();
    final PacketRelay relay;
    final MediaMember member;
    final RawSender sender;
    InetSocketAddress from = at(40_000);
    long nowNs = 5_000 * MS;

    RelayBench() {
        this(new RelaySettings(false, false, false, 100, 100 * MS, 1_000 * MS, 15_000 * MS, 0));
    }

    RelayBench(RelaySettings settings) {
        relay = new PacketRelay(settings, violations, clock, new SplittableRandom(1), (datagram, length, to) -> {
            sent.add(Arrays.copyOf(datagram, length));
            return true;
        });
        member = relay.add(77, 0xCAFE0001, new MediaRoom());
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 3);
        clock.advance(nowNs);
        relay.claim(member, from);
        member.useKey(EncryptionMode.AES256_GCM, key, clock.observedNs());
        member.speaking(1);
        sender = new RawSender(EncryptionMode.AES256_GCM, key, 0xCAFE0001);
    }

    static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Lets time go by, with the ticks that belong to it. */
    void sleep(long ms) {
        for (long left = ms; left > 0; left -= 20) {
            nowNs += Math.min(left, 20) * MS;
            relay.tick(nowNs);
        }
    }

    void deliver(byte[] packet) {
        byte[] buffer = Arrays.copyOf(packet, PacketRelay.MAX_DATAGRAM_BYTES + 1);
        relay.handleDatagram(buffer, packet.length, from, nowNs);
    }

    /** Talks in real time. */
    void talk(int frames) {
        for (int i = 0; i < frames; i++) {
            deliver(sender.next(RawSender.frame(i)));
            sleep(20);
        }
    }

    void silence() {
        for (int i = 0; i < 5; i++) {
            deliver(sender.next(RawSender.silence()));
            sleep(20);
        }
    }

    /** A good pause: five silence frames, the flags cleared, keepalives, and the timestamp goes on. */
    void pause(long ms) {
        silence();
        member.speaking(0);
        for (long left = ms; left > 0; left -= 5_000) {
            sleep(Math.min(left, 5_000));
            deliver(new byte[8]);
        }
        sender.timestamp += (int) (ms * 48);
        member.speaking(1);
    }

    long count(Rule rule) {
        return violations.count(rule);
    }

    /** Rule names of all violations. */
    List<String> rules() {
        relay.report();
        return violations.kept().stream().map(v -> v.rule() + ": " + v.detail()).toList();
    }
}
