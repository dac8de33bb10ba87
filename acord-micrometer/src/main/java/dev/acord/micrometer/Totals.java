package dev.acord.micrometer;

import dev.acord.voice.DropReason;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceState;
import dev.acord.voice.VoiceStats;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The figures of some connections together. Counts only rise: what a connection counted stays when it has closed, and a figure that begins
 * anew with each session is added up. Connections are held weakly. Thread safe.
 */
final class Totals {
    /** How old figures may be: a scrape reads dozens of meters, and asks each connection once. */
    private static final long FRESH_NS = 500_000_000L;

    private final List<Entry> entries = new ArrayList<>();
    private final Map<Figure, Long> counts = new EnumMap<>(Figure.class);
    private final Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
    private final Map<VoiceState, Long> states = new EnumMap<>(VoiceState.class);
    private boolean read;
    private long readNs;
    private long latencyNs;
    private long latenessP50Ns;
    private long latenessP99Ns;
    private long jitterNs;
    private double remoteLoss;

    private static final class Entry {
        final WeakReference<VoiceConnection> connection;
        final Map<Figure, Long> counts = new EnumMap<>(Figure.class);
        final Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);

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
        return counts.getOrDefault(figure, 0L);
    }

    synchronized double dropped(DropReason reason) {
        refresh();
        return drops.getOrDefault(reason, 0L);
    }

    synchronized double in(VoiceState state) {
        refresh();
        return states.getOrDefault(state, 0L);
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
        states.clear();
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
            counts.merge(figure, risen(entry.counts, figure, figure.of.applyAsLong(stats)), Long::sum);
        }
        for (DropReason reason : DropReason.values()) {
            drops.merge(reason, risen(entry.drops, reason, stats.drops().getOrDefault(reason, 0L)), Long::sum);
        }
        return stats;
    }

    private static <K> long risen(Map<K, Long> last, K key, long now) {
        Long before = last.put(key, now);
        return before == null || now < before ? now : now - before; // lower: it began anew with another session
    }

    private void measure(VoiceStats stats) {
        states.merge(stats.state(), 1L, Long::sum);
        latencyNs = Math.max(latencyNs, stats.latencyNs());
        latenessP50Ns = Math.max(latenessP50Ns, stats.sendLatenessP50Ns());
        latenessP99Ns = Math.max(latenessP99Ns, stats.sendLatenessP99Ns());
        jitterNs = Math.max(jitterNs, stats.jitterNs());
        remoteLoss = Math.max(remoteLoss, stats.remoteFractionLost());
    }
}
