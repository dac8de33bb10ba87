package dev.acord.dave.media;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import javax.crypto.SecretKey;

/** The AES-128 key of one generation; unlike {@code SecretKeySpec} it can be wiped, and then refuses to be used. One owner thread. */
final class MediaKey implements SecretKey {
    private static final long serialVersionUID = 1;

    private final transient byte[] bytes;
    private transient boolean destroyed;

    MediaKey(byte[] ownedBytes) {
        bytes = ownedBytes;
    }

    @Override
    public String getAlgorithm() {
        return "AES";
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /** A copy, because the JDK's ciphers keep or clear the array they get. */
    @Override
    public byte[] getEncoded() {
        if (destroyed) {
            // zeros would be a valid key, and everybody has it
            throw new IllegalStateException("this key has been wiped");
        }
        return bytes.clone();
    }

    @Override
    public void destroy() {
        Arrays.fill(bytes, (byte) 0);
        destroyed = true;
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    /** Keys leave the process in no form. */
    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException(MediaKey.class.getName());
    }

    @Override
    public String toString() {
        return "MediaKey[]";
    }
}
