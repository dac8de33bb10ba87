package dev.acord.sim.virtual;

import dev.acord.voice.io.DatagramPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** A UDP socket of a node, connected to the server. */
final class VirtualPort implements DatagramPort {
    private final VirtualNode node;
    private final InetSocketAddress remote;
    private final DatagramPath up;
    private final DatagramPath down;
    private @Nullable Handler handler;
    private InetSocketAddress visible;
    private boolean open = true;

    VirtualPort(VirtualNode node, InetSocketAddress remote) {
        this.node = node;
        this.remote = remote;
        this.visible = node.network().register(this, node.path());
        this.up = node.path().datagrams(this::arriveAtServer);
        this.down = node.path().datagrams(arrived -> node.later(() -> deliver(arrived), 0));
    }

    private void arriveAtServer(byte[] datagram) {
        node.network().server().handleDatagram(datagram, visible);
    }

    /** The address that the server sees. */
    InetSocketAddress visible() {
        return visible;
    }

    /** A router on the way forgets the mapping: from now on another address is seen, and what is sent to the old one is lost. */
    void rebind() {
        node.network().unregister(visible);
        visible = node.network().register(this, node.path());
    }

    @Override
    public void receive(Handler newHandler) {
        handler = newHandler;
    }

    @Override
    public int write(ByteBuffer datagram) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        node.audit().accept(datagram);
        byte[] copy = new byte[datagram.remaining()];
        datagram.get(copy);
        if (remote.equals(node.network().server().udpAddress())) {
            up.send(copy);
        }
        return copy.length;
    }

    /** The server has sent a datagram. */
    void fromServer(byte[] datagram) {
        down.send(datagram);
    }

    private void deliver(byte[] datagram) {
        Handler to = handler;
        if (open && to != null) {
            to.handleDatagram(datagram, 0, datagram.length, node.nowNs());
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            node.network().unregister(visible);
            node.path().end(up);
            node.path().end(down);
            node.gone(this);
        }
    }
}
