package dev.acord.dave.call;

import dev.acord.dave.DaveActions;
import dev.acord.dave.DaveEpoch;
import dev.acord.dave.DaveSession;
import dev.acord.dave.DisplayableCode;
import dev.acord.dave.PairwiseFingerprint;
import dev.acord.dave.media.FrameDecryption;
import dev.acord.dave.media.FrameEncryption;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A {@link DaveSession} with its media, wired as a client does it. */
final class OwnPeer implements DavePeer, DaveActions {
    private static final long GRACE_NS = TimeUnit.SECONDS.toNanos(10);

    private final long user;
    private final Uplink uplink;
    private final LongSupplier nowNs;
    private final DaveSession session;
    private final FrameEncryption sending = new FrameEncryption();
    private final Map<Long, FrameDecryption> receiving = new HashMap<>();
    private boolean plainAlways;
    private long plainUntilNs = Long.MIN_VALUE;
    private boolean silent = true;
    private DaveEpoch epoch = DaveEpoch.none(0);

    /** Everything that was refused, as "opcode: reason". */
    final List<String> refused = new ArrayList<>();

    OwnPeer(long channel, long user, SecureRandom random, LongSupplier nowNs, Uplink uplink) {
        this.user = user;
        this.uplink = uplink;
        this.nowNs = nowNs;
        session = new DaveSession(channel, user, SignatureKeyPair.generate(random), random, this);
    }

    DaveSession session() {
        return session;
    }

    @Override
    public long user() {
        return user;
    }

    @Override
    public boolean hearsOthers() {
        return true;
    }

    @Override
    public void sessionDescription(int version) {
        session.handleSessionDescription(version);
    }

    @Override
    public void userConnected(long other) {
        session.handleUserConnected(other);
    }

    @Override
    public void userDisconnected(long other) {
        session.handleUserDisconnected(other);
        receiving.remove(other);
    }

    @Override
    public void prepareTransition(int id, int version) {
        session.handlePrepareTransition(id, version);
    }

    @Override
    public void executeTransition(int id) {
        session.handleExecuteTransition(id);
    }

    @Override
    public void prepareEpoch(long number, int version) {
        session.handlePrepareEpoch(number, version);
    }

    @Override
    public void externalSender(byte[] payload) {
        session.handleExternalSender(payload);
    }

    @Override
    public void proposals(byte[] payload) {
        session.handleProposals(payload);
    }

    @Override
    public void announceCommit(int id, byte[] commit) {
        session.handleAnnounceCommit(id, commit);
    }

    @Override
    public void welcome(int id, byte[] welcome) {
        session.handleWelcome(id, welcome);
    }

    @Override
    public long epoch() {
        return epoch.epoch() == 0 ? -1 : epoch.epoch();
    }

    @Override
    public String privacyCode() {
        return epoch.privacyCode();
    }

    @Override
    public List<Long> members() {
        return epoch.users();
    }

    @Override
    public String verificationCode(long other) {
        return DisplayableCode.ofPair(PairwiseFingerprint.of(
                user,
                epoch.signatureKey(user).orElseThrow(),
                other,
                epoch.signatureKey(other).orElseThrow()));
    }

    @Override
    public byte @Nullable [] send(byte[] media) {
        if (silent) {
            return null;
        }
        byte[] packet = Arrays.copyOf(media, media.length + sending.overheadBytes());
        int length = sending.encrypt(packet, 0, media.length, packet.length);
        return length < 0 ? null : Arrays.copyOf(packet, length);
    }

    @Override
    public List<byte @Nullable []> receive(List<Frame> frames) {
        List<byte @Nullable []> media = new ArrayList<>();
        for (Frame frame : frames) {
            byte[] packet = HexFormat.of().parseHex(frame.sent());
            int length = decryption(frame.sender()).decrypt(packet, 0, packet.length, nowNs.getAsLong());
            media.add(length < 0 ? null : Arrays.copyOf(packet, length));
        }
        return media;
    }

    private FrameDecryption decryption(long sender) {
        return receiving.computeIfAbsent(sender, each -> {
            FrameDecryption decryption = new FrameDecryption();
            applyPlain(decryption);
            return decryption;
        });
    }

    private void applyPlain(FrameDecryption decryption) {
        if (plainAlways) {
            decryption.passthroughAlways();
        } else {
            decryption.passthroughUntil(plainUntilNs);
        }
    }

    @Override
    public void close() {
        session.close();
    }

    @Override
    public void sendKeyPackage(byte[] keyPackage) {
        uplink.keyPackage(this, keyPackage);
    }

    @Override
    public void sendCommitWelcome(byte[] commitWelcome) {
        uplink.commitWelcome(this, commitWelcome);
    }

    @Override
    public void sendTransitionReady(int transitionId) {
        uplink.ready(this, transitionId);
    }

    @Override
    public void sendInvalidCommitWelcome(int transitionId) {
        uplink.invalid(this, transitionId);
    }

    @Override
    public void receiveWith(long sender, byte[] baseSecret) {
        decryption(sender).ratchet(baseSecret, nowNs.getAsLong());
        Arrays.fill(baseSecret, (byte) 0); // as a careful client does: nobody else may depend on the array
    }

    @Override
    public void receivePlain(boolean allowed) {
        if (!allowed && plainAlways) {
            plainUntilNs = nowNs.getAsLong() + GRACE_NS;
        }
        plainAlways = allowed;
        receiving.values().forEach(this::applyPlain);
    }

    @Override
    public void sendWith(byte[] baseSecret) {
        sending.ratchet(baseSecret);
        sending.passthrough(false);
        Arrays.fill(baseSecret, (byte) 0);
        silent = false;
    }

    @Override
    public void sendPlain() {
        sending.passthrough(true);
        silent = false;
    }

    @Override
    public void sendNothing() {
        silent = true;
    }

    @Override
    public void onEpoch(DaveEpoch next) {
        epoch = next;
    }

    @Override
    public void onRefused(int opcode, String why) {
        refused.add(opcode + ": " + why);
    }

    @Override
    public String toString() {
        return "our " + user;
    }
}
