package dev.acord.dave.call;

import dev.acord.dave.NodeOracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A session of davey, used as its published clients use it. */
final class DaveyPeer implements DavePeer {
    private static final HexFormat HEX = HexFormat.of();

    private final NodeOracle davey;
    private final String name;
    private final long user;
    private final String channel;
    private final Uplink uplink;
    private final TreeSet<Long> others = new TreeSet<>();
    private final Map<Integer, Integer> transitions = new HashMap<>();
    private int version;
    /** The version of the last transition that was executed: others still send plain frames until an upgrade is. */
    private int executed = 1;

    DaveyPeer(NodeOracle davey, String name, long channel, long user, Uplink uplink) {
        this.davey = davey;
        this.name = name;
        this.user = user;
        this.channel = Long.toUnsignedString(channel);
        this.uplink = uplink;
        ask("create", "version", 1, "user", Long.toUnsignedString(user), "channel", this.channel);
    }

    private String ask(String question, Object... fields) {
        Object[] all = Arrays.copyOf(fields, fields.length + 2);
        all[fields.length] = "session";
        all[fields.length + 1] = name;
        return davey.ask(question, all);
    }

    @Override
    public long user() {
        return user;
    }

    @Override
    public boolean hearsOthers() {
        return false; // its clients give up the session, and so their key package, when one of these fails
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
        ask("reinit", "version", version, "user", Long.toUnsignedString(user), "channel", channel);
        uplink.keyPackage(this, HEX.parseHex(ask("keyPackage")));
    }

    @Override
    public void userConnected(long other) {
        others.add(other);
    }

    @Override
    public void userDisconnected(long other) {
        others.remove(other);
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
    public void externalSender(byte[] payload) {
        ask("externalSender", "sender", payload);
    }

    @Override
    public void proposals(byte[] payload) {
        String users = Stream.concat(Stream.of(user), others.stream())
                .map(Long::toUnsignedString)
                .collect(Collectors.joining(","));
        byte[] list = Arrays.copyOfRange(payload, 1, payload.length);
        String commit = ask("proposals", "operation", (int) payload[0], "proposals", list, "users", users);
        if (!commit.isEmpty()) {
            uplink.commitWelcome(this, HEX.parseHex(commit));
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
        } catch (NodeOracle.Refusal e) {
            uplink.invalid(this, id);
            restart();
            return;
        }
        if (executed == 0) {
            ask("passthrough", "on", "true");
        }
        prepare(id, version);
    }

    private String[] state() {
        return ask("state").split("\\|", -1);
    }

    @Override
    public long epoch() {
        String epoch = state()[0];
        return epoch.isEmpty() ? -1 : Long.parseUnsignedLong(epoch);
    }

    @Override
    public String privacyCode() {
        return state()[1];
    }

    @Override
    public List<Long> members() {
        String members = state()[2];
        return members.isEmpty()
                ? List.of()
                : Arrays.stream(members.split(","))
                        .map(Long::parseUnsignedLong)
                        .sorted(Long::compareUnsigned)
                        .toList();
    }

    @Override
    public String verificationCode(long other) {
        return ask("verificationCode", "user", Long.toUnsignedString(other));
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
        List<byte @Nullable []> media = new ArrayList<>();
        if (epoch() < 0) {
            for (Frame frame : frames) {
                media.add(HEX.parseHex(frame.sent()));
            }
            return media;
        }
        String list = frames.stream()
                .map(frame -> Long.toUnsignedString(frame.sender()) + ":" + frame.sent())
                .collect(Collectors.joining(","));
        for (String answer : ask("decrypt", "frames", list).split(",", -1)) {
            media.add(answer.equals("!") ? null : HEX.parseHex(answer));
        }
        return media;
    }

    @Override
    public void close() {
        ask("forget");
    }

    @Override
    public String toString() {
        return "davey " + user;
    }
}
