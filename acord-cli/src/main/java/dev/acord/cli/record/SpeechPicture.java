package dev.acord.cli.record;

import dev.acord.cli.CommandFailure;
import dev.acord.cli.picture.Canvas;
import dev.acord.cli.picture.Canvas.Align;
import dev.acord.cli.picture.Frame;
import dev.acord.cli.picture.PictureSize;
import dev.acord.cli.picture.PngCanvas;
import dev.acord.cli.picture.SvgCanvas;
import dev.acord.cli.record.SpeechCues.Cue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Draws who spoke when: a row for each speaker, and bars in it where that user spoke. */
public final class SpeechPicture {
    /** Of bars. */
    static final int SPEECH = 0x1F5C99;

    private static final int ROW = 0xF3F3F3;
    private static final int WIDTH = 1_200;
    private static final int ROW_HEIGHT = 28;
    /** Of digits, in the widest of the usual fonts. */
    private static final double CHARACTER_WIDTH = 7.4;

    private static final int MAX_LABEL = 32;
    /** Bars that are less far apart look like one; a limit to what a long recording needs. */
    private static final double SEEN_GAP = 0.25;

    private final RecordedCall call;
    private final Map<String, List<Cue>> rows = new LinkedHashMap<>();

    private SpeechPicture(RecordedCall call) {
        this.call = call;
        call.tracks().forEach(track -> rows.put(track.user(), new ArrayList<>()));
        call.cues().forEach(cue -> rows.computeIfAbsent(cue.user(), user -> new ArrayList<>())
                .add(cue));
        rows.values().forEach(cues -> cues.sort(Comparator.comparingLong(Cue::fromMs)));
    }

    /**
     * What is wrong with a picture's name.
     *
     * @param file a name
     * @return what, and what to do; null if it is right
     */
    public static @Nullable String misnamed(Path file) {
        return isNamed(file, ".svg") || isNamed(file, ".png")
                ? null
                : "--picture makes .svg and .png files, not " + file;
    }

    private static boolean isNamed(Path file, String ending) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /**
     * Fails now rather than after a long recording, if that can be foreseen.
     *
     * @param file where the picture will be
     * @throws CommandFailure when it cannot be written there, or the machine has no fonts
     */
    public static void prepare(Path file) throws CommandFailure {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new CommandFailure(file + " is a folder; name a file for the picture");
        }
        if (folder != null && !Files.isDirectory(folder)) {
            throw new CommandFailure(folder + ": there is no such folder for the picture");
        }
        if (isNamed(file, ".png")) {
            PngCanvas.requireFonts();
        }
    }

    /**
     * Draws a recording.
     *
     * @param call the recording
     * @param file where to; its ending says which format
     * @throws IOException when it cannot be written
     */
    public static void write(RecordedCall call, Path file) throws IOException {
        SpeechPicture picture = new SpeechPicture(call);
        PictureSize size = picture.size();
        if (isNamed(file, ".svg")) {
            SvgCanvas canvas = new SvgCanvas(size);
            picture.draw(canvas, size);
            Files.write(file, canvas.toSvg());
        } else {
            PngCanvas canvas = new PngCanvas(size);
            picture.draw(canvas, size);
            Files.write(file, canvas.toPng());
        }
    }

    private PictureSize size() {
        int height = Frame.TOP_MARGIN + Frame.BOTTOM_MARGIN + ROW_HEIGHT * Math.max(1, rows.size());
        return new PictureSize(WIDTH, Math.min(PictureSize.MAX, height));
    }

    private void draw(Canvas canvas, PictureSize size) {
        int longest = rows.keySet().stream()
                .mapToInt(user -> label(user).length())
                .max()
                .orElse(0);
        String subtitle = "who spoke when; " + rows.size() + (rows.size() == 1 ? " speaker" : " speakers") + ", "
                + RecordedText.clock(call.durationMs()) + " from " + call.startedAt();
        Path name = call.directory().toAbsolutePath().normalize().getFileName();
        Frame frame = new Frame(
                canvas,
                size,
                1,
                19 + CHARACTER_WIDTH * longest,
                84,
                name == null ? "recording" : name.toString(),
                subtitle);
        double rowHeight = (double) (frame.bottom - frame.top) / Math.max(1, rows.size());
        double y = frame.top;
        for (Map.Entry<String, List<Cue>> row : rows.entrySet()) {
            canvas.fill(ROW, frame.left, y + 0.1 * rowHeight, frame.right - frame.left, 0.8 * rowHeight);
            frame.levelLabel(y + rowHeight / 2, label(row.getKey()));
            y += rowHeight;
        }
        frame.timeAxis(Math.max(1, call.durationMs()) / 1_000.0, frame.top);
        y = frame.top;
        for (List<Cue> cues : rows.values()) {
            bars(frame, cues, y + 0.2 * rowHeight, 0.6 * rowHeight);
            long ms = cues.stream().mapToLong(cue -> cue.toMs() - cue.fromMs()).sum();
            String spoken = RecordedText.clock(ms);
            canvas.text(
                    Frame.FAINT_TEXT,
                    frame.small,
                    Align.START,
                    frame.right + 7,
                    y + rowHeight / 2 + 0.36 * frame.small,
                    spoken);
            y += rowHeight;
        }
    }

    /** Ids are short; in somebody else's file there may be anything. */
    private static String label(String user) {
        return user.length() <= MAX_LABEL ? user : user.substring(0, MAX_LABEL - 3) + "...";
    }

    private void bars(Frame frame, List<Cue> cues, double top, double height) {
        double begin = Double.NaN;
        double end = Double.NaN;
        for (Cue cue : cues) {
            double from = x(frame, cue.fromMs());
            double to = Math.max(x(frame, cue.toMs()), from + SEEN_GAP);
            if (from - end < SEEN_GAP) {
                end = Math.max(end, to);
                continue;
            }
            bar(frame, begin, end, top, height);
            begin = from;
            end = to;
        }
        bar(frame, begin, end, top, height);
    }

    private static void bar(Frame frame, double begin, double end, double top, double height) {
        if (!Double.isNaN(begin)) {
            frame.canvas.fill(SPEECH, begin, top, end - begin, height);
        }
    }

    private double x(Frame frame, long ms) {
        double part = (double) ms / Math.max(1, call.durationMs());
        return frame.left + Math.min(1, part) * (frame.right - frame.left);
    }
}
