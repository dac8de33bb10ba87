package dev.acord.jda;

import dev.acord.dave.DaveIdentity;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.dv8tion.jda.api.audio.dave.DaveProtocolCallbacks;
import net.dv8tion.jda.api.audio.dave.DaveSession;
import net.dv8tion.jda.internal.audio.AudioEncryption;
import net.dv8tion.jda.internal.audio.DaveCryptoAdapter;
import org.jspecify.annotations.Nullable;

/** A bot on JDA: calls a session the way JDA's websocket does, with its buffers, and sends and receives with its packet classes. */
final class JdaMember implements Member, DaveProtocolCallbacks {
    private final long user;
    private final TestGateway gateway;
    final DaveSession session;
    final List<CallEpoch> epochs = new ArrayList<>();
    private final Datagrams datagrams;

    JdaMember(TestGateway gateway, long user) {
        this(gateway, user, AudioEncryption.AEAD_AES256_GCM_RTPSIZE);
    }

    JdaMember(TestGateway gateway, long user, AudioEncryption mode) {
        this(gateway, user, mode, DaveIdentity.generate(), epoch -> {});
    }

    JdaMember(
            TestGateway gateway, long user, AudioEncryption mode, DaveIdentity identity, Consumer<CallEpoch> listener) {
        this.user = user;
        this.gateway = gateway;
        Consumer<CallEpoch> keeping = epochs::add;
        AcordDave factory = new AcordDave(identity, keeping.andThen(listener), gateway.random, () -> gateway.nowNs);
        this.session = factory.createDaveSession(this, user, gateway.channelId);
        this.datagrams = new Datagrams(new DaveCryptoAdapter(Datagrams.transport(mode), session, Datagrams.SSRC));
        session.initialize();
        session.assignSsrcToCodec(DaveSession.Codec.OPUS, Datagrams.SSRC);
    }

    @Override
    public long user() {
        return user;
    }

    @Override
    public void handleVersion(int version) {
        session.onSelectProtocolAck(version);
    }

    @Override
    public void handleUser(long other) {
        session.addUser(other);
    }

    @Override
    public void handleUserGone(long other) {
        session.removeUser(other);
    }

    @Override
    public void handlePrepareTransition(int id, int version) {
        session.onDaveProtocolPrepareTransition(id, version);
    }

    @Override
    public void handleExecuteTransition(int id) {
        session.onDaveProtocolExecuteTransition(id);
    }

    @Override
    public void handlePrepareEpoch(long epoch, int version) {
        session.onDaveProtocolPrepareEpoch(epoch, version);
    }

    /** As in JDA: a direct buffer, read up to the payload. */
    @Override
    public void handleBinary(byte[] message) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(message.length).put(message).flip();
        buffer.getShort();
        switch (buffer.get()) {
            case 25 -> session.onDaveProtocolMLSExternalSenderPackage(buffer);
            case 27 -> session.onMLSProposals(buffer);
            case 29 -> session.onMLSPrepareCommitTransition(buffer.getShort() & 0xFFFF, buffer);
            case 30 -> session.onMLSWelcome(buffer.getShort() & 0xFFFF, buffer);
            default -> throw new IllegalArgumentException("no such message");
        }
    }

    @Override
    public byte[] send(byte[] opus) {
        return datagrams.seal(opus);
    }

    @Override
    public byte @Nullable [] receive(long from, byte[] datagram) {
        return datagrams.open(from, datagram);
    }

    @Override
    public String privacyCode() {
        return epochs.get(epochs.size() - 1).epoch().privacyCode();
    }

    @Override
    public void sendMLSKeyPackage(ByteBuffer keyPackage) {
        gateway.handleKeyPackage(user, Datagrams.remaining(keyPackage));
    }

    @Override
    public void sendDaveProtocolReadyForTransition(int id) {
        gateway.handleReady(user, id);
    }

    @Override
    public void sendMLSCommitWelcome(ByteBuffer commitWelcome) {
        gateway.handleCommitWelcome(user, Datagrams.remaining(commitWelcome));
    }

    @Override
    public void sendMLSInvalidCommitWelcome(int id) {
        gateway.handleInvalid(user, id);
    }
}
