package dev.acord.sim;

import dev.acord.sim.gateway.DavePeer;
import dev.acord.sim.gateway.DaveService;
import dev.acord.sim.gateway.Fields;
import java.util.ArrayList;
import java.util.List;

/** Shows what the gateway tells a delivery service, and sends whatever a test wants. */
final class FakeDave implements DaveService {
    final List<String> heard = new ArrayList<>();
    private final List<DavePeer> peers = new ArrayList<>();

    /** Sends every member a binary message. */
    void send(VoiceServer server, int opcode) {
        int count = server.core().locked(() -> {
            peers.forEach(peer -> peer.sendBinary(opcode, new byte[] {1, 2}));
            return peers.size();
        });
        if (count == 0) {
            throw new IllegalStateException("nobody is there");
        }
    }

    @Override
    public int versionFor(DavePeer peer) {
        return Math.min(1, peer.maxDaveVersion());
    }

    @Override
    public void joined(DavePeer peer, long nowNs) {
        heard.add("joined " + peer.userId());
        peers.add(peer);
    }

    @Override
    public void described(DavePeer peer, long nowNs) {
        heard.add("described " + peer.userId());
        peer.sendBinary(25, new byte[] {4});
    }

    @Override
    public void left(DavePeer peer, long nowNs) {
        heard.add("left " + peer.userId());
        peers.remove(peer);
    }

    @Override
    public boolean handleJson(DavePeer peer, int opcode, Fields data, long nowNs) {
        heard.add("json " + opcode + " " + data.object());
        return true;
    }

    @Override
    public boolean handleBinary(DavePeer peer, int opcode, byte[] payload, long nowNs) {
        heard.add("binary " + opcode + " of " + payload.length);
        return true;
    }

    @Override
    public void tick(long nowNs) {}
}
