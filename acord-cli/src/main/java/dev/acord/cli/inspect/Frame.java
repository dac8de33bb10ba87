package dev.acord.cli.inspect;

import dev.acord.cli.inspect.Canvas.Align;

/**
 * What all pictures have around them: a white page, a title, a time axis. All lengths grow with the picture, so that its text stays
 * readable when a large one is shown small.
 */
final class Frame {
    static final int PAGE = 0xFFFFFF;
    static final int TEXT = 0x222222;
    static final int FAINT_TEXT = 0x555555;
    static final int GRID = 0xDDDDDD;
    static final int AXIS = 0x888888;

    private static final int USUAL_WIDTH = 1_200;
    private static final int USUAL_HEIGHT = 500;

    /** Text is about this much of its height wide, on average. */
    private static final double CHARACTER_WIDTH = 0.56;

    final Canvas canvas;
    final double unit;
    final double small;
    final int left;
    final int right;
    final int top;
    final int bottom;
    private final int pageWidth;

    /**
     * Draws page and title.
     *
     * @param rightMargin what is needed at the right of the plot, in units
     */
    Frame(Canvas canvas, PictureSize size, double rightMargin, String title, String subtitle) {
        this.canvas = canvas;
        pageWidth = size.width();
        double fitting = Math.min((double) size.width() / USUAL_WIDTH, (double) size.height() / USUAL_HEIGHT);
        unit = Math.max(0.7, Math.min(6, fitting));
        small = 11.5 * unit;
        left = (int) (48 * unit);
        right = size.width() - (int) (rightMargin * unit);
        top = (int) (72 * unit);
        bottom = size.height() - (int) (40 * unit);
        canvas.fill(PAGE, 0, 0, size.width(), size.height());
        canvas.text(TEXT, 15 * unit, Align.START, 12 * unit, 22 * unit, fitted(title, 15 * unit, 0.6));
        canvas.text(FAINT_TEXT, small, Align.START, 12 * unit, 40 * unit, fitted(subtitle, small, 0.97));
    }

    /** A text that takes no more than a part of the page's width. */
    private String fitted(String text, double size, double part) {
        int most = (int) (part * pageWidth / (size * CHARACTER_WIDTH));
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Math.max(1, most - 3))) + "...";
    }

    /** Draws the time axis, and grid lines up to {@code gridTop} if that is above the plot's bottom. */
    void timeAxis(double seconds, int gridTop) {
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

    /** A label left of the plot, in the middle of which is {@code y}. */
    void levelLabel(double y, String text) {
        canvas.text(TEXT, small, Align.END, left - 7 * unit, y + 0.36 * small, text);
    }

    /** About how wide a text of the small size is. */
    double width(String text) {
        return text.length() * small * CHARACTER_WIDTH;
    }
}
