package dev.acord.bench;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import net.dv8tion.jda.api.audio.factory.IPacketProvider;
import net.dv8tion.jda.api.audio.hooks.ConnectionStatus;
import net.dv8tion.jda.api.entities.channel.middleman.AudioChannel;
import net.dv8tion.jda.internal.audio.AudioEncryption;
import net.dv8tion.jda.internal.audio.AudioPacket;
import net.dv8tion.jda.internal.audio.CryptoAdapter;
import net.dv8tion.jda.internal.utils.IOUtil;
import net.dv8tion.jda.internal.utils.ResizingByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One JDA connection's packets. Real are JDA's {@code AudioPacket}, {@code CryptoAdapter}, {@code ResizingByteBuffer} and
 * {@code IOUtil.replace}; glue is what calls them, in the order in which the provider inside JDA's {@code AudioConnection} does (that one
 * cannot be made without a whole JDA session): the source's heap buffer into a direct one, header and encryption into a second direct one,
 * that into a heap array, and a new {@link DatagramPacket} around it. JDA's DAVE layer is left out, which is in its favour.
 */
final class JdaPackets implements IPacketProvider {
    private static final int FRAME_SAMPLES = 960;
    private static final int BUFFER_BYTES = 2048;

    private final int ssrc;
    private final CryptoAdapter crypto;
    private final DatagramSocket socket;
    private final InetSocketAddress address;
    private final ByteBuffer opus;
    private final ByteBuffer datagram = ByteBuffer.allocate(BUFFER_BYTES);
    private final ResizingByteBuffer sealed = new ResizingByteBuffer(ByteBuffer.allocateDirect(BUFFER_BYTES));
    private ByteBuffer direct;
    private char sequence;
    private int timestamp;
    private volatile long sent;
    private volatile long threadId;

    JdaPackets(LoadPlan plan, int ssrc) throws SocketException {
        this.ssrc = ssrc;
        this.crypto = CryptoAdapter.getAdapter(encryption(plan.mode()), plan.key(ssrc));
        this.socket = new DatagramSocket();
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), plan.portOf(ssrc));
        this.opus = ByteBuffer.wrap(plan.payload());
        this.direct = ByteBuffer.allocateDirect(plan.payload().length);
    }

    private static AudioEncryption encryption(String mode) {
        return AudioEncryption.valueOf("AEAD_" + mode + "_RTPSIZE");
    }

    @Override
    public String getIdentifier() {
        return "bench-" + ssrc;
    }

    @Override
    public @Nullable AudioChannel getConnectedChannel() {
        return null; // the send system does not ask
    }

    @Override
    public DatagramSocket getUdpSocket() {
        return socket;
    }

    @Override
    public InetSocketAddress getSocketAddress() {
        return address;
    }

    @Override
    public ByteBuffer getNextPacketRaw(boolean changeTalking) {
        opus.clear();
        direct = IOUtil.replace(direct, opus);
        new AudioPacket(sequence, timestamp, ssrc, direct).asEncryptedPacket(crypto, sealed);
        sequence++;
        timestamp += FRAME_SAMPLES;
        return sealed.buffer();
    }

    @Override
    public DatagramPacket getNextPacket(boolean changeTalking) {
        if (threadId == 0) {
            threadId = Thread.currentThread().getId();
        }
        ByteBuffer heap = IOUtil.replace(datagram, getNextPacketRaw(changeTalking));
        sent = packetsSent() + 1; // the connection's thread is the only writer
        return new DatagramPacket(heap.array(), heap.arrayOffset() + heap.position(), heap.remaining(), address);
    }

    @Override
    public void onConnectionError(ConnectionStatus status) {
        throw new IllegalStateException("JDA reported " + status);
    }

    @Override
    public void onConnectionLost() {
        throw new IllegalStateException("JDA could not send");
    }

    long packetsSent() {
        return sent;
    }

    /** The thread that sends for this connection; 0 before its first packet. */
    long threadId() {
        return threadId;
    }
}
