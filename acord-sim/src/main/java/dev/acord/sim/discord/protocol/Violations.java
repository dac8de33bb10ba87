package dev.acord.sim.discord.protocol;

import dev.acord.sim.ProtocolViolation;
import java.util.ArrayList;
import java.util.List;

/** What the bot did wrong, the first ones whole. */
public final class Violations {
    private static final int KEPT = 200;

    private final long botId;
    private final List<ProtocolViolation> kept = new ArrayList<>();
    private long total;

    Violations(long botId) {
        this.botId = botId;
    }

    /**
     * Adds one.
     *
     * @param rule the rule that was broken
     * @param detail what happened
     */
    public void add(BotRule rule, String detail) {
        total++;
        if (kept.size() < KEPT) {
            kept.add(new ProtocolViolation(botId, rule.ruleName(), detail));
        }
    }

    /**
     * The first violations.
     *
     * @return a snapshot
     */
    public List<ProtocolViolation> kept() {
        return List.copyOf(kept);
    }

    /**
     * How many there were.
     *
     * @return the number
     */
    public long total() {
        return total;
    }

    /** Forgets all. */
    public void clear() {
        kept.clear();
        total = 0;
    }
}
