package dev.acord.dave.call;

import dev.acord.dave.Oracle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session of davey, used as its published clients use it. */
final class DaveyPeer extends OraclePeer {
    private int version;
    /** The version of the last transition that was executed: others still send plain frames until an upgrade is. */
    private int executed = 1;

    DaveyPeer(Oracle davey, String name, long channel, long user, Uplink uplink) {
        super(davey, name, channel, user, uplink);
    }

    @Override
    public void sessionDescription(int newVersion) {
        version = newVersion;
        executed = newVersion;
        restart();
    }

    private void restart() {
        if (version == 0) {
            ask("reset");
            ask("passthrough", "on", "true");
            return;
        }
        reinit(version);
    }

    @Override
    public void prepareTransition(int id, int newVersion) {
        if (newVersion == 0) {
            ask("passthrough", "on", "true");
        }
        prepare(id, newVersion);
    }

    private void prepare(int id, int newVersion) {
        transitions.put(id, newVersion);
        if (id == 0) {
            executeTransition(id);
        } else {
            uplink.ready(this, id);
        }
    }

    @Override
    public void executeTransition(int id) {
        Integer prepared = transitions.remove(id);
        if (prepared == null) {
            return;
        }
        int old = executed;
        version = prepared;
        executed = prepared;
        if (version == 0) {
            restart();
        } else if (old == 0) {
            ask("passthrough", "on", "false");
        }
    }

    @Override
    public void prepareEpoch(long epoch, int newVersion) {
        if (epoch == 1) {
            version = newVersion;
            restart();
        }
    }

    @Override
    public void announceCommit(int id, byte[] commit) {
        enter(id, "commit", commit);
    }

    @Override
    public void welcome(int id, byte[] welcome) {
        enter(id, "welcome", welcome);
    }

    private void enter(int id, String kind, byte[] message) {
        try {
            ask(kind, kind, message);
        } catch (Oracle.Refusal e) {
            uplink.invalid(this, id);
            restart();
            return;
        }
        if (executed == 0) {
            ask("passthrough", "on", "true");
        }
        prepare(id, version);
    }

    @Override
    public byte @Nullable [] send(byte[] media) {
        if (version == 0 || epoch() < 0) {
            return media;
        }
        return HEX.parseHex(ask("encrypt", "frame", media));
    }

    @Override
    public List<byte @Nullable []> receive(List<Frame> frames) {
        if (epoch() >= 0) {
            return decrypt(frames);
        }
        List<byte @Nullable []> media = new ArrayList<>();
        frames.forEach(frame -> media.add(HEX.parseHex(frame.sent())));
        return media;
    }

    @Override
    public String toString() {
        return "davey " + Long.toUnsignedString(user());
    }
}
