package dev.acord.bench;

/**
 * What one case measured.
 *
 * @param system which send path
 * @param connections how many connections
 * @param mode transport encryption
 * @param cpuUsPerPacket the sending process's user and system time, in microseconds, per packet that arrived
 * @param streamsPerCore how many streams of 50 packets a second that lets one core carry
 * @param delivered packets that arrived in the window
 * @param expected packets that should have
 * @param notInOrder packets that did not follow their connection's last one
 * @param errorP50Ms median difference of the interval between two packets from 20 ms
 * @param errorP99Ms its 99th percentile
 * @param errorP999Ms its 99.9th percentile
 * @param errorMaxMs the largest
 * @param allocatedPerPacket bytes that the sending threads allocated per packet
 * @param cipherAllocatedPerPacket of these, what the JDK's cipher allocates by itself; for this library's send path only, NaN for others
 * @param receiverCpuUsPerPacket the receiving process's time, which is in none of the other figures
 * @param remarks what happened besides
 */
record CaseResult(
        String system,
        int connections,
        String mode,
        double cpuUsPerPacket,
        double streamsPerCore,
        long delivered,
        long expected,
        long notInOrder,
        double errorP50Ms,
        double errorP99Ms,
        double errorP999Ms,
        double errorMaxMs,
        double allocatedPerPacket,
        double cipherAllocatedPerPacket,
        double receiverCpuUsPerPacket,
        String remarks) {
    private static final double US_PER_SECOND = 1e6;
    private static final double PACKETS_PER_SECOND = 50;

    static CaseResult of(ScaleCase which, SenderProcess.Result sender, ReceiverProcess.Result receiver) {
        double delivered = receiver.delivered();
        double cpuNs = sender.cpuNs() * (which.seconds() * 1e9 / sender.windowNs());
        double us = cpuNs / 1e3 / delivered;
        return new CaseResult(
                which.system(),
                which.connections(),
                which.mode().name(),
                us,
                US_PER_SECOND / (PACKETS_PER_SECOND * us),
                receiver.delivered(),
                which.expectedPackets(),
                receiver.notInOrder(),
                receiver.p50Ns() / 1e6,
                receiver.p99Ns() / 1e6,
                receiver.p999Ns() / 1e6,
                receiver.maxNs() / 1e6,
                sender.allocatedPerPacket(),
                sender.cipherAllocatedPerPacket(),
                receiver.cpuNs() / 1e3 / delivered,
                sender.remarks());
    }

    /** What is allocated besides the JDK's cipher's own garbage, in bytes per packet. */
    double ownAllocatedPerPacket() {
        return allocatedPerPacket - cipherAllocatedPerPacket;
    }
}
