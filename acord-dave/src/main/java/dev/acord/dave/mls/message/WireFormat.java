package dev.acord.dave.mls.message;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;

/** The wire formats of an MLSMessage (RFC 9420, section 6) that are used here. */
public enum WireFormat {
    /** A signed message that is not encrypted. */
    PUBLIC_MESSAGE(1),
    /** What a new member needs. */
    WELCOME(3),
    /** An offer to be added. */
    KEY_PACKAGE(5);

    /** MLS 1.0. */
    static final int VERSION = 1;

    private final int value;

    WireFormat(int value) {
        this.value = value;
    }

    /**
     * The value on the wire.
     *
     * @return a uint16
     */
    public int value() {
        return value;
    }

    /** Reads the header of an MLSMessage and refuses any other format than the expected one. */
    static void require(MlsReader in, WireFormat expected) throws MlsException {
        int at = in.offset();
        int version = in.u16();
        int format = in.u16();
        if (version != VERSION || format != expected.value) {
            throw new MlsException(
                    Reason.UNSUPPORTED,
                    at,
                    "an MLSMessage of version " + version + " and format " + format + " instead of " + expected);
        }
    }
}
