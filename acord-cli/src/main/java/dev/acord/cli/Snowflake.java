package dev.acord.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An id of the service.
 *
 * @param id unsigned, not 0
 */
public record Snowflake(long id) {

    /**
     * Reads an id.
     *
     * @param text decimal digits
     * @return the id, or null when the text is none
     */
    public static @Nullable Snowflake parse(String text) {
        if (text.isEmpty() || text.length() > 20 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        try {
            long id = Long.parseUnsignedLong(text);
            return id == 0 ? null : new Snowflake(id);
        } catch (NumberFormatException e) {
            return null; // more than 64 bits
        }
    }

    /**
     * The id in decimal digits.
     *
     * @return the digits
     */
    @Override
    public String toString() {
        return Long.toUnsignedString(id);
    }

    /** Reads ids on the command line. */
    public static final class Converter implements ITypeConverter<Snowflake> {
        /** Used by reflection. */
        public Converter() {}

        @Override
        public Snowflake convert(String value) {
            Snowflake id = parse(value);
            if (id == null) {
                throw new TypeConversionException(
                        "'" + value + "' is no id; ids are decimal numbers of up to 20 digits");
            }
            return id;
        }
    }
}
