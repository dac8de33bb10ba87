package dev.acord.cli.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.acord.sim.MemberState;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.VoiceRuntime;
import dev.acord.voice.VoiceStats;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call on the embedded server over real sockets, for as long as wanted: members talk in turns, the last one comes and goes. One thread
 * does all of it, in steps of {@link #STEP_MS}.
 */
final class Soak {
    static final long FIRST_USER = 100;
    private static final long STEP_MS = 100;
    private static final long TURN_MS = 2_000;
    private static final long VISIT_MS = 3_000;
    private static final long FAULT_MS = 5_000;
    private static final long SAMPLE_MS = 60_000;
    private static final int SAMPLES = 5;
    private static final int KEPT_PACKETS = 500;
    private static final int KEPT_VIOLATIONS = 100;
    private static final int SHOWN_BREACHES = 5;
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(30);

    private final int members;
    private final boolean faults;
    private final long lengthMs;
    private final CountDownLatch end;
    private final Consumer<SoakSample> progress;
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<SoakMember> present = new ArrayList<>();
    private final Map<Long, DriftMeter> drifts = new HashMap<>();
    private final List<SoakSample> samples = new ArrayList<>();
    private @Nullable SoakMember visitor;
    private long connects;
    /** What the visits that are over sent, received and lost. */
    private long goneSent;

    private long goneReceived;
    private long goneLost;

    /**
     * Makes a run that has not begun.
     *
     * @param end ends it early when it is 0
     * @param progress is told of each sample
     */
    Soak(int members, boolean faults, long lengthMs, CountDownLatch end, Consumer<SoakSample> progress) {
        this.members = members;
        this.faults = faults;
        this.lengthMs = lengthMs;
        this.end = end;
        this.progress = progress;
    }

    /** Runs to the end; returns the samples, oldest first. */
    List<SoakSample> run() throws InterruptedException {
        VoiceServer server = VoiceServer.builder()
                .keep(KEPT_PACKETS, KEPT_VIOLATIONS)
                .build()
                .start();
        try (server;
                VoiceRuntime runtime = VoiceRuntime.create("acord-soak", 1)) {
            for (int i = 0; i < members - 1; i++) {
                SoakMember member = new SoakMember(server, runtime, FIRST_USER + i);
                present.add(member);
                drifts.put(FIRST_USER + i, new DriftMeter());
                member.awaitReady(JOIN_LIMIT);
            }
            try {
                steps(server, runtime);
            } finally {
                leave();
            }
        }
        return samples;
    }

    private void steps(VoiceServer server, VoiceRuntime runtime) throws InterruptedException {
        long startNs = System.nanoTime();
        long everyMs = Math.min(SAMPLE_MS, Math.max(STEP_MS, lengthMs / SAMPLES));
        long nextSampleMs = everyMs;
        long turn = -1;
        long visit = -1;
        long fault = 0;
        while (true) {
            boolean over = end.await(STEP_MS, TimeUnit.MILLISECONDS);
            long elapsedMs = (System.nanoTime() - startNs) / 1_000_000;
            if (elapsedMs / TURN_MS != turn) {
                turn = elapsedMs / TURN_MS;
                for (int i = 0; i < present.size(); i++) {
                    present.get(i).talk(i == turn % present.size());
                }
            }
            if (elapsedMs / VISIT_MS != visit) {
                visit = elapsedMs / VISIT_MS;
                comeOrGo(server, runtime);
            }
            if (faults && elapsedMs / FAULT_MS != fault) {
                fault = elapsedMs / FAULT_MS;
                disturb(server);
            }
            hear(server);
            over |= elapsedMs >= lengthMs;
            if (over || elapsedMs >= nextSampleMs) {
                nextSampleMs += everyMs;
                SoakSample sample = sample(server, elapsedMs);
                samples.add(sample);
                progress.accept(sample);
            }
            if (over) {
                return;
            }
        }
    }

    private void comeOrGo(VoiceServer server, VoiceRuntime runtime) throws InterruptedException {
        SoakMember leaving = visitor;
        if (leaving == null) {
            SoakMember coming = new SoakMember(server, runtime, FIRST_USER + members - 1);
            connects++;
            coming.talk(true);
            visitor = coming;
        } else {
            visitor = null;
            gone(leaving);
        }
    }

    private void gone(SoakMember leaving) throws InterruptedException {
        leaving.listen();
        VoiceStats stats = leaving.stats();
        goneSent += stats.packetsSent();
        goneReceived += stats.packetsReceived();
        goneLost += stats.packetsLost();
        leaving.leave();
        leaving.close();
    }

    /** Something that happens to calls, and that they must survive without a breach of the protocol. */
    private void disturb(VoiceServer server) {
        long user = FIRST_USER + random.nextInt(members - 1);
        if (server.members().stream().noneMatch(each -> each.userId() == user && each.state() == MemberState.READY)) {
            return; // it has not got over the last one
        }
        switch (random.nextInt(3)) {
            case 0 -> server.killSocket(user);
            case 1 -> server.rotateKey(user);
            default -> server.requestHeartbeat(user);
        }
    }

    private void hear(VoiceServer server) throws InterruptedException {
        for (SoakMember member : present) {
            member.listen();
        }
        SoakMember guest = visitor;
        if (guest != null) {
            guest.listen();
        }
        drifts.forEach((user, drift) -> drift.add(server.received(user)));
    }

    private SoakSample sample(VoiceServer server, long elapsedMs) {
        long sent = goneSent;
        long received = goneReceived;
        long lost = goneLost;
        List<SoakMember> all = new ArrayList<>(present);
        SoakMember guest = visitor;
        if (guest != null) {
            all.add(guest);
        }
        for (SoakMember member : all) {
            VoiceStats stats = member.stats();
            sent += stats.packetsSent();
            received += stats.packetsReceived();
            lost += stats.packetsLost();
        }
        Map<Long, Double> driftMs = new HashMap<>();
        drifts.forEach((user, drift) -> driftMs.put(user, drift.driftMs()));
        return new SoakSample(
                elapsedMs,
                heapBytes(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                openFiles(),
                connects,
                sent,
                received,
                lost,
                driftMs,
                server.violationCount(),
                server.violations().stream()
                        .limit(SHOWN_BREACHES)
                        .map(each ->
                                each.rule() + " by user " + Long.toUnsignedString(each.userId()) + ": " + each.detail())
                        .toList());
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : -1;
    }

    private void leave() throws InterruptedException {
        SoakMember guest = visitor;
        if (guest != null) {
            present.add(guest);
        }
        for (SoakMember member : present) {
            member.leave().orTimeout(JOIN_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
            member.close();
        }
    }
}
