package dev.acord.sim.media;

import dev.acord.sim.Rule;
import dev.acord.sim.audit.StallClock;
import dev.acord.sim.audit.ViolationLog;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The forwarding unit. Every datagram goes through {@link #handleDatagram}; {@link #tick} is called several times a second, best when
 * no datagram waits. Each member's RTP packet is decrypted with its own key and encrypted again for every other member of its room.
 *
 * <p>A packet's member is found by its SSRC and proved by its authentication tag. Its address is the one of the last authentic packet;
 * before the first, that of IP discovery or Select Protocol. Whatever is not authentic is counted and dropped.
 *
 * <p>No clock, socket or random source of its own. Not thread safe.
 */
public final class PacketRelay {
    /** The largest datagram that is looked at. */
    public static final int MAX_DATAGRAM_BYTES = 2048;

    private static final int KEEPALIVE_BYTES = 8;
    private static final int RTCP_HEADER_BYTES = 8;

    /** Not the first one: opcode 5 and audio take different ways and may overtake each other. */
    private static final int PACKETS_WITHOUT_SPEAKING = 50;

    private final RelaySettings settings;
    private final ViolationLog violations;
    private final DatagramOutbox outbox;
    private final Forwarder forwarder;
    private final StallClock clock;
    private final RelayCounters counters = new RelayCounters();
    private final Map<Integer, MediaMember> bySsrc = new HashMap<>();
    private final AddressBook addresses = new AddressBook();
    private final Senders senders = new Senders(bySsrc, addresses);
    private final byte[] plaintext = new byte[MAX_DATAGRAM_BYTES];
    private @Nullable ReceiveKey opened;

    /**
     * Creates a relay without members.
     *
     * @param settings options and limits
     * @param violations where breaches of the rules go
     * @param clock the observed time, shared with the gateway
     * @param random for decorations
     * @param outbox takes the datagrams to be sent
     */
    public PacketRelay(
            RelaySettings settings,
            ViolationLog violations,
            StallClock clock,
            RandomGenerator random,
            DatagramOutbox outbox) {
        this.settings = settings;
        this.violations = violations;
        this.clock = clock;
        this.outbox = outbox;
        this.forwarder = new Forwarder(settings, random, counters, outbox);
    }

    /**
     * Adds a member.
     *
     * @param userId its user id
     * @param ssrc its SSRC; none of the members may have it
     * @param room its room
     * @return the member's media
     */
    public MediaMember add(long userId, int ssrc, MediaRoom room) {
        RtpAudit audit = new RtpAudit(userId, violations, settings.pauseToleranceNs(), settings.burstNs());
        MediaMember member = new MediaMember(userId, ssrc, room, audit, settings.keepPackets());
        if (bySsrc.putIfAbsent(ssrc, member) != null) {
            throw new IllegalArgumentException("SSRC " + Integer.toUnsignedString(ssrc) + " is taken");
        }
        room.members().add(member);
        return member;
    }

    /**
     * Whether a member has this SSRC.
     *
     * @param ssrc the SSRC
     * @return whether it is taken
     */
    public boolean hasSsrc(int ssrc) {
        return bySsrc.containsKey(ssrc);
    }

    /**
     * Judges a member for the last time and removes it.
     *
     * @param member the member
     */
    public void remove(MediaMember member) {
        report(member);
        forwarder.silenceAfter(member);
        bySsrc.remove(member.ssrc, member);
        addresses.unbind(member);
        member.room.members().remove(member);
    }

    /**
     * A member's address as Select Protocol names it. Audio goes there until a packet of the member shows a better address.
     *
     * @param member the member
     * @param address the address, or null when it does not parse
     */
    public void claim(MediaMember member, @Nullable InetSocketAddress address) {
        member.claim(address);
        if (member.bound == null && address != null) {
            addresses.bind(member, address);
        }
        InetSocketAddress seen = member.seen;
        if (seen != null) {
            judgeClaim(member, seen);
        }
    }

    /**
     * Tells a member that it can hear now: where the option is set, the server's own silence frames are its first packets.
     *
     * @param member a member with key
     */
    public void welcome(MediaMember member) {
        forwarder.welcome(member);
    }

    /**
     * Handles a datagram.
     *
     * @param datagram the bytes from offset 0; the content is undefined afterwards
     * @param length how many; over {@link #MAX_DATAGRAM_BYTES} the datagram is counted and dropped
     * @param from the sender
     * @param nowNs the time
     */
    public void handleDatagram(byte[] datagram, int length, InetSocketAddress from, long nowNs) {
        long observedNs = clock.advance(nowNs);
        counters.received++;
        if (IpDiscovery.isRequest(datagram, length)) {
            discover(datagram, from);
        } else if (length == KEEPALIVE_BYTES) {
            keepAlive(datagram, from, observedNs);
        } else if (length < RTCP_HEADER_BYTES + TransportCipher.OVERHEAD_BYTES || length > MAX_DATAGRAM_BYTES) {
            counters.malformed++;
        } else if (RtpLayout.version(datagram) != 2) {
            counters.malformed++;
            for (MediaMember member : addresses.at(from)) {
                violations.add(member.userId, Rule.RTP_VERSION, "version " + RtpLayout.version(datagram));
            }
        } else if (RtpLayout.isRtcp(datagram)) {
            handleRtcp(datagram, length, from, observedNs);
        } else {
            handleRtp(datagram, length, from, nowNs, observedNs);
        }
    }

    /**
     * Looks after what did not come: keepalives, silence frames. Sends the receiver reports that are due.
     *
     * @param nowNs the time
     */
    public void tick(long nowNs) {
        long observedNs = clock.advance(nowNs);
        for (MediaMember member : bySsrc.values()) {
            member.audit.tick(observedNs);
            if (member.announcedSinceAudio && member.announcedNs < 0) {
                member.announcedNs = observedNs;
            }
            if (settings.reportIntervalNs() > 0 && member.reception.isDue(nowNs, settings.reportIntervalNs())) {
                forwarder.report(member, nowNs);
            }
            if (member.key != null && observedNs - member.lastKeepaliveNs > settings.keepaliveLimitNs()) {
                member.lastKeepaliveNs = observedNs;
                violations.add(
                        member.userId,
                        Rule.KEEPALIVE_MISSING,
                        "no keepalive for " + settings.keepaliveLimitNs() / 1_000_000_000 + " s");
            }
        }
    }

    /**
     * Whose datagrams they are.
     *
     * @return always up to date
     */
    public Senders senders() {
        return senders;
    }

    /** Makes the judgements that wait for a report: whether members that fell silent said so. */
    public void report() {
        bySsrc.values().forEach(this::report);
    }

    /**
     * What became of the datagrams.
     *
     * @return name and count, sorted by name
     */
    public Map<String, Long> counters() {
        return counters.snapshot();
    }

    private void report(MediaMember member) {
        long observedNs = clock.observedNs();
        member.audit.tick(observedNs);
        boolean about = member.announcedSinceAudio
                && (member.announcedNs < 0 || observedNs - member.announcedNs <= RtpAudit.ENDED_NS);
        if (!member.audit.hasEnded(observedNs) || member.clearedJudged || about) {
            return;
        }
        member.clearedJudged = true;
        if (member.speaking != 0) {
            violations.add(member.userId, Rule.SPEAKING_NOT_CLEARED, "speaking flags are still " + member.speaking);
        } else if (!member.everSpoke) {
            violations.add(member.userId, Rule.SPEAKING_BEFORE_AUDIO, member.received + " packets without opcode 5");
        }
    }

    private void discover(byte[] datagram, InetSocketAddress from) {
        MediaMember member = bySsrc.get(IpDiscovery.ssrc(datagram));
        if (member == null) {
            counters.strangers++;
            return;
        }
        counters.discoveries++;
        member.seen = from;
        if (!member.authentic) {
            addresses.bind(member, from);
        }
        IpDiscovery.answer(datagram, from);
        forwarder.count(outbox.send(datagram, IpDiscovery.BYTES, from));
    }

    private void keepAlive(byte[] datagram, InetSocketAddress from, long observedNs) {
        List<MediaMember> there = addresses.at(from);
        if (there.isEmpty()) {
            counters.strangers++;
            return;
        }
        counters.keepalives++;
        for (MediaMember member : there) {
            member.keepalives++;
            member.lastKeepaliveNs = observedNs;
        }
        forwarder.count(outbox.send(datagram, KEEPALIVE_BYTES, from));
    }

    private void handleRtcp(byte[] packet, int length, InetSocketAddress from, long observedNs) {
        MediaMember member = bySsrc.get(Wire.int32(packet, 4));
        if (member == null) {
            counters.strangers++;
            return;
        }
        int plainBytes = open(member, packet, length, RTCP_HEADER_BYTES, observedNs);
        if (opened == null || plainBytes < 0) {
            counters.notAuthentic++;
            return;
        }
        NonceAudit.Finding finding = fresh(member, opened, packet, length);
        if (finding == NonceAudit.Finding.DUPLICATE) {
            return;
        }
        counters.rtcp++;
        member.rtcp++;
        locate(member, from);
        if (finding == NonceAudit.Finding.AHEAD) {
            member.audit.skipNonces(opened.nonces.step());
        }
    }

    private void handleRtp(byte[] packet, int length, InetSocketAddress from, long nowNs, long observedNs) {
        int headerBytes = RtpLayout.headerBytes(packet);
        if (length < headerBytes + TransportCipher.OVERHEAD_BYTES) {
            counters.malformed++;
            return;
        }
        MediaMember member = bySsrc.get(RtpLayout.ssrc(packet));
        int plainBytes = member == null ? -1 : open(member, packet, length, headerBytes, observedNs);
        if (member == null || opened == null || plainBytes < 0) {
            reject(member, packet, length, from, observedNs);
            return;
        }
        NonceAudit.Finding finding = fresh(member, opened, packet, length);
        if (finding == NonceAudit.Finding.DUPLICATE) {
            return;
        }
        locate(member, from);
        member.received++;
        member.receivedBytes += length;
        member.reception.accept(RtpLayout.sequence(packet), RtpLayout.timestamp(packet), nowNs);
        RtpPayload payload = RtpPayload.of(packet, plaintext, plainBytes);
        if (payload == null) {
            violations.add(member.userId, Rule.RTP_LAYOUT, "extension or padding is longer than the packet");
            counters.malformed++;
            return;
        }
        judge(member, packet, payload, observedNs);
        if (finding == NonceAudit.Finding.AHEAD && opened == member.key) {
            member.audit.accept(opened.nonces.step(), packet, plaintext, payload, nowNs, observedNs);
        }
        member.keep(payload.packet(packet, plaintext, nowNs));
        forwarder.forward(member, packet, headerBytes, plaintext, plainBytes);
    }

    private void judge(MediaMember member, byte[] packet, RtpPayload payload, long observedNs) {
        if (RtpLayout.payloadType(packet) != RtpLayout.OPUS_PAYLOAD_TYPE) {
            violations.add(member.userId, Rule.RTP_PAYLOAD_TYPE, "payload type " + RtpLayout.payloadType(packet));
        }
        member.clearedJudged = false;
        member.announcedSinceAudio = false;
        member.announcedNs = -1;
        if (payload.bytes() == 0) {
            member.paddingOnly++;
        } else if (member.mustEncrypt(observedNs) && !DaveFrame.mayPass(plaintext, payload.from(), payload.bytes())) {
            violations.add(member.userId, Rule.DAVE_FRAME_NOT_ENCRYPTED, "a frame of " + payload.bytes() + " bytes");
        }
        if (member.speaking == 0 && ++member.packetsWithoutSpeaking == PACKETS_WITHOUT_SPEAKING) {
            violations.add(
                    member.userId,
                    Rule.SPEAKING_BEFORE_AUDIO,
                    PACKETS_WITHOUT_SPEAKING + " packets while the speaking flags are 0 or were never sent");
        }
    }

    /** A packet that is not the named member's: either a member with another's SSRC, or nobody's. */
    private void reject(
            @Nullable MediaMember named, byte[] packet, int length, InetSocketAddress from, long observedNs) {
        for (MediaMember member : new ArrayList<>(addresses.at(from))) {
            if (member != named && open(member, packet, length, RtpLayout.headerBytes(packet), observedNs) >= 0) {
                counters.wrongSsrc++;
                violations.add(
                        member.userId,
                        Rule.RTP_SSRC,
                        "SSRC " + Integer.toUnsignedString(RtpLayout.ssrc(packet)) + " instead of "
                                + Integer.toUnsignedString(member.ssrc));
                return;
            }
        }
        if (named == null) {
            counters.strangers++;
        } else if (named.key == null) {
            counters.withoutKey++;
        } else {
            counters.notAuthentic++;
        }
    }

    /** Decrypts into {@link #plaintext}; returns the length or -1, and leaves in {@link #opened} which key fitted. */
    private int open(MediaMember member, byte[] packet, int length, int headerBytes, long observedNs) {
        opened = member.key;
        if (opened == null) {
            return -1;
        }
        int bytes = opened.cipher.open(packet, length, headerBytes, plaintext);
        ReceiveKey old = member.oldKey;
        if (bytes < 0 && old != null && observedNs < member.oldKeyUntilNs) {
            opened = old;
            bytes = old.cipher.open(packet, length, headerBytes, plaintext);
        }
        return bytes;
    }

    private NonceAudit.Finding fresh(MediaMember member, ReceiveKey key, byte[] packet, int length) {
        int nonce = Wire.int32(packet, length - TransportCipher.NONCE_BYTES);
        int tagAt = length - TransportCipher.OVERHEAD_BYTES;
        long tag = (long) Wire.int32(packet, tagAt) << 32 | Integer.toUnsignedLong(Wire.int32(packet, tagAt + 4));
        NonceAudit.Finding finding = key.nonces.accept(nonce, tag);
        String shown = "nonce " + Integer.toHexString(nonce);
        switch (finding) {
            case DUPLICATE -> {
                counters.duplicates++;
                member.duplicates++;
            }
            case REUSED -> violations.add(member.userId, Rule.NONCE_REUSED, shown + " was used before");
            case BACKWARDS -> violations.add(member.userId, Rule.NONCE_BACKWARDS, shown + " is far behind the highest");
            case AHEAD, LATE -> {}
        }
        return finding;
    }

    private void locate(MediaMember member, InetSocketAddress from) {
        if (!from.equals(member.bound)) {
            if (member.authentic) {
                member.rebinds++;
            }
            addresses.bind(member, from);
        }
        if (!member.authentic) {
            member.authentic = true;
            judgeClaim(member, from);
        }
    }

    private void judgeClaim(MediaMember member, InetSocketAddress seen) {
        if (!member.claimJudged && !seen.equals(member.claimed)) {
            violations.add(
                    member.userId,
                    Rule.SELECT_PROTOCOL_ADDRESS,
                    "Select Protocol says " + member.claimed + ", packets come from " + seen);
        }
        member.claimJudged = true;
    }
}
