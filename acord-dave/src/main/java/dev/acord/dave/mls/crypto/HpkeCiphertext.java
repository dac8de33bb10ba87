package dev.acord.dave.mls.crypto;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;

/** An HPKECiphertext (RFC 9420, section 7.6): the encapsulated key and what it encrypts. Immutable. */
public final class HpkeCiphertext {

    final byte[] kemOutput;
    final byte[] ciphertext;

    HpkeCiphertext(byte[] kemOutput, byte[] ciphertext) {
        this.kemOutput = kemOutput;
        this.ciphertext = ciphertext;
    }

    /**
     * Reads one.
     *
     * @param in the input
     * @return the ciphertext
     * @throws MlsException if it is malformed
     */
    public static HpkeCiphertext read(MlsReader in) throws MlsException {
        return new HpkeCiphertext(in.vector(), in.vector());
    }

    /**
     * Writes it.
     *
     * @param out the output
     */
    public void write(MlsWriter out) {
        out.vector(kemOutput).vector(ciphertext);
    }
}
