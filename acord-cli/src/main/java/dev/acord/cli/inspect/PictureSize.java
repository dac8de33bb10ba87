package dev.acord.cli.inspect;

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
record PictureSize(int width, int height) {
    private static final int MIN_WIDTH = 320;
    private static final int MIN_HEIGHT = 200;
    private static final int MAX = 8_192;

    /** Reads {@code WIDTHxHEIGHT}. */
    static final class Converter implements ITypeConverter<PictureSize> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

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
