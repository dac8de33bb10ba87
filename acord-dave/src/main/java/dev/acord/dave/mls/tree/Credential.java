package dev.acord.dave.mls.tree;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import java.util.Arrays;
import java.util.HexFormat;

/** A basic credential (RFC 9420, section 5.3): a bare identity. Immutable. */
public final class Credential {

    private final byte[] identity;

    /**
     * A credential.
     *
     * @param identity any bytes; copied
     */
    public Credential(byte[] identity) {
        this.identity = identity.clone();
    }

    /**
     * Reads a credential.
     *
     * @param in the input
     * @return the credential
     * @throws MlsException if it is malformed or of another type than basic
     */
    public static Credential read(MlsReader in) throws MlsException {
        int at = in.offset();
        int type = in.u16();
        if (type != Capabilities.CREDENTIAL_BASIC) {
            throw new MlsException(Reason.UNSUPPORTED, at, "credential type " + type + " is not supported");
        }
        return new Credential(in.vector());
    }

    /**
     * Writes the credential.
     *
     * @param out the output
     */
    public void write(MlsWriter out) {
        out.u16(Capabilities.CREDENTIAL_BASIC).vector(identity);
    }

    /**
     * The identity.
     *
     * @return a copy
     */
    public byte[] identity() {
        return identity.clone();
    }

    /**
     * The size of the identity.
     *
     * @return a count of bytes
     */
    public int size() {
        return identity.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credential credential && Arrays.equals(identity, credential.identity);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(identity);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(identity);
    }
}
