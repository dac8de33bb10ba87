package dev.acord.cli.inspect;

import dev.acord.cli.inspect.Waveform.Column;
import dev.acord.cli.picture.Canvas;
import dev.acord.cli.picture.Canvas.Align;
import dev.acord.cli.picture.Frame;
import dev.acord.cli.picture.PictureSize;
import java.util.ArrayList;
import java.util.List;

/** Draws a waveform: peaks and RMS of each column, one lane for each channel, with a grid in decibels. */
final class WaveformPicture {
    /** Blues and an orange that people who see few colours tell apart, by brightness alone if need be. */
    static final int PEAK = 0x8CC2EA;

    static final int RMS = 0x1F5C99;
    static final int FULL_SCALE = 0xD55E00;

    private static final int[] GRID_DB = {0, -3, -6, -12, -18, -24};

    private final Waveform waveform;
    private final Frame frame;

    private WaveformPicture(Waveform waveform, Frame frame) {
        this.waveform = waveform;
        this.frame = frame;
    }

    /** Draws all of it. There must be audio. */
    static void draw(Canvas canvas, PictureSize size, Waveform waveform, String title, String subtitle) {
        new WaveformPicture(waveform, new Frame(canvas, size, 16, title, subtitle)).draw();
    }

    private void draw() {
        int lanes = waveform.isStereo() ? 2 : 1;
        double gap = 22 * frame.unit;
        double height = (frame.bottom - frame.top - gap * (lanes - 1)) / lanes;
        frame.timeAxis(waveform.seconds(), frame.top);
        boolean fullScale = false;
        for (int lane = 0; lane < lanes; lane++) {
            double top = frame.top + lane * (height + gap);
            grid(top, height);
            fullScale |= lane(lane, top, height);
            if (lanes > 1) {
                String name = lane == 0 ? "left" : "right";
                frame.canvas.text(Frame.FAINT_TEXT, frame.small, Align.START, frame.left, top - 8 * frame.unit, name);
            }
        }
        frame.canvas.text(
                Frame.FAINT_TEXT,
                frame.small,
                Align.END,
                frame.left - 7 * frame.unit,
                frame.top - 8 * frame.unit,
                "dBFS");
        legend(fullScale);
    }

    private void grid(double top, double height) {
        double middle = top + height / 2;
        double lastLabel = Double.NEGATIVE_INFINITY;
        for (int db : GRID_DB) {
            double reach = height / 2 * Math.pow(10, db / 20.0);
            // the next label down needs room below the last one, and above the middle
            if (middle - reach < lastLabel + 1.15 * frame.small || reach < 1.1 * frame.small) {
                continue;
            }
            lastLabel = middle - reach;
            for (int side : new int[] {-1, 1}) {
                double y = middle + side * reach;
                frame.canvas.line(Frame.GRID, 1, frame.left, y, frame.right, y);
                frame.levelLabel(y, db == 0 ? "0" : "\u2212" + -db);
            }
        }
        frame.canvas.line(Frame.AXIS, 1, frame.left, middle, frame.right, middle);
        frame.levelLabel(middle, "\u2212\u221E");
    }

    /** Draws a channel; tells whether it reaches full scale anywhere. */
    private boolean lane(int channel, double top, double height) {
        double middle = top + height / 2;
        int columns = frame.right - frame.left;
        double[] x = new double[2 * columns];
        double[] peak = new double[2 * columns];
        double[] rms = new double[2 * columns];
        List<Double> tops = new ArrayList<>();
        List<Double> bottoms = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            int back = 2 * columns - 1 - i;
            Column column = waveform.column(channel, i, columns);
            x[i] = frame.left + i + 0.5;
            x[back] = x[i];
            peak[i] = middle - column.highest() * height / 2;
            peak[back] = middle - column.lowest() * height / 2;
            // the RMS lies inside of the peaks, also where a column sees only one half of a wave
            rms[i] = middle - Math.max(column.lowest(), Math.min(column.rms(), column.highest())) * height / 2;
            rms[back] = middle - Math.min(column.highest(), Math.max(-column.rms(), column.lowest())) * height / 2;
            if (column.reachesTop()) {
                tops.add(x[i]);
            }
            if (column.reachesBottom()) {
                bottoms.add(x[i]);
            }
        }
        double outline = Math.max(1, frame.unit);
        frame.canvas.area(PEAK, outline, x, peak);
        frame.canvas.area(RMS, outline, x, rms);
        marks(tops, top);
        marks(bottoms, top + height);
        return !tops.isEmpty() || !bottoms.isEmpty();
    }

    private void marks(List<Double> columns, double y) {
        double width = Math.max(1, frame.unit);
        for (double x : columns) {
            frame.canvas.fill(FULL_SCALE, x - width / 2, y - 3 * frame.unit, width, 6 * frame.unit);
        }
    }

    private void legend(boolean fullScale) {
        double x = frame.right;
        x = legend(x, RMS, "RMS");
        x = legend(x, PEAK, "peak");
        if (fullScale) {
            legend(x, FULL_SCALE, "at full scale");
        }
    }

    /** Writes one entry leftwards; gives where the next one ends. */
    private double legend(double right, int colour, String text) {
        double begin = right - frame.width(text);
        frame.canvas.text(Frame.TEXT, frame.small, Align.START, begin, 22 * frame.unit, text);
        frame.canvas.fill(colour, begin - 18 * frame.unit, 12 * frame.unit, 12 * frame.unit, 11 * frame.unit);
        return begin - 34 * frame.unit;
    }
}
