package dev.acord.dave.mls.message;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.crypto.Kdf;
import java.util.Arrays;

/**
 * The name of a pre-shared key (RFC 9420, section 8.4). Immutable.
 *
 * <p>It is read so that messages with one are told apart from broken ones; DAVE refuses them.
 */
public final class PskId {

    private static final int EXTERNAL = 1;
    private static final int RESUMPTION = 2;

    private final boolean external;
    private final byte[] name;
    private final byte[] encoded;

    private PskId(MlsReader in) throws MlsException {
        int start = in.offset();
        int type = in.u8();
        if (type != EXTERNAL && type != RESUMPTION) {
            throw new MlsException(Reason.MALFORMED, start, "a pre-shared key of type " + type);
        }
        external = type == EXTERNAL;
        if (external) {
            name = in.vector();
        } else {
            in.u8();
            name = in.vector();
            in.u64();
        }
        in.vectorOf(Kdf.HASH_BYTES, "nonce of the pre-shared key");
        encoded = in.since(start);
    }

    /**
     * Reads an id.
     *
     * @param in the input
     * @return the id
     * @throws MlsException if it is malformed
     */
    public static PskId read(MlsReader in) throws MlsException {
        return new PskId(in);
    }

    /**
     * Whether the key comes from outside of MLS.
     *
     * @return true for an external key, false for one of another epoch
     */
    public boolean isExternal() {
        return external;
    }

    /**
     * The name of an external key, or the group of a resumption.
     *
     * @return a copy
     */
    public byte[] name() {
        return name.clone();
    }

    /**
     * The encoding.
     *
     * @return the bytes; not a copy
     */
    public byte[] encoded() {
        return encoded;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PskId id && Arrays.equals(encoded, id.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }
}
