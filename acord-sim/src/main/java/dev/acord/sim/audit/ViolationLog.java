package dev.acord.sim.audit;

import dev.acord.sim.ProtocolViolation;
import dev.acord.sim.Rule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The violations that were seen: the first ones whole, all of them counted. Not thread safe. */
public final class ViolationLog {
    private final int capacity;
    private final List<ProtocolViolation> kept = new ArrayList<>();
    private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);
    private long total;
    private Excuse excuse = (userId, rule) -> false;

    /** Says for which breaches a client is not to blame. */
    @FunctionalInterface
    public interface Excuse {
        /**
         * Whether a breach is not counted.
         *
         * @param userId the client, or 0 when it had not identified
         * @param rule the rule
         * @return whether it is not counted
         */
        boolean excuses(long userId, Rule rule);
    }

    /**
     * Creates an empty log.
     *
     * @param capacity how many violations are kept whole
     */
    public ViolationLog(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Looks from now on whether a client is to blame before its breach is noted.
     *
     * @param newExcuse what is asked
     */
    public void excuse(Excuse newExcuse) {
        excuse = newExcuse;
    }

    /**
     * Notes a violation, unless the client is excused.
     *
     * @param userId the client, or 0 when it had not identified
     * @param rule the rule
     * @param detail what happened, for a person to read
     */
    public void add(long userId, Rule rule, String detail) {
        if (excuse.excuses(userId, rule)) {
            return;
        }
        total++;
        counts.merge(rule, 1L, Long::sum);
        if (kept.size() < capacity) {
            kept.add(new ProtocolViolation(userId, rule.ruleName(), detail));
        }
    }

    /**
     * The violations that were kept, in the order in which they were seen.
     *
     * @return a copy
     */
    public List<ProtocolViolation> kept() {
        return List.copyOf(kept);
    }

    /**
     * All violations since the start or the last {@link #clear()}, also those that were not kept.
     *
     * @return the number
     */
    public long total() {
        return total;
    }

    /**
     * The violations of one rule, also those that were not kept.
     *
     * @param rule the rule
     * @return the number
     */
    public long count(Rule rule) {
        return counts.getOrDefault(rule, 0L);
    }

    /** Forgets everything. */
    public void clear() {
        kept.clear();
        counts.clear();
        total = 0;
    }
}
