package dev.acord.dave.mls.message;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.P256;
import dev.acord.dave.mls.tree.Credential;
import dev.acord.dave.mls.tree.Extension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Somebody outside of the group who may propose (RFC 9420, section 12.1.8.1): in DAVE, the voice gateway. Immutable.
 */
public final class ExternalSender {

    private static final int MAX_SENDERS = 16;

    private final byte[] signatureKey;
    private final Credential credential;

    /**
     * An external sender.
     *
     * @param signatureKey its public signature key, an uncompressed point of P-256; copied
     * @param credential who it is
     * @throws MlsException if the key is not a point
     */
    public ExternalSender(byte[] signatureKey, Credential credential) throws MlsException {
        P256.requirePoint(signatureKey, "external sender's key");
        this.signatureKey = signatureKey.clone();
        this.credential = credential;
    }

    /**
     * Parses a bare ExternalSender, as in DAVE's op 25.
     *
     * @param data the encoding
     * @return the external sender
     * @throws MlsException if it is malformed
     */
    public static ExternalSender parse(byte[] data) throws MlsException {
        MlsReader in = new MlsReader(data);
        ExternalSender sender = read(in);
        in.finish();
        return sender;
    }

    private static ExternalSender read(MlsReader in) throws MlsException {
        return new ExternalSender(in.vector(), Credential.read(in));
    }

    /**
     * The encoding, as in DAVE's op 25.
     *
     * @return the bytes
     */
    public byte[] encode() {
        MlsWriter out = new MlsWriter().vector(signatureKey);
        credential.write(out);
        return out.toBytes();
    }

    /**
     * The group context extension that allows exactly this sender.
     *
     * @return an external_senders extension
     */
    public Extension toExtension() {
        return new Extension(
                Extension.EXTERNAL_SENDERS, new MlsWriter().vector(encode()).toBytes());
    }

    /**
     * The external senders that a group allows.
     *
     * @param extensions the extensions of its context
     * @return the external senders in their order
     * @throws MlsException if the extension is malformed
     */
    public static List<ExternalSender> of(List<Extension> extensions) throws MlsException {
        List<ExternalSender> senders = new ArrayList<>();
        for (Extension extension : extensions) {
            if (extension.type() == Extension.EXTERNAL_SENDERS) {
                MlsReader in = new MlsReader(extension.data());
                MlsReader list = in.vectorReader();
                in.finish();
                while (list.hasRemaining()) {
                    if (senders.size() == MAX_SENDERS) {
                        throw new MlsException(Reason.TOO_LARGE, "more than " + MAX_SENDERS + " external senders");
                    }
                    senders.add(read(list));
                }
            }
        }
        return senders;
    }

    /**
     * The public signature key.
     *
     * @return a copy of the uncompressed point
     */
    public byte[] signatureKey() {
        return signatureKey.clone();
    }

    /**
     * Who it is.
     *
     * @return the credential
     */
    public Credential credential() {
        return credential;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExternalSender sender
                && Arrays.equals(signatureKey, sender.signatureKey)
                && credential.equals(sender.credential);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(signatureKey);
    }

    @Override
    public String toString() {
        return "external sender " + credential;
    }
}
