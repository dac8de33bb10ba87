package dev.acord.cli;

import dev.acord.voice.EncryptionMode;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a transport encryption mode: {@code aes}, {@code xchacha}, or the name on the wire. */
public final class ModeConverter implements ITypeConverter<EncryptionMode> {
    /** Used by reflection. */
    public ModeConverter() {}

    @Override
    public EncryptionMode convert(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "aes" -> EncryptionMode.AES256_GCM;
            case "xchacha" -> EncryptionMode.XCHACHA20_POLY1305;
            default ->
                EncryptionMode.ofWireName(value)
                        .orElseThrow(() -> new TypeConversionException("'" + value
                                + "' is no encryption mode; use aes (" + EncryptionMode.AES256_GCM.wireName()
                                + ") or xchacha (" + EncryptionMode.XCHACHA20_POLY1305.wireName() + ")"));
        };
    }
}
