package dev.acord.micrometer;

import dev.acord.voice.DropReason;
import dev.acord.voice.GuildVoice;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceRuntime;
import dev.acord.voice.VoiceState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Figures of voice connections as Micrometer meters, all of them named {@code acord.voice.*}; {@code docs/operations.md} has the list.
 *
 * <pre>{@code
 * AcordMetrics metrics = AcordMetrics.create();
 * metrics.bindTo(registry);
 * metrics.watch(VoiceRuntime.shared());
 * metrics.watch(guildVoice);          // or a connection; once each
 * }</pre>
 *
 * <p>Without tags for guilds, there is one set of meters for all connections, some fifty time series: counters are sums, gauges of latency and
 * jitter the worst of all. With them there is such a set for each guild, which a registry of many guilds may not bear; the set of a guild is
 * removed when its last connection closes.
 *
 * <p>A connection that is closed is forgotten; what it counted stays in the sums. Connections are held weakly, so that forgetting to close one
 * keeps nothing alive. Figures are read when a registry asks, at most twice a second. Thread safe.
 */
public final class AcordMetrics implements MeterBinder, AutoCloseable {
    private final boolean guildTags;
    private final List<MeterRegistry> registries = new ArrayList<>();
    private final Map<Tags, Group> groups = new HashMap<>();
    private final List<VoiceRuntime> runtimes = new ArrayList<>();
    private final List<Meter> runtimeMeters = new ArrayList<>();

    /** The connections that share tags, and their meters. */
    private static final class Group {
        final Totals totals = new Totals();
        final List<Meter> meters = new ArrayList<>();
    }

    private AcordMetrics(boolean guildTags) {
        this.guildTags = guildTags;
        if (!guildTags) {
            groups.put(Tags.empty(), new Group());
        }
    }

    /**
     * Makes a binder with one set of meters for all connections.
     *
     * @return a binder that watches nothing yet
     */
    public static AcordMetrics create() {
        return new AcordMetrics(false);
    }

    /**
     * Makes a binder with a set of meters for each guild, tagged {@code guild}.
     *
     * @return a binder that watches nothing yet
     */
    public static AcordMetrics createWithGuildTags() {
        return new AcordMetrics(true);
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        registries.add(registry);
        groups.forEach((tags, group) -> register(registry, tags, group));
        runtimes.forEach(runtime -> register(registry, runtime));
    }

    /**
     * Watches a connection until it closes.
     *
     * @param connection a connection; a second time changes nothing
     * @return this
     */
    public AcordMetrics watch(VoiceConnection connection) {
        Tags tags = guildTags ? Tags.of("guild", Long.toUnsignedString(connection.guildId())) : Tags.empty();
        synchronized (this) {
            Group group = groups.get(tags);
            if (group == null) {
                group = new Group();
                groups.put(tags, group);
                for (MeterRegistry registry : registries) {
                    register(registry, tags, group);
                }
            }
            if (!group.totals.add(connection)) {
                return this;
            }
        }
        connection.closed().whenComplete((reason, error) -> forget(connection, tags));
        return this;
    }

    /**
     * Watches all connections of a guild's voice, the present one and those that later joins make.
     *
     * @param voice a guild's voice
     * @return this
     */
    public AcordMetrics watch(GuildVoice voice) {
        voice.addListener(new VoiceListener() {
            @Override
            public void onState(VoiceConnection connection, VoiceState state) {
                if (state != VoiceState.CLOSED) {
                    watch(connection);
                }
            }
        });
        VoiceConnection present = voice.connection();
        return present == null ? this : watch(present);
    }

    /**
     * Watches the threads that send: how many connections they carry, and what time they could not catch up.
     *
     * @param runtime a runtime; held until {@link #close()}
     * @return this
     */
    public synchronized AcordMetrics watch(VoiceRuntime runtime) {
        if (!runtimes.contains(runtime)) {
            runtimes.add(runtime);
            if (runtimes.size() == 1) {
                registries.forEach(registry -> register(registry, runtime));
            }
        }
        return this;
    }

    private synchronized void forget(VoiceConnection connection, Tags tags) {
        Group group = groups.get(tags);
        if (group != null && group.totals.remove(connection) && guildTags) {
            groups.remove(tags);
            unregister(group.meters);
        }
    }

    /** Removes all meters from the registries, and watches nothing any more. */
    @Override
    public synchronized void close() {
        groups.values().forEach(group -> unregister(group.meters));
        groups.clear();
        unregister(runtimeMeters);
        runtimes.clear();
        registries.clear();
    }

    private void unregister(List<Meter> meters) {
        for (MeterRegistry registry : registries) {
            meters.forEach(registry::remove);
        }
        meters.clear();
    }

    private void register(MeterRegistry registry, VoiceRuntime first) {
        if (first != runtimes.get(0)) {
            return; // one set of meters for all runtimes
        }
        runtimeMeters.add(Gauge.builder("acord.voice.sending", this, AcordMetrics::sending)
                .description("Connections that are sending")
                .baseUnit("connections")
                .register(registry));
        runtimeMeters.add(FunctionCounter.builder("acord.voice.pacer.skipped", this, AcordMetrics::skippedMs)
                .description("Time in which sending threads could not run, and which was not caught up")
                .baseUnit("milliseconds")
                .register(registry));
    }

    private synchronized double sending() {
        return runtimes.stream().mapToInt(VoiceRuntime::sending).sum();
    }

    private synchronized double skippedMs() {
        return runtimes.stream().mapToLong(VoiceRuntime::skippedMs).sum();
    }

    private static void register(MeterRegistry registry, Tags tags, Group group) {
        Totals totals = group.totals;
        for (Figure figure : Figure.values()) {
            group.meters.add(FunctionCounter.builder(figure.meter, totals, all -> all.count(figure))
                    .description(figure.description)
                    .baseUnit(figure.unit)
                    .tags(tags)
                    .register(registry));
        }
        for (DropReason reason : DropReason.values()) {
            group.meters.add(FunctionCounter.builder("acord.voice.packets.dropped", totals, all -> all.dropped(reason))
                    .description("Packets and frames that were dropped")
                    .baseUnit("packets")
                    .tags(tags.and("reason", lower(reason)))
                    .register(registry));
        }
        for (VoiceState state : VoiceState.values()) {
            if (state != VoiceState.CLOSED) { // those are forgotten
                group.meters.add(Gauge.builder("acord.voice.connections", totals, all -> all.in(state))
                        .description("Connections by state")
                        .baseUnit("connections")
                        .tags(tags.and("state", lower(state)))
                        .register(registry));
            }
        }
        time(registry, tags, group, "acord.voice.heartbeat.latency", "Slowest heartbeat", Totals::latencyNs);
        time(registry, tags, group, "acord.voice.jitter", "Highest jitter of what others send", Totals::jitterNs);
        String late = "How late packets leave, on the connection where they leave latest";
        time(
                registry,
                tags.and("quantile", "0.5"),
                group,
                "acord.voice.send.lateness",
                late,
                all -> all.latenessNs(false));
        time(
                registry,
                tags.and("quantile", "0.99"),
                group,
                "acord.voice.send.lateness",
                late,
                all -> all.latenessNs(true));
        group.meters.add(Gauge.builder("acord.voice.remote.loss", totals, Totals::remoteLoss)
                .description("Highest fraction of our packets that a receiver reported lost, 0 to 1")
                .tags(tags)
                .register(registry));
    }

    private static void time(
            MeterRegistry registry,
            Tags tags,
            Group group,
            String name,
            String description,
            ToDoubleFunction<Totals> valueNs) {
        group.meters.add(TimeGauge.builder(name, group.totals, TimeUnit.NANOSECONDS, valueNs)
                .description(description)
                .tags(tags)
                .register(registry));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }
}
