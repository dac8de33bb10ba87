package dev.acord.sim.server;

import dev.acord.sim.Rule;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which member has which network, and what a member with a bad one is not to blame for. Not thread safe. */
final class NetworkSettings {
    /** What a bad network can make of a client that keeps all rules. */
    private static final Set<Rule> EXCUSED = EnumSet.of(
            Rule.RTP_VERSION, // a flipped bit
            Rule.RTP_TIMESTAMP_CLOCK,
            Rule.FASTER_THAN_REAL_TIME, // what a stall held back comes at once
            Rule.PAUSE_WITHOUT_SILENCE,
            Rule.SPEAKING_BEFORE_AUDIO,
            Rule.SPEAKING_NOT_CLEARED,
            Rule.SELECT_PROTOCOL_ADDRESS,
            Rule.KEEPALIVE_MISSING,
            Rule.HEARTBEAT_LATE,
            Rule.HEARTBEAT_SEQ_ACK,
            Rule.NO_CLOSE_FRAME,
            Rule.DAVE_FRAME_NOT_ENCRYPTED);

    private static final long GRACE_NS = 30_000_000_000L;

    private final Map<Long, NetworkSetting> own = new HashMap<>();
    private final Map<Long, Long> healedNs = new HashMap<>();
    private @Nullable NetworkSetting usual;
    private long usualHealedNs = Long.MIN_VALUE;

    void all(NetworkSetting setting) {
        if (usual != null && setting.isPerfect()) {
            usualHealedNs = setting.sinceNs();
        }
        usual = setting.isPerfect() ? null : setting;
        own.clear();
    }

    void one(long userId, NetworkSetting setting) {
        if (setting.isPerfect()) {
            healedNs.put(userId, setting.sinceNs());
        }
        if (usual == null && setting.isPerfect()) {
            own.remove(userId);
        } else {
            own.put(userId, setting); // also a perfect one, where the others' is not
        }
    }

    /** What has been set for a user, or for all; null for nothing. */
    @Nullable
    NetworkSetting of(long userId) {
        NetworkSetting special = own.get(userId);
        return special == null ? usual : special;
    }

    /** Forgets what was nothing but a partition, and is over. */
    void prune(long nowNs) {
        NetworkSetting all = usual;
        if (all != null && all.isOver(nowNs)) {
            usual = null;
            usualHealedNs = nowNs;
        }
        for (Map.Entry<Long, NetworkSetting> entry : List.copyOf(own.entrySet())) {
            if (entry.getValue().isOver(nowNs)) {
                one(entry.getKey(), NetworkSetting.none(nowNs));
            }
        }
    }

    boolean isEmpty() {
        return usual == null && own.isEmpty();
    }

    boolean excuses(long userId, Rule rule, long nowNs) {
        if (!EXCUSED.contains(rule)) {
            return false;
        }
        NetworkSetting setting = of(userId);
        long healed = Math.max(usualHealedNs, healedNs.getOrDefault(userId, Long.MIN_VALUE));
        boolean bad = setting != null && !setting.isPerfect();
        return bad || (healed != Long.MIN_VALUE && nowNs - healed < GRACE_NS);
    }
}
