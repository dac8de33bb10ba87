package dev.acord.audio.ffmpeg;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What ffprobe says about a file or URL.
 *
 * @param formatName the container's name in ffmpeg, such as {@code mp3} or {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param duration how long it is; empty when ffprobe does not know, as with a live stream
 * @param streams what it holds, in the order of the file
 * @param tags title, artist and so on, with their names in lower case
 */
public record FfmpegProbe(
        String formatName, Optional<Duration> duration, List<FfmpegStream> streams, Map<String, String> tags) {

    private static final int MAX_STREAMS = 1_000;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,12})?");
    private static final String TAGS = "format.tags.";

    /**
     * Copies the lists.
     *
     * @param formatName the container's name in ffmpeg
     * @param duration how long it is
     * @param streams what it holds
     * @param tags title, artist and so on
     */
    public FfmpegProbe {
        streams = List.copyOf(streams);
        tags = Map.copyOf(tags);
    }

    /**
     * Asks about a file.
     *
     * @param file the file; its name may be anything
     * @param options which program, what it is told about the input, and how long it may take ({@link FfmpegOptions#readDeadline()})
     * @return the answer
     * @throws FfmpegException when ffprobe is not there, cannot read the file or takes too long
     * @throws InterruptedIOException when the thread is interrupted while it waits; it stays interrupted
     */
    public static FfmpegProbe of(Path file, FfmpegOptions options) throws IOException {
        return of(FfmpegSource.safe(file), file.toString(), options);
    }

    /**
     * Asks about what ffmpeg itself can open.
     *
     * @param uri a URL or the name of a file, as for {@link FfmpegSource#open(String, FfmpegOptions)}
     * @param options which program, what it is told about the input, and how long it may take ({@link FfmpegOptions#readDeadline()})
     * @return the answer
     * @throws FfmpegException when ffprobe is not there, cannot read the input or takes too long
     * @throws InterruptedIOException when the thread is interrupted while it waits; it stays interrupted
     */
    public static FfmpegProbe of(String uri, FfmpegOptions options) throws IOException {
        return of(FfmpegSource.safe(uri), uri, options);
    }

    static FfmpegProbe of(String input, String name, FfmpegOptions options) throws IOException {
        Path program = FfmpegExecutable.findProbe(options.executable())
                .orElseThrow(() -> new FfmpegException(
                        "ffprobe was not found beside ffmpeg or in PATH; it is part of every usual package of ffmpeg",
                        null));
        List<String> command = new ArrayList<>(List.of(program.toString(), "-hide_banner", "-v", "error"));
        command.addAll(List.of("-of", "flat", "-show_format", "-show_streams"));
        command.addAll(options.inputSide(input));
        return parse(FfprobeRun.of(command, name, options.readDeadline()));
    }

    /** Reads ffprobe's flat form: a line for each value, {@code key=value}, with strings in quotes. */
    static FfmpegProbe parse(String flat) {
        Map<String, String> values = new TreeMap<>();
        Map<String, String> tags = new TreeMap<>();
        for (String line : flat.split("\\R")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                String key = line.substring(0, equals);
                String value = unquoted(line.substring(equals + 1));
                values.put(key, value);
                if (key.startsWith(TAGS)) {
                    tags.put(key.substring(TAGS.length()).toLowerCase(Locale.ROOT), value);
                }
            }
        }
        List<FfmpegStream> streams = new ArrayList<>();
        for (int i = 0; i < MAX_STREAMS; i++) {
            String prefix = "streams.stream." + i + ".";
            String type = values.get(prefix + "codec_type");
            if (type == null) {
                break;
            }
            streams.add(new FfmpegStream(
                    type,
                    values.getOrDefault(prefix + "codec_name", "unknown"),
                    whole(values.get(prefix + "sample_rate")),
                    whole(values.get(prefix + "channels")),
                    seconds(values.get(prefix + "duration"))));
        }
        return new FfmpegProbe(
                values.getOrDefault("format.format_name", "unknown"),
                seconds(values.get("format.duration")),
                streams,
                tags);
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || value.charAt(0) != '"' || value.charAt(value.length() - 1) != '"') {
            return value;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < value.length() - 1; i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length() - 1) {
                i++;
                c = value.charAt(i) == 'n' ? '\n' : value.charAt(i) == 'r' ? '\r' : value.charAt(i);
            }
            text.append(c);
        }
        return text.toString();
    }

    /** Seconds with a fraction; anything else, such as "N/A", means that ffprobe does not know. */
    private static Optional<Duration> seconds(@Nullable String value) {
        if (value == null || !SECONDS.matcher(value).matches()) {
            return Optional.empty();
        }
        BigDecimal ns = new BigDecimal(value).movePointRight(9).setScale(0, RoundingMode.HALF_UP);
        return Optional.of(Duration.ofNanos(ns.longValueExact()));
    }

    private static OptionalInt whole(@Nullable String value) {
        try {
            return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value));
        } catch (NumberFormatException e) {
            return OptionalInt.empty(); // "N/A"
        }
    }
}
