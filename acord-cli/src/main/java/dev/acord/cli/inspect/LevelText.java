package dev.acord.cli.inspect;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.acord.audio.meter.AudioLevels;
import java.util.Locale;
import java.util.OptionalDouble;

/** Levels for people, and for scripts. */
final class LevelText {
    private LevelText() {}

    static void rows(StringBuilder text, Measurement measured) {
        AudioLevels levels = measured.levels();
        String stopped = measured.stopped();
        if (stopped != null) {
            InspectionText.row(
                    text, "measured", "only the first " + InspectionText.clock(levels.frames()) + ": " + stopped);
        }
        InspectionText.row(text, "loudness", loudness(levels));
        levels.maxMomentaryLufs()
                .ifPresent(loudest -> InspectionText.row(
                        text,
                        "loudest",
                        decibels(loudest) + " LUFS in 400 ms" + also(levels.maxShortTermLufs(), " LUFS in 3 s")));
        InspectionText.row(
                text,
                "peak",
                decibels(levels.truePeakDbtp()) + " dBTP true, " + decibels(levels.samplePeakDbfs()) + " dBFS sample");
        InspectionText.row(text, "RMS", decibels(levels.rmsDbfs()) + " dBFS");
        InspectionText.row(
                text,
                "DC offset",
                percent(levels.leftDcOffset()) + " left, " + percent(levels.rightDcOffset()) + " right");
        InspectionText.row(text, "clipping", clipping(levels));
        InspectionText.row(text, "silence", silence(levels));
    }

    /** One line below a picture's title, with real minus signs. */
    static String summary(AudioLevels levels) {
        String text = InspectionText.clock(levels.frames()) + ", " + loudness(levels) + ", peak "
                + decibels(levels.truePeakDbtp()) + " dBTP, RMS " + decibels(levels.rmsDbfs()) + " dBFS";
        return text.replace('-', '\u2212');
    }

    static JsonObject json(Measurement measured) {
        AudioLevels levels = measured.levels();
        JsonObject json = new JsonObject();
        json.addProperty("reader", measured.reader());
        json.addProperty("frames", levels.frames());
        json.addProperty("stopped", measured.stopped());
        number(json, "integratedLufs", levels.integratedLufs());
        number(json, "rangeLu", levels.rangeLu());
        number(json, "maxMomentaryLufs", levels.maxMomentaryLufs());
        number(json, "maxShortTermLufs", levels.maxShortTermLufs());
        number(json, "truePeakDbtp", OptionalDouble.of(levels.truePeakDbtp()));
        number(json, "samplePeakDbfs", OptionalDouble.of(levels.samplePeakDbfs()));
        number(json, "rmsDbfs", OptionalDouble.of(levels.rmsDbfs()));
        JsonArray offsets = new JsonArray();
        offsets.add(Math.round(levels.leftDcOffset() * 1e6) / 1e6);
        offsets.add(Math.round(levels.rightDcOffset() * 1e6) / 1e6);
        json.add("dcOffset", offsets);
        json.addProperty("fullScaleSamples", levels.fullScaleSamples());
        json.addProperty("clippedSamples", levels.clippedSamples());
        json.addProperty("silentMs", levels.silentFrames() / 48);
        json.addProperty("leadingSilenceMs", levels.leadingSilentFrames() / 48);
        json.addProperty("trailingSilenceMs", levels.trailingSilentFrames() / 48);
        return json;
    }

    /** Two decimals; null for what there is none of, such as the level of digital silence. */
    private static void number(JsonObject json, String name, OptionalDouble value) {
        boolean finite = value.isPresent() && Double.isFinite(value.getAsDouble());
        json.addProperty(name, finite ? Math.round(value.getAsDouble() * 100) / 100.0 : null);
    }

    private static String loudness(AudioLevels levels) {
        OptionalDouble integrated = levels.integratedLufs();
        if (integrated.isEmpty()) {
            return levels.maxMomentaryLufs().isEmpty() ? "too short for LUFS" : "below -70 LUFS";
        }
        return decibels(integrated.getAsDouble()) + " LUFS" + also(levels.rangeLu(), " LU range");
    }

    private static String clipping(AudioLevels levels) {
        if (levels.fullScaleSamples() == 0) {
            return "none";
        }
        return InspectionText.count(levels.clippedSamples(), "sample") + " cut off, " + levels.fullScaleSamples()
                + " at full scale";
    }

    private static String silence(AudioLevels levels) {
        if (levels.silentFrames() == 0) {
            return "none";
        }
        StringBuilder text = new StringBuilder(InspectionText.clock(levels.silentFrames()))
                .append(String.format(Locale.ROOT, ", %.1f %%", 100.0 * levels.silentFrames() / levels.frames()));
        if (levels.silentFrames() < levels.frames()) {
            text.append("; ")
                    .append(InspectionText.clock(levels.leadingSilentFrames()))
                    .append(" at the beginning, ")
                    .append(InspectionText.clock(levels.trailingSilentFrames()))
                    .append(" at the end");
        }
        return text.toString();
    }

    private static String also(OptionalDouble value, String unit) {
        return value.isPresent() ? ", " + decibels(value.getAsDouble()) + unit : "";
    }

    /** One decimal. Rounded to a whole number of tenths first, so that there is no minus before a zero. */
    private static String decibels(double value) {
        if (value == Double.NEGATIVE_INFINITY) {
            return "-inf";
        }
        return String.format(Locale.ROOT, "%.1f", Math.round(value * 10) / 10.0);
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.2f %%", Math.round(part * 10_000) / 100.0);
    }
}
