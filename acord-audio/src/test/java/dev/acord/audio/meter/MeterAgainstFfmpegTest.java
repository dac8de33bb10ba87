package dev.acord.audio.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.ogg.MediaTools;
import dev.acord.audio.pcm.WavWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same signals, measured by the filters of ffmpeg: ebur128, astats, silencedetect. */
class MeterAgainstFfmpegTest {
    @TempDir
    Path folder;

    /** Long enough that it does not matter for the range whether a quantile is taken one block earlier or later. */
    static Stream<Arguments> signals() {
        return Stream.of(
                Arguments.of("a tone", new Signal().tone(-18, 6)),
                Arguments.of("swelling noise", new Signal().swellingNoise(5, 40, 7)),
                Arguments.of("a sweep", new Signal().sweep(20, 20_000, 0.5, 60).faded(480)),
                Arguments.of("clipped music", new Signal().clipped(6, 10)),
                Arguments.of(
                        "speech-like bursts and rests",
                        new Signal()
                                .silence(0.73)
                                .swellingNoise(7, 6, 0.6)
                                .silence(2.2)
                                .tone(-40, 5.5)
                                .swellingNoise(8, 9, 0.9)
                                .silence(4)),
                Arguments.of(
                        "levels on both sides of the gates",
                        new Signal()
                                .tone(-72, 20)
                                .tone(-36, 24)
                                .tone(-23, 22.34)
                                .tone(-39, 15)
                                .tone(-50, 18)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("signals")
    void loudnessAgreesAllTheWayWithinATenthOfALoudnessUnit(String name, Signal signal) throws Exception {
        short[] pcm = signal.pcm();
        List<Reading> readings = ebur128(pcm);
        LoudnessMeter meter = new LoudnessMeter();
        int compared = 0;
        for (int i = 0; i < readings.size(); i++) {
            if ((i + 1) * 4_800 > pcm.length / 2) {
                break; // ffmpeg may show what it knew before once more for the rest
            }
            meter.add(pcm, 2 * i * 4_800, 4_800);
            Reading theirs = readings.get(i);
            String at = name + " at " + (i + 1) * 100 + " ms";
            // below the absolute gate both only say how empty it is
            if (i >= 3 && theirs.momentary > -70) {
                assertEquals(theirs.momentary, meter.momentaryLufs().orElseThrow(), 0.1, at);
                compared++;
            }
            if (i >= 29 && theirs.shortTerm > -70) {
                assertEquals(theirs.shortTerm, meter.shortTermLufs().orElseThrow(), 0.1, at);
            }
            if (theirs.integrated > -70) {
                assertEquals(theirs.integrated, meter.integratedLufs().orElseThrow(), 0.1, at);
            }
        }
        assertTrue(compared > 20, "only " + compared + " readings of ffmpeg");
        Reading last = readings.get(readings.size() - 1);
        assertEquals(last.range, meter.rangeLu().orElseThrow(), 0.1, name);
        double theirPeak = 20 * Math.log10(last.truePeak);
        assertEquals(theirPeak, meter.truePeakDbtp(), 0.1, name);
    }

    @Test
    void samplesAreCountedAlike() throws Exception {
        Signal signal = new Signal().clipped(9, 3).constant(-2_000, 1_000, 20_000);
        String said = analysed(signal.pcm(), "aformat=dblp,astats=measure_overall=none");
        LevelMeter meter = signal.levels();
        List<Double> offsets = all(said, "DC offset: ([-\\d.]+)");
        assertEquals(offsets.get(0), meter.leftDcOffset(), 0.000_002);
        assertEquals(offsets.get(1), meter.rightDcOffset(), 0.000_002);
        List<Double> rms = all(said, "RMS level dB: ([-\\d.]+)");
        double mean = 10 * Math.log10((Math.pow(10, rms.get(0) / 10) + Math.pow(10, rms.get(1) / 10)) / 2);
        assertEquals(mean, meter.rmsDbfs(), 0.0001);
        assertEquals(all(said, "Peak level dB: ([-\\d.]+)").get(0), meter.samplePeakDbfs(), 0.0001);
        // they count those at the highest and at the lowest sample, which in this signal are the ends of the range
        List<Double> peaks = all(said, "Peak count: (\\d+)");
        assertEquals(peaks.get(0) + peaks.get(1), (double) meter.fullScaleSamples());
    }

    @Test
    void silenceIsFoundAlike() throws Exception {
        Signal signal = new Signal()
                .silence(0.5)
                .tone(-20, 1)
                .silence(0.09)
                .tone(-20, 1)
                .constant(30, -30, 7_000)
                .tone(-30, 0.5)
                .silence(1);
        String said = analysed(signal.pcm(), "silencedetect=noise=-60dB:duration=0.1");
        double seconds = all(said, "silence_duration: ([\\d.]+)").stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        LevelMeter meter = signal.levels();
        // a sine begins and ends with samples near 0, which belong to the silence beside it
        assertEquals(seconds, meter.silentFrames() / 48_000.0, 0.0002);
        assertEquals(all(said, "silence_end: ([\\d.]+)").get(0), meter.leadingSilentFrames() / 48_000.0, 0.0001);
    }

    private record Reading(double momentary, double shortTerm, double integrated, double range, double truePeak) {}

    /** One reading for each 100 ms. */
    private List<Reading> ebur128(short[] pcm) throws Exception {
        String said = MediaTools.run(
                "ffmpeg",
                "-v",
                "error",
                "-i",
                wav(pcm).toString(),
                "-af",
                "ebur128=metadata=1:peak=true,ametadata=print:file=-",
                "-f",
                "null",
                "-");
        List<Double> momentary = all(said, "r128\\.M=([-\\w.]+)");
        List<Double> shortTerm = all(said, "r128\\.S=([-\\w.]+)");
        List<Double> integrated = all(said, "r128\\.I=([-\\w.]+)");
        List<Double> range = all(said, "r128\\.LRA=([-\\w.]+)");
        List<Double> peak = all(said, "r128\\.true_peak=([-\\w.]+)");
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < momentary.size(); i++) {
            readings.add(new Reading(momentary.get(i), shortTerm.get(i), integrated.get(i), range.get(i), peak.get(i)));
        }
        return readings;
    }

    private String analysed(short[] pcm, String filter) throws Exception {
        return MediaTools.run(
                "ffmpeg", "-hide_banner", "-nostats", "-i", wav(pcm).toString(), "-af", filter, "-f", "null", "-");
    }

    private Path wav(short[] pcm) throws Exception {
        Path file = folder.resolve("signal.wav");
        try (WavWriter writer = new WavWriter(file, 48_000, 2)) {
            writer.write(pcm, 0, pcm.length / 2);
        }
        return file;
    }

    private static List<Double> all(String text, String pattern) {
        List<Double> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1).equals("nan") ? Double.NaN : Double.parseDouble(matcher.group(1)));
        }
        return found;
    }
}
