package dev.acord.sim.gateway;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The main gateway's part: which credentials are good. */
final class TicketBook {
    private static final int RETIRED_KEPT = 4096;
    private static final int SESSION_BYTES = 16;
    private static final int TOKEN_BYTES = 8;

    private final RandomGenerator random;
    private final int capacity;
    private final Map<MemberKey, Ticket> current = new HashMap<>();
    private final Set<Long> guilds = new HashSet<>();
    private final Map<String, Boolean> retired = new RecentMap<>(RETIRED_KEPT);

    TicketBook(RandomGenerator random, int capacity) {
        this.random = random;
        this.capacity = capacity;
    }

    /** Makes new credentials; those that the user had in this guild are no longer good. */
    Ticket issue(long guildId, long channelId, long userId) {
        MemberKey key = new MemberKey(guildId, userId);
        retire(key);
        if (current.size() >= capacity) {
            throw new IllegalStateException(
                    "the server holds " + capacity + " members; raise the limit or let some leave");
        }
        Ticket ticket = new Ticket(guildId, channelId, userId, hex(SESSION_BYTES), hex(TOKEN_BYTES));
        current.put(key, ticket);
        guilds.add(guildId);
        return ticket;
    }

    @Nullable
    Ticket current(MemberKey key) {
        return current.get(key);
    }

    void retire(MemberKey key) {
        Ticket old = current.remove(key);
        if (old != null) {
            retired.put(old.sessionId, true);
        }
    }

    boolean isRetired(String sessionId) {
        return retired.containsKey(sessionId);
    }

    boolean knowsGuild(long guildId) {
        return guilds.contains(guildId);
    }

    Iterable<Ticket> all() {
        return current.values();
    }

    private String hex(int bytes) {
        StringBuilder text = new StringBuilder(2 * bytes);
        for (int i = 0; i < bytes; i++) {
            int value = random.nextInt(256);
            text.append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 15, 16));
        }
        return text.toString();
    }
}
