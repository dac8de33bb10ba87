package dev.acord.cli.picture;

import dev.acord.cli.picture.Canvas.Align;

/**
 * What all pictures have around them: a white page, a title, a time axis. All lengths grow with the picture, so that its text stays
 * readable when a large one is shown small.
 */
public final class Frame {
    /** The page. */
    public static final int PAGE = 0xFFFFFF;
    /** Texts. */
    public static final int TEXT = 0x222222;
    /** Texts beside what counts. */
    public static final int FAINT_TEXT = 0x555555;
    /** Lines behind the plot. */
    public static final int GRID = 0xDDDDDD;
    /** Axes. */
    public static final int AXIS = 0x888888;

    /** What is above the plot, in units. */
    public static final int TOP_MARGIN = 72;
    /** What is below the plot, in units. */
    public static final int BOTTOM_MARGIN = 40;

    private static final int USUAL_WIDTH = 1_200;
    private static final int USUAL_HEIGHT = 500;

    /** Text is about this much of its height wide, on average. */
    private static final double CHARACTER_WIDTH = 0.56;

    /** What is drawn on. */
    public final Canvas canvas;
    /** One pixel of a picture of the usual size, here. */
    public final double unit;
    /** The height of small texts. */
    public final double small;
    /** The left edge of the plot. */
    public final int left;
    /** The right edge of the plot. */
    public final int right;
    /** The upper edge of the plot. */
    public final int top;
    /** The lower edge of the plot. */
    public final int bottom;

    private final int pageWidth;

    /**
     * Draws page and title, with room for the labels of a level scale at the left.
     *
     * @param canvas what is drawn on
     * @param size of the picture
     * @param rightMargin what is needed at the right of the plot, in units
     * @param title what is shown
     * @param subtitle more about it
     */
    public Frame(Canvas canvas, PictureSize size, double rightMargin, String title, String subtitle) {
        this(canvas, size, fitting(size), 48, rightMargin, title, subtitle);
    }

    /**
     * Draws page and title.
     *
     * @param canvas what is drawn on
     * @param size of the picture
     * @param unit one pixel of a picture of the usual size, here
     * @param leftMargin what is needed at the left of the plot, in units
     * @param rightMargin what is needed at the right of the plot, in units
     * @param title what is shown
     * @param subtitle more about it
     */
    public Frame(
            Canvas canvas,
            PictureSize size,
            double unit,
            double leftMargin,
            double rightMargin,
            String title,
            String subtitle) {
        this.canvas = canvas;
        this.unit = unit;
        pageWidth = size.width();
        small = 11.5 * unit;
        left = (int) (leftMargin * unit);
        right = size.width() - (int) (rightMargin * unit);
        top = (int) (TOP_MARGIN * unit);
        bottom = size.height() - (int) (BOTTOM_MARGIN * unit);
        canvas.fill(PAGE, 0, 0, size.width(), size.height());
        canvas.text(TEXT, 15 * unit, Align.START, 12 * unit, 22 * unit, fitted(title, 15 * unit, 0.6));
        canvas.text(FAINT_TEXT, small, Align.START, 12 * unit, 40 * unit, fitted(subtitle, small, 0.97));
    }

    private static double fitting(PictureSize size) {
        double fitting = Math.min((double) size.width() / USUAL_WIDTH, (double) size.height() / USUAL_HEIGHT);
        return Math.max(0.7, Math.min(6, fitting));
    }

    /** A text that takes no more than a part of the page's width. */
    private String fitted(String text, double size, double part) {
        int most = (int) (part * pageWidth / (size * CHARACTER_WIDTH));
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Math.max(1, most - 3))) + "...";
    }

    /**
     * Draws the time axis, and grid lines up to {@code gridTop} if that is above the plot's bottom.
     *
     * @param seconds how long the axis is, more than 0
     * @param gridTop where grid lines end
     */
    public void timeAxis(double seconds, int gridTop) {
        TimeAxis axis = new TimeAxis(seconds, (int) ((right - left) / (70 * unit)));
        canvas.line(AXIS, unit, left, bottom, right, bottom);
        for (double at : axis.ticks()) {
            double x = left + at / seconds * (right - left);
            if (gridTop < bottom && at > 0) {
                canvas.line(GRID, 1, x, gridTop, x, bottom);
            }
            canvas.line(AXIS, unit, x, bottom, x, bottom + 4 * unit);
            tickLabel(x, axis.label(at));
        }
        canvas.text(
                FAINT_TEXT,
                small,
                Align.MIDDLE,
                (left + right) / 2.0,
                bottom + 33 * unit,
                "time (" + axis.unit() + ")");
    }

    /** A label below a tick; the last one may have to move left to fit on the page. */
    private void tickLabel(double x, String label) {
        double edge = pageWidth - 2 * unit;
        boolean fits = x + width(label) / 2 <= edge;
        canvas.text(TEXT, small, fits ? Align.MIDDLE : Align.END, fits ? x : edge, bottom + 17 * unit, label);
    }

    /**
     * Writes a label left of the plot.
     *
     * @param y its middle
     * @param text the label
     */
    public void levelLabel(double y, String text) {
        canvas.text(TEXT, small, Align.END, left - 7 * unit, y + 0.36 * small, text);
    }

    /**
     * About how wide a text of the small size is.
     *
     * @param text the text
     * @return pixels
     */
    public double width(String text) {
        return text.length() * small * CHARACTER_WIDTH;
    }
}
