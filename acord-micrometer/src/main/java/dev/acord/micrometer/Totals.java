package dev.acord.micrometer;

import dev.acord.voice.DropReason;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceState;
import dev.acord.voice.VoiceStats;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The figures of some connections together. Counts only rise: what a connection counted stays when it has closed, and a figure that begins
 * anew with each session is added up. Connections are held weakly. Thread safe.
 */
final class Totals {
    /** How old figures may be: a scrape reads dozens of meters, and asks each connection once. */
    private static final long FRESH_NS = 500_000_000L;

    private final List<Entry> entries = new ArrayList<>();
    private final long[] counts = new long[Figure.values().length];
    private final long[] drops = new long[DropReason.values().length];
    private final long[] states = new long[VoiceState.values().length];
    private boolean read;
    private long readNs;
    private long latencyNs;
    private long latenessP50Ns;
    private long latenessP99Ns;
    private long jitterNs;
    private double remoteLoss;

    private static final class Entry {
        final WeakReference<VoiceConnection> connection;
        final long[] counts = new long[Figure.values().length];
        final long[] drops = new long[DropReason.values().length];

        Entry(VoiceConnection connection) {
            this.connection = new WeakReference<>(connection);
        }
    }

    /** Adds a connection; false when it is there already. */
    synchronized boolean add(VoiceConnection connection) {
        for (Entry entry : entries) {
            if (entry.connection.get() == connection) {
                return false;
            }
        }
        entries.add(new Entry(connection));
        read = false;
        return true;
    }

    /** Takes the last figures of a connection, and forgets it. Returns whether none is left. */
    synchronized boolean remove(VoiceConnection connection) {
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            VoiceConnection held = entry.connection.get();
            if (held == connection) {
                count(entry, connection.stats());
                all.remove();
                read = false;
            } else if (held == null) {
                all.remove();
            }
        }
        return entries.isEmpty();
    }

    synchronized int size() {
        return entries.size();
    }

    synchronized double count(Figure figure) {
        refresh();
        return counts[figure.ordinal()];
    }

    synchronized double dropped(DropReason reason) {
        refresh();
        return drops[reason.ordinal()];
    }

    synchronized double in(VoiceState state) {
        refresh();
        return states[state.ordinal()];
    }

    synchronized double latencyNs() {
        refresh();
        return latencyNs;
    }

    synchronized double latenessNs(boolean p99) {
        refresh();
        return p99 ? latenessP99Ns : latenessP50Ns;
    }

    synchronized double jitterNs() {
        refresh();
        return jitterNs;
    }

    synchronized double remoteLoss() {
        refresh();
        return remoteLoss;
    }

    private void refresh() {
        long nowNs = System.nanoTime();
        if (read && nowNs - readNs < FRESH_NS) {
            return;
        }
        Arrays.fill(states, 0);
        latencyNs = 0;
        latenessP50Ns = 0;
        latenessP99Ns = 0;
        jitterNs = 0;
        remoteLoss = 0;
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            VoiceConnection connection = entry.connection.get();
            if (connection == null) {
                all.remove(); // nobody closed it; what it counted until the last look stays
            } else {
                measure(count(entry, connection.stats()));
            }
        }
        read = true;
        readNs = System.nanoTime();
    }

    private VoiceStats count(Entry entry, VoiceStats stats) {
        for (Figure figure : Figure.values()) {
            int i = figure.ordinal();
            counts[i] += risen(entry.counts, i, figure.of.applyAsLong(stats));
        }
        for (DropReason reason : DropReason.values()) {
            int i = reason.ordinal();
            drops[i] += risen(entry.drops, i, stats.drops().getOrDefault(reason, 0L));
        }
        return stats;
    }

    private static long risen(long[] before, int i, long now) {
        long risen = now >= before[i] ? now - before[i] : now; // lower: it began anew with another session
        before[i] = now;
        return risen;
    }

    private void measure(VoiceStats stats) {
        states[stats.state().ordinal()]++;
        latencyNs = Math.max(latencyNs, stats.latencyNs());
        latenessP50Ns = Math.max(latenessP50Ns, stats.sendLatenessP50Ns());
        latenessP99Ns = Math.max(latenessP99Ns, stats.sendLatenessP99Ns());
        jitterNs = Math.max(jitterNs, stats.jitterNs());
        remoteLoss = Math.max(remoteLoss, stats.remoteFractionLost());
    }
}
