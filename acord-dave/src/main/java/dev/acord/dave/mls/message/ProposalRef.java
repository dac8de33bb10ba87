package dev.acord.dave.mls.message;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.crypto.Kdf;
import java.util.Arrays;
import java.util.HexFormat;

/** The reference of a proposal (RFC 9420, section 5.2); a key for maps. Immutable. */
public final class ProposalRef {

    private final byte[] hash;

    private ProposalRef(byte[] hash) {
        this.hash = hash;
    }

    /**
     * A reference from the wire.
     *
     * @param hash 32 bytes; copied
     * @return the reference
     * @throws MlsException if it has another length
     */
    public static ProposalRef of(byte[] hash) throws MlsException {
        if (hash.length != Kdf.HASH_BYTES) {
            throw new MlsException(Reason.MALFORMED, "a proposal reference of " + hash.length + " bytes");
        }
        return new ProposalRef(hash.clone());
    }

    static ProposalRef ofAuthenticatedContent(byte[] content) {
        return new ProposalRef(Kdf.refHash("MLS 1.0 Proposal Reference", content));
    }

    /**
     * The hash.
     *
     * @return a copy, 32 bytes
     */
    public byte[] bytes() {
        return hash.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProposalRef ref && Arrays.equals(hash, ref.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(hash);
    }
}
