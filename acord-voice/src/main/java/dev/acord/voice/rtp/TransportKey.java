package dev.acord.voice.rtp;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A key whose bytes can be replaced and wiped, which {@code SecretKeySpec} cannot do. One owner thread.
 *
 * <p>{@link #getEncoded} hands out copies, because the JDK's ciphers keep the array they get.
 */
final class TransportKey implements SecretKey {
    private static final long serialVersionUID = 1;

    /** The key's bytes; the owner may write them between two uses. */
    final transient byte[] bytes;

    private final String algorithm;
    private transient boolean destroyed;

    TransportKey(byte[] bytes, String algorithm) {
        this.bytes = bytes;
        this.algorithm = algorithm;
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    @Override
    public byte[] getEncoded() {
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
        throw new NotSerializableException(TransportKey.class.getName());
    }

    @Override
    public String toString() {
        return "TransportKey[" + algorithm + "]";
    }
}
