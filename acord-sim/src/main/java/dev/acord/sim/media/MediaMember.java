package dev.acord.sim.media;

import dev.acord.sim.ReceivedPacket;
import dev.acord.voice.EncryptionMode;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One member's media: keys, address, counters and what the server got from it. Not thread safe. */
public final class MediaMember {
    /** For how long after a new key packets under the old one are taken, in nanoseconds. */
    static final long OLD_KEY_NS = 2_000_000_000L;

    /** For how long after its transition a member's frames may still be plain, in nanoseconds. */
    static final long PLAIN_GRACE_NS = 2_000_000_000L;

    final long userId;
    final int ssrc;
    final MediaRoom room;
    final RtpAudit audit;
    final int keepPackets;
    final ReceptionMeter reception = new ReceptionMeter();
    final ArrayDeque<ReceivedPacket> kept = new ArrayDeque<>();

    @Nullable
    ReceiveKey key;

    @Nullable
    ReceiveKey oldKey;

    @Nullable
    TransportCipher sealer;

    @Nullable
    EncryptionMode mode;

    long oldKeyUntilNs;
    boolean encryptionExpected;
    long encryptedFromNs;
    int sendNonce;

    @Nullable
    InetSocketAddress seen;

    @Nullable
    InetSocketAddress bound;

    @Nullable
    InetSocketAddress claimed;

    boolean claimJudged;
    boolean authentic;
    long rebinds;
    long lastKeepaliveNs;
    long keepalives;
    long received;
    long receivedBytes;
    long sentTo;
    long duplicates;
    long rtcp;
    long paddingOnly;

    int speaking;
    boolean everSpoke;
    /** The flags were set after the last packet: for a while, what comes next is the beginning of audio, not the end of what was before. */
    boolean announcedSinceAudio;

    /** Since when that is known, on the observed clock; -1 while it is not. */
    long announcedNs = -1;

    int packetsWithoutSpeaking;
    boolean clearedJudged;

    int inserted;
    int lastSequence;
    int lastTimestamp;

    MediaMember(long userId, int ssrc, MediaRoom room, RtpAudit audit, int keepPackets) {
        this.userId = userId;
        this.ssrc = ssrc;
        this.room = room;
        this.audit = audit;
        this.keepPackets = keepPackets;
    }

    /**
     * The member's synchronisation source, as the server chose it.
     *
     * @return the SSRC, an unsigned 32-bit number
     */
    public int ssrc() {
        return ssrc;
    }

    /**
     * Gives the member a key. Packets under the key before are taken for a moment longer.
     *
     * @param newMode the encryption mode
     * @param newKey 32 bytes
     * @param observedNs the observed time
     */
    public void useKey(EncryptionMode newMode, byte[] newKey, long observedNs) {
        if (key == null) {
            lastKeepaliveNs = observedNs;
        }
        oldKey = key;
        oldKeyUntilNs = observedNs + OLD_KEY_NS;
        mode = newMode;
        key = new ReceiveKey(TransportCipher.of(newMode, newKey));
        sealer = TransportCipher.of(newMode, newKey);
        sendNonce = 0;
        audit.newKey();
    }

    /**
     * Whether the member's audio must be end-to-end encrypted. It has a moment to begin with it.
     *
     * @param expected whether it must
     * @param observedNs the observed time
     */
    public void expectEncrypted(boolean expected, long observedNs) {
        if (expected && !encryptionExpected) {
            encryptedFromNs = observedNs + PLAIN_GRACE_NS;
        }
        encryptionExpected = expected;
    }

    /** Whether a plain frame is a breach of the rules by now. */
    boolean mustEncrypt(long observedNs) {
        return encryptionExpected && observedNs - encryptedFromNs >= 0;
    }

    /**
     * The speaking flags of the member's last opcode 5.
     *
     * @param flags 0 to 7
     */
    public void speaking(int flags) {
        if (speaking == 0 && flags != 0) {
            announcedSinceAudio = true;
            announcedNs = -1;
        }
        speaking = flags;
        if (flags != 0) {
            everSpoke = true;
            packetsWithoutSpeaking = 0;
        }
        clearedJudged = false;
    }

    /**
     * What receiver reports say from now on, where the server sends any.
     *
     * @param fractionLost the fraction of lost packets, 0 to 1; negative for the truth
     */
    public void pretendLoss(double fractionLost) {
        reception.pretend(fractionLost);
    }

    /**
     * The address that the member named in Select Protocol. It is where audio goes until a packet shows a better one.
     *
     * @param address the address, or null when it does not parse
     */
    public void claim(@Nullable InetSocketAddress address) {
        claimed = address;
        claimJudged = false;
    }

    /**
     * The packets that were kept, oldest first.
     *
     * @return a copy
     */
    public List<ReceivedPacket> received() {
        return List.copyOf(kept);
    }

    /**
     * The member's counters.
     *
     * @return a snapshot
     */
    public MediaStats stats() {
        return new MediaStats(
                mode,
                bound,
                received,
                receivedBytes,
                sentTo,
                duplicates,
                paddingOnly,
                rtcp,
                keepalives,
                rebinds,
                speaking);
    }

    void keep(ReceivedPacket packet) {
        if (keepPackets == 0) {
            return;
        }
        if (kept.size() == keepPackets) {
            kept.removeFirst();
        }
        kept.addLast(packet);
    }
}
