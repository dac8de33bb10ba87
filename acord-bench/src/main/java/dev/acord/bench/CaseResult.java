package dev.acord.bench;

import org.jspecify.annotations.Nullable;

/**
 * What one case measured.
 *
 * @param system which send path
 * @param connections how many connections
 * @param threads sending threads
 * @param mode transport encryption
 * @param dave whether each frame was encrypted end to end as well
 * @param cpuUsPerPacket the sending process's user and system time, in microseconds, per packet that arrived
 * @param streamsPerCore how many streams of 50 packets a second that lets one core carry
 * @param delivered packets sent in the window, less those lost
 * @param expected packets that should have been
 * @param lost packets sent that did not arrive
 * @param errorP50Ms median difference of the interval between two packets from 20 ms
 * @param errorP99Ms its 99th percentile
 * @param errorP999Ms its 99.9th percentile
 * @param errorMaxMs the largest
 * @param allocatedPerPacket bytes that the sending threads allocated per packet
 * @param cipherAllocatedPerPacket of these, what the JDK's ciphers allocate by themselves; for this library's send path only, null for others
 * @param receiverCpuUsPerPacket the receiving process's time, which is in none of the other figures
 * @param remarks what happened besides
 */
record CaseResult(
        String system,
        int connections,
        int threads,
        String mode,
        boolean dave,
        double cpuUsPerPacket,
        double streamsPerCore,
        long delivered,
        long expected,
        long lost,
        double errorP50Ms,
        double errorP99Ms,
        double errorP999Ms,
        double errorMaxMs,
        double allocatedPerPacket,
        @Nullable Double cipherAllocatedPerPacket,
        double receiverCpuUsPerPacket,
        String remarks) {
    private static final double US_PER_SECOND = 1e6;
    private static final double PACKETS_PER_SECOND = 50;

    static CaseResult of(ScaleCase which, SenderProcess.Result sender, ReceiverProcess.Result receiver) {
        // both counted in the sender and over the same time, so that a receiver that falls behind blurs neither
        double perWindow = which.seconds() * 1e9 / sender.windowNs();
        double arrived = (double) receiver.delivered() / Math.max(1, receiver.delivered() + receiver.lost());
        double delivered = sender.sent() * perWindow * arrived;
        double us = sender.cpuNs() * perWindow / 1e3 / delivered;
        return new CaseResult(
                which.system(),
                which.connections(),
                which.threads(),
                which.mode().name(),
                which.dave(),
                us,
                US_PER_SECOND / (PACKETS_PER_SECOND * us),
                Math.round(delivered),
                which.expectedPackets(),
                receiver.lost(),
                receiver.p50Ns() / 1e6,
                receiver.p99Ns() / 1e6,
                receiver.p999Ns() / 1e6,
                receiver.maxNs() / 1e6,
                sender.allocatedPerPacket(),
                sender.cipherAllocatedPerPacket(),
                receiver.cpuNs() / 1e3 / receiver.delivered(),
                sender.remarks());
    }

    /** The encryption of its packets, as it is told to people. */
    String encryption() {
        return mode + (dave ? ", DAVE" : "");
    }

    /** What is allocated besides the JDK's ciphers' own garbage, in bytes per packet; NaN where that is not known. */
    double ownAllocatedPerPacket() {
        return cipherAllocatedPerPacket == null ? Double.NaN : allocatedPerPacket - cipherAllocatedPerPacket;
    }
}
