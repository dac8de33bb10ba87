package dev.acord.sim.network;

/**
 * A fault, when and to whom.
 *
 * @param atNs the time at which it strikes, in nanoseconds of the plan's clock
 * @param fault what happens
 * @param member the member's index from 0, or {@link #ALL}
 */
public record ScheduledFault(long atNs, Fault fault, int member) {
    /** The member of a fault that strikes all. */
    public static final int ALL = -1;
}
