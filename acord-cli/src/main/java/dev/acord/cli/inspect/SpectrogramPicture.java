package dev.acord.cli.inspect;

import dev.acord.cli.picture.Canvas.Align;
import dev.acord.cli.picture.Frame;
import dev.acord.cli.picture.Palette;
import dev.acord.cli.picture.PictureSize;
import dev.acord.cli.picture.PngCanvas;
import java.util.Arrays;

/** Draws a spectrogram: time to the right, frequency upwards, level as colour. */
final class SpectrogramPicture {
    /** What is below has the colour of silence. */
    static final int FLOOR_DB = -110;

    private static final int MAX_HZ = 24_000;
    private static final int[] STEPS_HZ = {1_000, 2_000, 4_000, 8_000, 12_000};

    private final PngCanvas canvas;
    private final Frame frame;
    private final Spectrogram spectrogram;

    private SpectrogramPicture(PngCanvas canvas, Frame frame, Spectrogram spectrogram) {
        this.canvas = canvas;
        this.frame = frame;
        this.spectrogram = spectrogram;
    }

    /** Draws all of it. There must be audio, and it must be finished. */
    static void draw(PngCanvas canvas, PictureSize size, Spectrogram spectrogram, String title, String subtitle) {
        new SpectrogramPicture(canvas, new Frame(canvas, size, 76, title, subtitle), spectrogram).draw();
    }

    private void draw() {
        int width = frame.right - frame.left;
        int height = frame.bottom - frame.top;
        int[] colours = new int[width * height];
        for (int x = 0; x < width; x++) {
            double[] power = spectrogram.column(x, width);
            for (int y = 0; y < height; y++) {
                colours[y * width + x] = Palette.colour(1 - decibels(power, height - 1 - y, height) / FLOOR_DB);
            }
        }
        canvas.pixels(frame.left, frame.top, width, height, colours);
        frame.timeAxis(spectrogram.seconds(), frame.bottom);
        frequencyAxis(height);
        scale(height);
    }

    /** The level of the strongest line in a row of pixels, so that thin lines keep their level; between two lines where rows are narrow. */
    private static double decibels(double[] power, int row, int rows) {
        double from = (double) row / rows * (power.length - 1);
        double to = (double) (row + 1) / rows * (power.length - 1);
        double highest = 0;
        if (to - from < 1) {
            double at = (from + to) / 2;
            int below = Math.min(power.length - 2, (int) at);
            highest = power[below] + (power[below + 1] - power[below]) * (at - below);
        } else {
            for (int k = (int) Math.round(from); k <= Math.min(power.length - 1, (int) Math.round(to)); k++) {
                highest = Math.max(highest, power[k]);
            }
        }
        return Math.max(FLOOR_DB, 10 * Math.log10(highest));
    }

    private void frequencyAxis(int height) {
        double unit = frame.unit;
        int step = STEPS_HZ[STEPS_HZ.length - 1];
        for (int i = STEPS_HZ.length - 1; i >= 0; i--) {
            step = (double) height * STEPS_HZ[i] / MAX_HZ > 22 * unit ? STEPS_HZ[i] : step;
        }
        canvas.line(Frame.AXIS, unit, frame.left, frame.top, frame.left, frame.bottom);
        for (int hz = 0; hz <= MAX_HZ; hz += step) {
            double y = frame.bottom - (double) height * hz / MAX_HZ;
            canvas.line(Frame.AXIS, unit, frame.left - 4 * unit, y, frame.left, y);
            frame.levelLabel(y, String.valueOf(hz / 1_000));
        }
        canvas.text(Frame.FAINT_TEXT, frame.small, Align.END, frame.left - 7 * unit, frame.top - 10 * unit, "kHz");
    }

    /** The bar that says which colour is which level. */
    private void scale(int height) {
        double unit = frame.unit;
        int x = frame.right + (int) (16 * unit);
        int width = (int) (14 * unit);
        int[] colours = new int[width * height];
        for (int y = 0; y < height; y++) {
            Arrays.fill(colours, y * width, (y + 1) * width, Palette.colour(1 - (double) y / (height - 1)));
        }
        canvas.pixels(x, frame.top, width, height, colours);
        int step = height > 160 * unit ? 10 : 20;
        for (int db = 0; db >= FLOOR_DB; db -= step) {
            double y = frame.top + (double) height * db / FLOOR_DB;
            canvas.line(Frame.AXIS, unit, x + width, y, x + width + 4 * unit, y);
            String label = db == 0 ? "0" : "\u2212" + -db;
            canvas.text(Frame.TEXT, frame.small, Align.START, x + width + 7 * unit, y + 0.36 * frame.small, label);
        }
        canvas.text(Frame.FAINT_TEXT, frame.small, Align.START, x, frame.top - 10 * unit, "dBFS");
    }
}
