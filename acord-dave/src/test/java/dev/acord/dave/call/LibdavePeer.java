package dev.acord.dave.call;

import dev.acord.dave.Oracle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session of libdave with its encryptor and decryptors, used as the sample client beside its source uses it. */
final class LibdavePeer extends OraclePeer {
    private int version;
    /** The version of the transition that was prepared last: what users who come are received with. */
    private int prepared;

    /**
     * How often it could not follow for want of a key that it does not need: to decrypt a path it takes the first node above itself in a resolution,
     * even if that node has it as an unmerged leaf, which comes later and is the one whose key it has.
     */
    int missedKeys;

    LibdavePeer(Oracle libdave, String name, long channel, long user, Uplink uplink) {
        super(libdave, name, channel, user, uplink);
    }

    @Override
    public void userConnected(long other) {
        super.userConnected(other);
        ask("receive", "users", Long.toUnsignedString(other), "version", prepared);
    }

    @Override
    public void userDisconnected(long other) {
        super.userDisconnected(other);
        ask("receiveNoMore", "user", Long.toUnsignedString(other));
    }

    @Override
    public void sessionDescription(int newVersion) {
        version = newVersion;
        if (version == 0) {
            prepareReceivers(0);
            ask("send", "version", 0);
        } else {
            reinit(version);
        }
    }

    @Override
    public void prepareEpoch(long epoch, int newVersion) {
        if (epoch == 1) {
            version = newVersion;
            reinit(version);
        }
    }

    @Override
    public void prepareTransition(int id, int newVersion) {
        prepareReceivers(newVersion);
        if (id == 0) {
            ask("send", "version", newVersion);
        } else {
            transitions.put(id, newVersion);
            uplink.ready(this, id);
        }
    }

    private void prepareReceivers(int newVersion) {
        prepared = newVersion;
        ask("receive", "users", list(others), "version", newVersion);
    }

    @Override
    public void executeTransition(int id) {
        Integer next = transitions.remove(id);
        if (next != null) {
            if (next == 0) {
                ask("reset");
            }
            ask("send", "version", next);
        }
    }

    @Override
    public void announceCommit(int id, byte[] commit) {
        try {
            if (ask("commit", "commit", commit).equals("entered")) {
                prepareTransition(id, version);
            }
        } catch (Oracle.Refusal e) {
            recover(id, e);
        }
    }

    @Override
    public void welcome(int id, byte[] welcome) {
        try {
            ask("welcome", "welcome", welcome, "users", recognized());
            prepareTransition(id, version);
        } catch (Oracle.Refusal e) {
            recover(id, e);
        }
    }

    private void recover(int id, Oracle.Refusal why) {
        if (String.valueOf(why.getMessage()).contains("Failed to process MLS commit: bad_optional_access")) {
            missedKeys++;
        }

        uplink.invalid(this, id);
        reinit(version);
    }

    @Override
    public byte @Nullable [] send(byte[] media) {
        String sent = ask("encrypt", "frame", media);
        return sent.equals("!") ? null : HEX.parseHex(sent);
    }

    @Override
    public List<byte @Nullable []> receive(List<Frame> frames) {
        return decrypt(frames);
    }

    @Override
    public String toString() {
        return "libdave " + Long.toUnsignedString(user());
    }
}
