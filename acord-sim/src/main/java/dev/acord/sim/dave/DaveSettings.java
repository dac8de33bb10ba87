package dev.acord.sim.dave;

/**
 * How the delivery service behaves.
 *
 * @param maxVersion the highest DAVE version, 0 or 1; 0 switches it off
 * @param transitionTimeoutNs how long a transition waits for members that are not ready, in nanoseconds
 * @param proposalDelayNs how long proposals are held back for others to come along, in nanoseconds; 0 for not at all
 * @param raceWindowNs how long commits of an epoch are collected, of which the last one wins, in nanoseconds; with 0 the first one does
 */
public record DaveSettings(int maxVersion, long transitionTimeoutNs, long proposalDelayNs, long raceWindowNs) {}
