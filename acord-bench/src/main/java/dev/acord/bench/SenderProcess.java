package dev.acord.bench;

import org.jspecify.annotations.Nullable;

/** The process that is measured: the connections of one system, in a JVM of their own. */
final class SenderProcess {
    private static final int PRIMING_PACKETS = 30_000;

    /** The first message: sockets are open, the code is warm. */
    record Ready(boolean ready) {}

    /**
     * The second message.
     *
     * @param cpuNs this process's user and system time in the window
     * @param windowNs how long the window was in which that was measured
     * @param sent packets sent in it
     * @param allocatedPerPacket bytes that the sending threads allocated for each
     * @param cipherAllocatedPerPacket of these, what the JDK's ciphers allocate by themselves; null where nobody asks
     * @param remarks what happened besides
     */
    record Result(
            long cpuNs,
            long windowNs,
            long sent,
            double allocatedPerPacket,
            @Nullable Double cipherAllocatedPerPacket,
            String remarks) {}

    private SenderProcess() {}

    /**
     * Runs the process.
     *
     * @param args as {@link LoadPlan} says
     */
    public static void main(String[] args) throws Exception {
        LoadPlan plan = new LoadPlan(args);
        ParentLink parent = ParentLink.open();
        boolean jda = plan.system().equals(ScaleCase.JDA);
        Load load = jda ? new JdaLoad(plan) : new AcordLoad(plan);
        load.prime(PRIMING_PACKETS);
        Double cipherAllocated = jda ? null : BareCipher.allocatedPerPacket(plan);
        parent.say(new Ready(true));
        Window window = parent.awaitWindow();
        load.start();
        parent.say(measure(load, window, cipherAllocated));
        System.exit(0);
    }

    private static Result measure(Load load, Window window, @Nullable Double cipherAllocated)
            throws InterruptedException {
        long startNs = window.startNs();
        long endNs = startNs + window.lengthNs();
        CpuMeter meter = new CpuMeter(load, startNs, endNs);
        meter.start();
        double allocated = load.allocatedPerPacket(startNs, endNs);
        meter.join();
        return new Result(
                meter.cpuNs,
                meter.windowNs,
                meter.sent,
                allocated,
                cipherAllocated,
                load.remarks().trim());
    }

    /** Reads processor time and packets at both ends of the window, and the time at which it really did. */
    private static final class CpuMeter extends Thread {
        private final Load load;
        private final long startNs;
        private final long endNs;
        long cpuNs;
        long windowNs;
        long sent;

        CpuMeter(Load load, long startNs, long endNs) {
            super("cpu-meter");
            this.load = load;
            this.startNs = startNs;
            this.endNs = endNs;
        }

        @Override
        public void run() {
            try {
                Window.sleepUntil(startNs);
                read(-1);
                Window.sleepUntil(endNs);
                read(1);
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this thread", e);
            }
        }

        private void read(int sign) {
            windowNs += sign * System.nanoTime();
            cpuNs += sign * Window.processCpuNs();
            sent += sign * load.packetsSent();
        }
    }
}
