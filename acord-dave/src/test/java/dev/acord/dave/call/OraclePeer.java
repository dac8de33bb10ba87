package dev.acord.dave.call;

import dev.acord.dave.Oracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A session of another implementation; what all of them have in common. */
abstract class OraclePeer implements DavePeer {
    static final HexFormat HEX = HexFormat.of();

    final Uplink uplink;
    final TreeSet<Long> others = new TreeSet<>();
    /** The versions of transitions that are prepared. */
    final Map<Integer, Integer> transitions = new HashMap<>();

    private final Oracle oracle;
    private final String name;
    private final long user;
    private final String channel;

    OraclePeer(Oracle oracle, String name, long channel, long user, Uplink uplink) {
        this.oracle = oracle;
        this.name = name;
        this.user = user;
        this.channel = Long.toUnsignedString(channel);
        this.uplink = uplink;
        ask("create", "version", 1, "user", Long.toUnsignedString(user), "channel", this.channel);
    }

    final String ask(String question, Object... fields) {
        Object[] all = Arrays.copyOf(fields, fields.length + 2);
        all[fields.length] = "session";
        all[fields.length + 1] = name;
        return oracle.ask(question, all);
    }

    static String list(Collection<Long> users) {
        return users.stream().map(Long::toUnsignedString).collect(Collectors.joining(","));
    }

    /** Everybody who may be in the group. */
    final String recognized() {
        return list(Stream.concat(Stream.of(user), others.stream()).toList());
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
    public void userConnected(long other) {
        others.add(other);
    }

    @Override
    public void userDisconnected(long other) {
        others.remove(other);
    }

    /** Begins anew and sends a key package. */
    final void reinit(int version) {
        ask("reinit", "version", version, "user", Long.toUnsignedString(user), "channel", channel);
        uplink.keyPackage(this, HEX.parseHex(ask("keyPackage")));
    }

    @Override
    public void externalSender(byte[] payload) {
        ask("externalSender", "sender", payload);
    }

    @Override
    public void proposals(byte[] payload) {
        byte[] list = Arrays.copyOfRange(payload, 1, payload.length);
        String commit = ask("proposals", "operation", (int) payload[0], "proposals", list, "users", recognized());
        if (!commit.isEmpty()) {
            uplink.commitWelcome(this, HEX.parseHex(commit));
        }
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

    /** Lets the implementation decrypt. */
    final List<byte @Nullable []> decrypt(List<Frame> frames) {
        List<byte @Nullable []> media = new ArrayList<>();
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
}
