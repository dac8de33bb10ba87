package dev.acord.sim.media;

/**
 * What the forwarding unit does beyond forwarding, and its limits.
 *
 * @param decorate whether forwarded packets get a header extension and padding, as those of the service have
 * @param paddingPackets whether packets that are all padding are put between the forwarded ones
 * @param silenceFrames whether the server makes silence frames of its own
 * @param keepPackets how many received packets of each member are kept for inspection
 * @param pauseToleranceNs by how much a timestamp may be off the real time after a pause, in nanoseconds
 * @param burstNs how much audio may come ahead of the real time, in nanoseconds
 * @param keepaliveLimitNs the longest time without a keepalive, in nanoseconds
 * @param reportIntervalNs how often each member that sends audio is told how it is received, in nanoseconds; 0 for never
 */
public record RelaySettings(
        boolean decorate,
        boolean paddingPackets,
        boolean silenceFrames,
        int keepPackets,
        long pauseToleranceNs,
        long burstNs,
        long keepaliveLimitNs,
        long reportIntervalNs) {}
