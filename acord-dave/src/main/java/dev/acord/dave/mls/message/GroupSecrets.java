package dev.acord.dave.mls.message;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.Kdf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a welcome tells one new member in secret (RFC 9420, section 12.4.3.1). Owner of its secrets: wipe it. */
public final class GroupSecrets {

    private final byte[] joinerSecret;
    private final byte @Nullable [] pathSecret;

    private GroupSecrets(byte[] joinerSecret, byte @Nullable [] pathSecret) {
        this.joinerSecret = joinerSecret;
        this.pathSecret = pathSecret;
    }

    /**
     * The encoding, without pre-shared keys.
     *
     * @param joinerSecret the joiner secret
     * @param pathSecret the path secret of the common ancestor, or null when the commit has no path
     * @return the bytes, to be wiped
     */
    public static byte[] encode(byte[] joinerSecret, byte @Nullable [] pathSecret) {
        MlsWriter out = new MlsWriter(128).vector(joinerSecret).present(pathSecret != null);
        if (pathSecret != null) {
            out.vector(pathSecret);
        }
        byte[] encoded = out.length(0).toBytes();
        out.wipe();
        return encoded;
    }

    /**
     * Parses group secrets.
     *
     * @param data the encoding
     * @return the secrets
     * @throws MlsException if it is malformed or needs pre-shared keys
     */
    public static GroupSecrets parse(byte[] data) throws MlsException {
        MlsReader in = new MlsReader(data);
        byte[] joinerSecret = in.vectorOf(Kdf.HASH_BYTES, "joiner secret");
        byte[] pathSecret = in.present() ? in.vectorOf(Kdf.HASH_BYTES, "path secret") : null;
        int at = in.offset();
        if (in.vectorReader().hasRemaining()) {
            throw new MlsException(Reason.UNSUPPORTED, at, "pre-shared keys are not supported");
        }
        in.finish();
        return new GroupSecrets(joinerSecret, pathSecret);
    }

    /**
     * The joiner secret.
     *
     * @return 32 bytes; not a copy
     */
    public byte[] joinerSecret() {
        return joinerSecret;
    }

    /**
     * The path secret.
     *
     * @return 32 bytes, or null; not a copy
     */
    public byte @Nullable [] pathSecret() {
        return pathSecret;
    }

    /** Overwrites the secrets with zeros. */
    public void wipe() {
        Arrays.fill(joinerSecret, (byte) 0);
        if (pathSecret != null) {
            Arrays.fill(pathSecret, (byte) 0);
        }
    }
}
