package dev.acord.audio.inspect;

import dev.acord.audio.opus.OpusFault;
import dev.acord.audio.opus.OpusPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Collects what an inspection finds; lists have limits, counts have not. */
final class InspectionReport {

    private static final int MAX_ENTRIES = 1_000;

    AudioContainer container = AudioContainer.UNKNOWN;
    String codec = "unknown";
    int channels;
    int sampleRateHz;
    Optional<Duration> duration = Optional.empty();
    int parts = 1;
    long packets;
    int preSkipSamples;
    Optional<String> encoder = Optional.empty();
    private long bitrateBps;
    private long audioBytes;
    private long audioSamples;
    private final TreeMap<Integer, Long> packetSamples = new TreeMap<>();
    private final List<String> tags = new ArrayList<>();
    private final List<AudioGap> gaps = new ArrayList<>();
    private final List<AudioProblem> problems = new ArrayList<>();
    private long gapCount;
    private long problemCount;

    void problem(long offset, String description) {
        problemCount++;
        if (problems.size() < MAX_ENTRIES) {
            problems.add(new AudioProblem(offset, description));
        }
    }

    void gap(long offset, Duration at, Duration length) {
        gapCount++;
        if (gaps.size() < MAX_ENTRIES) {
            gaps.add(new AudioGap(offset, at, length));
        }
    }

    void tags(List<String> more) {
        tags.addAll(more.subList(0, Math.min(more.size(), MAX_ENTRIES - tags.size())));
    }

    /** Counts an Opus packet; gives its samples, or 0 if it is malformed, which is noted as a problem. */
    int opusPacket(byte[] packet, int offset, int length, long fileOffset) {
        packets++;
        audioBytes += length;
        OpusFault fault = OpusPacket.check(packet, offset, length);
        if (fault != OpusFault.NONE) {
            problem(fileOffset, "Opus packet " + packets + ": " + fault.description());
            return 0;
        }
        int samples = OpusPacket.samples(packet, offset, length);
        audioSamples += samples;
        packetSamples.merge(samples, 1L, Long::sum);
        return samples;
    }

    /** Counts a packet of another codec. */
    void otherPacket(long bytes) {
        packets++;
        audioBytes += bytes;
    }

    void bitrateBps(long bitrate) {
        bitrateBps = bitrate;
    }

    AudioInspection finish(long fileBytes) {
        long samples = audioSamples;
        if (samples == 0 && duration.isPresent()) {
            samples = samples(duration.get());
        }
        long bitrate = bitrateBps > 0 || samples <= 0 ? bitrateBps : Math.round(audioBytes * 8.0 * 48_000 / samples);
        return new AudioInspection(
                container,
                codec,
                channels,
                sampleRateHz,
                duration,
                fileBytes,
                parts,
                packets,
                Collections.unmodifiableSortedMap(packetSamples),
                bitrate,
                preSkipSamples,
                encoder,
                List.copyOf(tags),
                List.copyOf(gaps),
                gapCount,
                List.copyOf(problems),
                problemCount);
    }

    static Duration time(long samples, long rateHz) {
        return Duration.ofSeconds(
                Math.floorDiv(samples, rateHz), Math.floorMod(samples, rateHz) * 1_000_000_000L / rateHz);
    }

    private static long samples(Duration duration) {
        return duration.getSeconds() * 48_000 + duration.getNano() * 48L / 1_000_000;
    }
}
