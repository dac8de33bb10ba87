package dev.acord.cli.picture;

import dev.acord.cli.CommandFailure;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Draws a PNG picture with the JDK. */
public final class PngCanvas implements Canvas {
    private final BufferedImage image;
    private final Graphics2D graphics;

    /**
     * A black picture.
     *
     * @param size how large it is
     */
    public PngCanvas(PictureSize size) {
        image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /**
     * Tells at once, not after minutes of work, when the machine has no fonts, as some containers.
     *
     * @throws CommandFailure when texts cannot be drawn
     */
    public static void requireFonts() throws CommandFailure {
        // nothing here needs a screen, and on macOS nobody wants an icon in the dock for it
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        try {
            new PngCanvas(new PictureSize(1, 1)).text(0, 12, Align.END, 0, 0, "0");
        } catch (LinkageError | InternalError | RuntimeException e) {
            // the JDK fails in a different way for each thing that is missing
            throw new CommandFailure(
                    "cannot write on pictures, since Java finds no fonts here: install fontconfig and a font"
                            + " (Debian: apt-get install fontconfig fonts-dejavu-core), or draw an .svg",
                    e);
        }
    }

    @Override
    public void fill(int colour, double x, double y, double width, double height) {
        graphics.setColor(new Color(colour));
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void line(int colour, double thickness, double fromX, double fromY, double toX, double toY) {
        graphics.setColor(new Color(colour));
        graphics.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        graphics.draw(new Line2D.Double(fromX, fromY, toX, toY));
    }

    @Override
    public void area(int colour, double outline, double[] x, double[] y) {
        Path2D path = new Path2D.Double();
        path.moveTo(x[0], y[0]);
        for (int i = 1; i < x.length; i++) {
            path.lineTo(x[i], y[i]);
        }
        path.closePath();
        graphics.setColor(new Color(colour));
        graphics.setStroke(new BasicStroke((float) outline, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        graphics.fill(path);
        graphics.draw(path);
    }

    @Override
    public void text(int colour, double size, Align align, double x, double y, String text) {
        graphics.setColor(new Color(colour));
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) size));
        double width = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
        double left =
                switch (align) {
                    case START -> x;
                    case MIDDLE -> x - width / 2;
                    case END -> x - width;
                };
        graphics.drawString(text, (float) left, (float) y);
    }

    /**
     * Puts pixels, without any smoothing.
     *
     * @param x where the first one goes
     * @param y where the first one goes
     * @param width of a row
     * @param height how many rows
     * @param colours row by row
     */
    public void pixels(int x, int y, int width, int height, int[] colours) {
        image.setRGB(x, y, width, height, colours, 0, width);
    }

    /**
     * The finished picture; nothing can be drawn any more.
     *
     * @return a whole file
     * @throws IOException when this JDK cannot write it
     */
    public byte[] toPng() throws IOException {
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.setUseCache(false);
        if (!ImageIO.write(image, "png", bytes)) {
            throw new IOException("this JDK cannot write PNG pictures");
        }
        return bytes.toByteArray();
    }
}
