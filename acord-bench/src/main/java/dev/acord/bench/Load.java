package dev.acord.bench;

/** Many connections that send one packet per 20 ms each. Driven by one thread: prime, start, read, stop. */
interface Load {
    /** Runs the code of one packet this many times, as fast as it goes, so that the compiler has seen it before anything is measured. */
    void prime(int packets) throws Exception;

    /** Starts all connections; their packets are spread over the 20 ms grid. */
    void start() throws Exception;

    /** Packets sent so far by all connections. */
    long packetsSent();

    /**
     * What the sending threads allocated per packet in the window.
     *
     * @return bytes; negative when nothing was sent
     */
    double allocatedPerPacket(long windowStartNs, long windowEndNs) throws InterruptedException;

    /** What is worth telling about the run, such as time that was skipped; empty when there is nothing. */
    String remarks();
}
