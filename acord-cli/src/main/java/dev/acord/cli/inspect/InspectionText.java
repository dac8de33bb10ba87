package dev.acord.cli.inspect;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.acord.audio.inspect.AudioContainer;
import dev.acord.audio.inspect.AudioGap;
import dev.acord.audio.inspect.AudioInspection;
import dev.acord.audio.inspect.AudioProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An inspection for people, and for scripts. */
final class InspectionText {
    private static final int MAX_LINES = 20;

    private InspectionText() {}

    /** Rows about the file, then about its levels, or why they are unknown; neither if nothing was measured. */
    static String table(Path file, AudioInspection found, @Nullable Measurement measured, @Nullable String unmeasured) {
        StringBuilder text = new StringBuilder();
        row(text, "file", file + " (" + found.fileBytes() + " bytes)");
        row(
                text,
                "container",
                name(found.container(), measured) + (found.parts() > 1 ? ", " + found.parts() + " parts" : ""));
        row(text, "codec", found.codec());
        row(text, "channels", found.channels() == 0 ? "unknown" : String.valueOf(found.channels()));
        row(text, "sample rate", found.sampleRateHz() == 0 ? "unknown" : found.sampleRateHz() + " Hz");
        row(text, "duration", found.duration().map(InspectionText::clock).orElse("unknown"));
        row(text, "bitrate", found.bitrateBps() == 0 ? "unknown" : kilobits(found.bitrateBps()));
        if (found.packets() > 0) {
            row(text, "packets", found.packets() + packetSizes(found));
        }
        if (found.preSkipSamples() > 0) {
            row(text, "pre-skip", found.preSkipSamples() + " samples");
        }
        found.encoder().ifPresent(encoder -> row(text, "encoder", printable(encoder)));
        if (measured != null) {
            LevelText.rows(text, measured);
        } else if (unmeasured != null) {
            row(text, "levels", "unknown: " + printable(unmeasured));
        }
        lines(
                text,
                "tag",
                found.tags().stream().map(InspectionText::printable).toList(),
                found.tags().size());
        lines(text, "gap", found.gaps().stream().map(InspectionText::gap).toList(), found.gapCount());
        lines(
                text,
                "problem",
                found.problems().stream().map(InspectionText::problem).toList(),
                found.problemCount());
        return text.toString();
    }

    static String json(Path file, AudioInspection found, @Nullable Measurement measured, @Nullable String unmeasured) {
        JsonObject json = new JsonObject();
        json.addProperty("file", file.toString());
        json.addProperty("bytes", found.fileBytes());
        json.addProperty("container", found.container().name().toLowerCase(Locale.ROOT));
        json.addProperty("codec", found.codec());
        json.addProperty("channels", found.channels());
        json.addProperty("sampleRateHz", found.sampleRateHz());
        json.addProperty("durationMs", found.duration().map(Duration::toMillis).orElse(null));
        json.addProperty("parts", found.parts());
        json.addProperty("packets", found.packets());
        JsonObject sizes = new JsonObject();
        found.packetSamples().forEach((samples, count) -> sizes.addProperty(String.valueOf(samples), count));
        json.add("packetSamples", sizes);
        json.addProperty("bitrateBps", found.bitrateBps());
        json.addProperty("preSkipSamples", found.preSkipSamples());
        json.addProperty("encoder", found.encoder().orElse(null));
        JsonArray tags = new JsonArray();
        found.tags().forEach(tags::add);
        json.add("tags", tags);
        json.addProperty("gapCount", found.gapCount());
        JsonArray gaps = new JsonArray();
        for (AudioGap gap : found.gaps()) {
            JsonObject each = new JsonObject();
            each.addProperty("offset", gap.offset());
            each.addProperty("atMs", gap.at().toMillis());
            each.addProperty("lengthMs", gap.length().toMillis());
            gaps.add(each);
        }
        json.add("gaps", gaps);
        json.addProperty("problemCount", found.problemCount());
        JsonArray problems = new JsonArray();
        for (AudioProblem problem : found.problems()) {
            JsonObject each = new JsonObject();
            each.addProperty("offset", problem.offset());
            each.addProperty("description", problem.description());
            problems.add(each);
        }
        json.add("problems", problems);
        json.add("levels", measured == null ? JsonNull.INSTANCE : LevelText.json(measured));
        json.addProperty("levelsProblem", unmeasured);
        return new GsonBuilder().disableHtmlEscaping().serializeNulls().create().toJson(json);
    }

    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String name(AudioContainer container, @Nullable Measurement measured) {
        return switch (container) {
            case OGG_OPUS, OGG -> "Ogg";
            case WEBM -> "WebM";
            case MATROSKA -> "Matroska";
            case WAV, AIFF, AU -> container.name();
            case UNKNOWN -> measured == null ? "unknown" : "another, read with " + measured.reader();
        };
    }

    private static String packetSizes(AudioInspection found) {
        List<String> sizes = new ArrayList<>();
        for (Map.Entry<Integer, Long> each : found.packetSamples().entrySet()) {
            String ms = String.format(Locale.ROOT, "%.1f", each.getKey() / 48.0).replace(".0", "");
            sizes.add((found.packetSamples().size() == 1 ? "" : each.getValue() + " of ") + ms + " ms");
        }
        return sizes.isEmpty() ? "" : " (" + String.join(", ", sizes) + ")";
    }

    private static String gap(AudioGap gap) {
        return "at " + clock(gap.at()) + (gap.length().isNegative() ? " back by " : " of ")
                + clock(gap.length().abs()) + ", byte " + gap.offset();
    }

    private static String problem(AudioProblem problem) {
        return "at byte " + problem.offset() + ": " + problem.description();
    }

    private static void lines(StringBuilder text, String name, List<String> lines, long count) {
        lines.stream().limit(MAX_LINES).forEach(line -> row(text, name, line));
        if (count > MAX_LINES) {
            row(text, name, "and " + (count - MAX_LINES) + " more");
        }
    }

    private static String kilobits(long bps) {
        return String.format(Locale.ROOT, "%.1f kbit/s", bps / 1000.0);
    }

    /** The time that sample frames at 48,000 Hz take. */
    static String clock(long frames) {
        return clock(Duration.ofMillis(Math.round(frames / 48.0)));
    }

    private static String clock(Duration time) {
        return String.format(Locale.ROOT, "%d:%02d.%03d", time.toMinutes(), time.toSecondsPart(), time.toMillisPart());
    }

    /** Text of a file, without what could steer a terminal. */
    static String printable(String text) {
        String shown = text.length() <= 200 ? text : text.substring(0, 200) + "...";
        return shown.replaceAll("\\p{Cntrl}", "?");
    }

    static void row(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-12s %s%n", name, value));
    }
}
