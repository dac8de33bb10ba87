package dev.acord.voice;

import dev.acord.voice.io.CallMedia;
import dev.acord.voice.io.ConnectionDriver;
import dev.acord.voice.io.LatenessHistogram;
import dev.acord.voice.rtp.RemoteReception;
import dev.acord.voice.rtp.SourceStatistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gathers a connection's figures from where they are counted. */
final class StatsReader {
    private static final long WAIT_MS = 200;

    private StatsReader() {}

    static VoiceStats read(ConnectionDriver driver, EventDispatcher events) {
        CallMedia media = driver.media();
        long lost = 0;
        double jitterSamples = 0;
        for (SourceStatistics source : receptionStatistics(driver)) {
            lost += Math.max(0, source.lost());
            jitterSamples = Math.max(jitterSamples, (double) source.jitterSamples());
        }
        Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
        media.drops().snapshot().forEach((reason, count) -> drops.merge(reason, count, Long::sum));
        media.sendDrops().snapshot().forEach((reason, count) -> drops.merge(reason, count, Long::sum));
        drops.values().removeIf(count -> count == 0);
        RemoteReception.Summary remote = media.reception().latest();
        boolean fresh = remote.isFresh(driver.environment().nowNs());
        long[] lateness = media.lateness().counts();
        return new VoiceStats(
                driver.state(),
                media.packetsSent(),
                media.bytesSent(),
                media.starvedFrames(),
                media.received(),
                lost,
                Math.round(jitterSamples * 1e9 / 48_000),
                remote.reports(),
                fresh ? remote.fractionLost() : 0,
                fresh ? Math.round(remote.jitterSamples() * 1e9 / 48_000) : 0,
                driver.latencyNs(),
                LatenessHistogram.percentileNs(lateness, 0.5),
                LatenessHistogram.percentileNs(lateness, 0.99),
                drops,
                driver.ignored(),
                events.dropped(),
                events.log().reconnects(),
                events.log().resumes(),
                events.log().transitions());
    }

    private static List<SourceStatistics> receptionStatistics(ConnectionDriver driver) {
        try {
            return driver.statistics().get(WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading the statistics failed; this is a bug of the library", e);
        }
    }
}
