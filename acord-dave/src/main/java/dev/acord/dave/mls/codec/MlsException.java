package dev.acord.dave.mls.codec;

/**
 * A message, key package or welcome was refused. Whoever processed it still has the state from before.
 *
 * <p>The {@linkplain #reason() reason} is stable and meant for programs; the message is meant for people.
 */
public final class MlsException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why something was refused. */
    public enum Reason {
        /** The bytes end inside a field. */
        TRUNCATED,
        /** Bytes are left after the end of a structure. */
        TRAILING_BYTES,
        /** A variable-size integer does not use its shortest form (RFC 9420, section 2.1.2). */
        NON_MINIMAL_LENGTH,
        /** A field holds a value that its type does not have. */
        MALFORMED,
        /** A message or a count is above the limits of this implementation. */
        TOO_LARGE,
        /** A version, cipher suite, wire format, credential, extension or proposal that is not supported. */
        UNSUPPORTED,
        /** A public key is not an uncompressed point of P-256, or is used where it must not be. */
        INVALID_KEY,
        /** A signature does not verify. */
        BAD_SIGNATURE,
        /** A membership tag or confirmation tag does not verify. */
        BAD_TAG,
        /** Something encrypted to us cannot be decrypted. */
        DECRYPTION_FAILED,
        /** The message belongs to another group. */
        WRONG_GROUP,
        /** The message belongs to another epoch. */
        WRONG_EPOCH,
        /** The sender does not exist or may not send this. */
        WRONG_SENDER,
        /** The commit is our own: the pending commit holds its result. */
        OWN_COMMIT,
        /** A commit refers to a proposal that the caller did not hand in. */
        UNKNOWN_PROPOSAL,
        /** A proposal, or the list of proposals of a commit, breaks a rule. */
        INVALID_PROPOSALS,
        /** A leaf node or key package breaks a rule of RFC 9420, sections 7.3 and 10.1. */
        INVALID_LEAF,
        /** A ratchet tree is not consistent. */
        INVALID_TREE,
        /** The update path of a commit is missing or does not fit the tree. */
        INVALID_PATH,
        /** The welcome is not for the key package at hand. */
        NOT_FOR_US,
        /** A rule of the group's policy forbids it. */
        POLICY,
        /** The commit removes us: its epoch cannot be entered. */
        REMOVED
    }

    /** The reason. */
    private final Reason reason;

    /** The offset of the offending field, or -1. */
    private final int offset;

    /**
     * A refusal at a place in the input.
     *
     * @param reason why
     * @param offset the offset in bytes of the offending field in the outermost input, or -1 when it is not about a place
     * @param message what is wrong, for a person to read; never holds key material
     */
    public MlsException(Reason reason, int offset, String message) {
        super(offset < 0 ? message : message + " (at byte " + offset + ")");
        this.reason = reason;
        this.offset = offset;
    }

    /**
     * A refusal that is not about one place in the input.
     *
     * @param reason why
     * @param message what is wrong, for a person to read; never holds key material
     */
    public MlsException(Reason reason, String message) {
        this(reason, -1, message);
    }

    /**
     * Why the input was refused.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Where the input was refused.
     *
     * @return an offset in bytes from the start of the input (after decryption, of the decrypted structure), or -1
     */
    public int offset() {
        return offset;
    }
}
