package dev.acord.cli.picture;

/** What a picture is drawn on, whatever its file format. Lengths are pixels from the top left corner, colours {@code 0xRRGGBB}. */
public interface Canvas {

    /** Where a text lies from the point it is put at. */
    enum Align {
        /** To the right of it. */
        START,
        /** Around it. */
        MIDDLE,
        /** To the left of it. */
        END
    }

    /**
     * Fills a rectangle.
     *
     * @param colour what with
     * @param x its left edge
     * @param y its upper edge
     * @param width how wide it is
     * @param height how high it is
     */
    void fill(int colour, double x, double y, double width, double height);

    /**
     * Draws a line.
     *
     * @param colour what with
     * @param thickness how thick it is
     * @param fromX where it begins
     * @param fromY where it begins
     * @param toX where it ends
     * @param toY where it ends
     */
    void line(int colour, double thickness, double fromX, double fromY, double toX, double toY);

    /**
     * Fills a polygon, and draws its outline too, so that it shows where it has no height.
     *
     * @param colour what with
     * @param outline how thick the outline is
     * @param x the corners
     * @param y the corners, as many
     */
    void area(int colour, double outline, double[] x, double[] y);

    /**
     * Writes a line of text.
     *
     * @param colour what with
     * @param size the height of the font
     * @param align where the text lies from {@code x}
     * @param x where it is put
     * @param y its base line
     * @param text any characters
     */
    void text(int colour, double size, Align align, double x, double y, String text);
}
