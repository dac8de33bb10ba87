package dev.acord.voice.io;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** A non-blocking UDP socket of the operating system, received from by a {@link UdpLoop}. */
public final class UdpPort implements DatagramPort {
    private static final int RECEIVE_BUFFER_BYTES = 512 * 1024;
    /** Expedited forwarding (RFC 3246) as an IP traffic class; networks that know it keep voice apart from bulk traffic. */
    private static final int TRAFFIC_CLASS = 46 << 2;

    private final DatagramChannel channel;
    private final UdpLoop loop;

    private UdpPort(DatagramChannel channel, UdpLoop loop) {
        this.channel = channel;
        this.loop = loop;
    }

    /**
     * Opens a socket that is connected to a voice server.
     *
     * @param loop the thread that receives
     * @throws IOException when there is no such address, or no socket to be had
     */
    public static UdpPort open(InetSocketAddress remote, UdpLoop loop) throws IOException {
        // a socket of both families takes a detour with every packet to an IPv4 address
        DatagramChannel channel = remote.getAddress() instanceof Inet4Address
                ? DatagramChannel.open(StandardProtocolFamily.INET)
                : DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.IP_TOS, TRAFFIC_CLASS);
            channel.connect(remote);
            return new UdpPort(channel, loop);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void receive(Handler handler) {
        loop.register(channel, handler);
    }

    @Override
    public int write(ByteBuffer datagram) throws IOException {
        return channel.write(datagram);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
