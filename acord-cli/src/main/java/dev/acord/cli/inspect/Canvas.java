package dev.acord.cli.inspect;

/** What a picture is drawn on, whatever its file format. Lengths are pixels from the top left corner, colours {@code 0xRRGGBB}. */
interface Canvas {

    /** Where a text lies from the point it is put at. */
    enum Align {
        START,
        MIDDLE,
        END
    }

    /** Fills a rectangle. */
    void fill(int colour, double x, double y, double width, double height);

    /** Draws a line. */
    void line(int colour, double thickness, double fromX, double fromY, double toX, double toY);

    /** Fills a polygon, and draws its outline too, so that it shows where it has no height. */
    void area(int colour, double outline, double[] x, double[] y);

    /** Writes a line of text; {@code y} is its base line. */
    void text(int colour, double size, Align align, double x, double y, String text);
}
