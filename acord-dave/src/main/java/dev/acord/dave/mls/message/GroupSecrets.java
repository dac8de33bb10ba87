package dev.acord.dave.mls.message;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.Kdf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a welcome tells one new member in secret (RFC 9420, section 12.4.3.1). Owner of its secrets: wipe it. */
public final class GroupSecrets {

    private static final int MAX_PSKS = 64;

    private final byte[] joinerSecret;
    private final byte @Nullable [] pathSecret;
    private final List<PskId> pskIds;

    private GroupSecrets(byte[] joinerSecret, byte @Nullable [] pathSecret, List<PskId> pskIds) {
        this.joinerSecret = joinerSecret;
        this.pathSecret = pathSecret;
        this.pskIds = List.copyOf(pskIds);
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
     * @throws MlsException if it is malformed
     */
    public static GroupSecrets parse(byte[] data) throws MlsException {
        MlsReader in = new MlsReader(data);
        byte[] joinerSecret = in.vectorOf(Kdf.HASH_BYTES, "joiner secret");
        byte[] pathSecret = in.present() ? in.vectorOf(Kdf.HASH_BYTES, "path secret") : null;
        MlsReader list = in.vectorReader();
        List<PskId> pskIds = new ArrayList<>();
        while (list.hasRemaining()) {
            if (pskIds.size() == MAX_PSKS) {
                throw new MlsException(Reason.TOO_LARGE, list.offset(), "more than " + MAX_PSKS + " pre-shared keys");
            }
            pskIds.add(PskId.read(list));
        }
        in.finish();
        return new GroupSecrets(joinerSecret, pathSecret, pskIds);
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

    /**
     * The pre-shared keys that the new epoch depends on.
     *
     * @return their names in order, unmodifiable
     */
    public List<PskId> pskIds() {
        return pskIds;
    }

    /** Overwrites the secrets with zeros. */
    public void wipe() {
        Arrays.fill(joinerSecret, (byte) 0);
        if (pathSecret != null) {
            Arrays.fill(pathSecret, (byte) 0);
        }
    }
}
