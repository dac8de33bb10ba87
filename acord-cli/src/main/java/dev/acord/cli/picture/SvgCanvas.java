package dev.acord.cli.picture;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Draws an SVG picture: text, which any browser shows, and which stays sharp at any size. */
public final class SvgCanvas implements Canvas {
    private final StringBuilder svg = new StringBuilder();

    /**
     * An empty picture.
     *
     * @param size how large it is when shown at its own size
     */
    public SvgCanvas(PictureSize size) {
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"")
                .append(size.width())
                .append("\" height=\"")
                .append(size.height())
                .append("\" viewBox=\"0 0 ")
                .append(size.width())
                .append(' ')
                .append(size.height())
                .append("\" font-family=\"sans-serif\" stroke-linejoin=\"round\">\n");
    }

    @Override
    public void fill(int colour, double x, double y, double width, double height) {
        svg.append("<rect");
        attribute("x", x);
        attribute("y", y);
        attribute("width", width);
        attribute("height", height);
        colour("fill", colour);
        svg.append("/>\n");
    }

    @Override
    public void line(int colour, double thickness, double fromX, double fromY, double toX, double toY) {
        svg.append("<line");
        attribute("x1", fromX);
        attribute("y1", fromY);
        attribute("x2", toX);
        attribute("y2", toY);
        colour("stroke", colour);
        attribute("stroke-width", thickness);
        svg.append("/>\n");
    }

    @Override
    public void area(int colour, double outline, double[] x, double[] y) {
        svg.append("<path d=\"");
        for (int i = 0; i < x.length; i++) {
            svg.append(i == 0 ? 'M' : 'L').append(number(x[i])).append(' ').append(number(y[i]));
        }
        svg.append("Z\"");
        colour("fill", colour);
        colour("stroke", colour);
        attribute("stroke-width", outline);
        svg.append("/>\n");
    }

    @Override
    public void text(int colour, double size, Align align, double x, double y, String text) {
        svg.append("<text");
        attribute("x", x);
        attribute("y", y);
        attribute("font-size", size);
        colour("fill", colour);
        switch (align) {
            case START -> {} // is how text lies anyway
            case MIDDLE -> svg.append(" text-anchor=\"middle\"");
            case END -> svg.append(" text-anchor=\"end\"");
        }
        svg.append('>').append(escaped(text)).append("</text>\n");
    }

    /**
     * The picture as it is by now.
     *
     * @return a whole file, UTF-8
     */
    public byte[] toSvg() {
        return (svg + "</svg>\n").getBytes(StandardCharsets.UTF_8);
    }

    private void attribute(String name, double value) {
        svg.append(' ').append(name).append("=\"").append(number(value)).append('"');
    }

    private void colour(String name, int colour) {
        svg.append(' ').append(name).append(String.format(Locale.ROOT, "=\"#%06x\"", colour));
    }

    /** At most two decimals: a hundredth of a pixel. */
    private static String number(double value) {
        long hundredths = Math.round(value * 100);
        if (hundredths % 100 == 0) {
            return String.valueOf(hundredths / 100);
        }
        String decimals = String.format(Locale.ROOT, "%02d", Math.abs(hundredths) % 100);
        return (hundredths < 0 ? "-" : "")
                + Math.abs(hundredths) / 100
                + "."
                + (decimals.endsWith("0") ? decimals.substring(0, 1) : decimals);
    }

    /** What is no character of XML, half a surrogate pair for one, becomes a question mark. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean bad =
                    c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0xD800 && c < 0xE000) || c == 0xFFFE || c == 0xFFFF;
            switch (bad ? '?' : c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.appendCodePoint(bad ? '?' : c);
            }
        });
        return escaped.toString();
    }
}
