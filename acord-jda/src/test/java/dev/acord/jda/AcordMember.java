package dev.acord.jda;

import dev.acord.dave.DaveActions;
import dev.acord.dave.DaveEpoch;
import dev.acord.dave.DaveIdentity;
import dev.acord.dave.DaveSession;
import dev.acord.dave.media.FrameDecryption;
import dev.acord.dave.media.FrameEncryption;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import net.dv8tion.jda.internal.audio.AudioEncryption;
import org.jspecify.annotations.Nullable;

/** A client that uses acord-dave directly, and nothing of this module. */
final class AcordMember implements Member, DaveActions {
    private static final long GRACE_NS = 10_000_000_000L;

    private final long user;
    private final TestGateway gateway;
    private final DaveSession session;
    private final FrameEncryption encryption = new FrameEncryption();
    private final Map<Long, FrameDecryption> decryption = new HashMap<>();
    private final Datagrams datagrams = new Datagrams(Datagrams.transport(AudioEncryption.AEAD_AES256_GCM_RTPSIZE));
    private String privacyCode = "";

    AcordMember(TestGateway gateway, long user) {
        this.user = user;
        this.gateway = gateway;
        this.session =
                new DaveSession(gateway.channelId, user, DaveIdentity.generate().keyPair(), gateway.random, this);
    }

    @Override
    public long user() {
        return user;
    }

    @Override
    public void handleVersion(int version) {
        session.handleSessionDescription(version);
    }

    @Override
    public void handleUser(long other) {
        session.handleUserConnected(other);
    }

    @Override
    public void handleUserGone(long other) {
        session.handleUserDisconnected(other);
    }

    @Override
    public void handlePrepareTransition(int id, int version) {
        session.handlePrepareTransition(id, version);
    }

    @Override
    public void handleExecuteTransition(int id) {
        session.handleExecuteTransition(id);
    }

    @Override
    public void handlePrepareEpoch(long epoch, int version) {
        session.handlePrepareEpoch(epoch, version);
    }

    @Override
    public void handleBinary(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message);
        in.getShort();
        switch (in.get()) {
            case 25 -> session.handleExternalSender(Datagrams.remaining(in));
            case 27 -> session.handleProposals(Datagrams.remaining(in));
            case 29 -> session.handleAnnounceCommit(in.getShort() & 0xFFFF, Datagrams.remaining(in));
            case 30 -> session.handleWelcome(in.getShort() & 0xFFFF, Datagrams.remaining(in));
            default -> throw new IllegalArgumentException("no such message");
        }
    }

    @Override
    public byte[] send(byte[] opus) {
        byte[] packet = Arrays.copyOf(opus, opus.length + encryption.overheadBytes());
        int length = encryption.encrypt(packet, 0, opus.length, packet.length);
        if (length < 0) {
            throw new IllegalStateException("no key");
        }
        return datagrams.seal(Arrays.copyOf(packet, length));
    }

    @Override
    public byte @Nullable [] receive(long from, byte[] datagram) {
        byte[] frame = datagrams.open(from, datagram);
        if (frame == null) {
            return null;
        }
        int length = decryptionOf(from).decrypt(frame, 0, frame.length, gateway.nowNs);
        return length < 0 ? null : Arrays.copyOf(frame, length);
    }

    private FrameDecryption decryptionOf(long from) {
        return decryption.computeIfAbsent(from, each -> new FrameDecryption());
    }

    @Override
    public String privacyCode() {
        return privacyCode;
    }

    @Override
    public void sendKeyPackage(byte[] keyPackage) {
        gateway.handleKeyPackage(user, keyPackage);
    }

    @Override
    public void sendCommitWelcome(byte[] commitWelcome) {
        gateway.handleCommitWelcome(user, commitWelcome);
    }

    @Override
    public void sendTransitionReady(int id) {
        gateway.handleReady(user, id);
    }

    @Override
    public void sendInvalidCommitWelcome(int id) {
        gateway.handleInvalid(user, id);
    }

    @Override
    public void receiveWith(long from, byte[] baseSecret) {
        decryptionOf(from).ratchet(baseSecret, gateway.nowNs);
    }

    @Override
    public void receivePlain(boolean allowed) {
        for (FrameDecryption each : decryption.values()) {
            if (allowed) {
                each.passthroughAlways();
            } else {
                each.passthroughUntil(gateway.nowNs + GRACE_NS);
            }
        }
    }

    @Override
    public void sendWith(byte[] baseSecret) {
        encryption.ratchet(baseSecret);
        encryption.passthrough(false);
    }

    @Override
    public void sendPlain() {
        encryption.passthrough(true);
    }

    @Override
    public void sendNothing() {
        encryption.passthrough(false);
    }

    @Override
    public void onEpoch(DaveEpoch epoch) {
        privacyCode = epoch.privacyCode();
    }

    @Override
    public void onRefused(int opcode, String why) {}
}
