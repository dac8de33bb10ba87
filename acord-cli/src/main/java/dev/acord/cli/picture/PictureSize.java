package dev.acord.cli.picture;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The size of a picture.
 *
 * @param width pixels, 320 to 8192
 * @param height pixels, 200 to 8192
 */
public record PictureSize(int width, int height) {
    /** The most pixels of a side. */
    public static final int MAX = 8_192;

    private static final int MIN_WIDTH = 320;
    private static final int MIN_HEIGHT = 200;

    /** Reads {@code WIDTHxHEIGHT}. */
    public static final class Converter implements ITypeConverter<PictureSize> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

        /** Used by reflection. */
        public Converter() {}

        @Override
        public PictureSize convert(String value) {
            Matcher parts = FORM.matcher(value);
            if (parts.matches()) {
                int width = Integer.parseInt(parts.group(1));
                int height = Integer.parseInt(parts.group(2));
                if (width >= MIN_WIDTH && width <= MAX && height >= MIN_HEIGHT && height <= MAX) {
                    return new PictureSize(width, height);
                }
            }
            throw new TypeConversionException("'" + value + "' is no size of " + MIN_WIDTH + "x" + MIN_HEIGHT + " to "
                    + MAX + "x" + MAX + " pixels");
        }
    }
}
