package dev.acord.dave;

import dev.acord.dave.mls.crypto.SignatureKeyPair;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The signature key pair by which others recognise a client. A new one for every program run is safe; one that is kept in a file makes
 * verification codes last. Immutable; never prints its private key.
 */
public final class DaveIdentity {
    private static final String ALIAS = "dave-identity";
    /** PKCS#12 keeps secret keys by algorithm; the private scalar has the size of an AES-256 key and is kept as one. */
    private static final String KEPT_AS = "AES";

    private static final int SCALAR_BYTES = 32;
    private static final int MAX_FILE_BYTES = 1 << 16;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final SignatureKeyPair keyPair;

    private DaveIdentity(SignatureKeyPair keyPair) {
        this.keyPair = keyPair;
    }

    /**
     * A new key pair.
     *
     * @return an identity that is gone with the program
     */
    public static DaveIdentity generate() {
        return generate(new SecureRandom());
    }

    /**
     * A new key pair from randomness of one's own.
     *
     * @param random makes the private key: predictable in simulations only
     * @return an identity that is gone with the program
     */
    public static DaveIdentity generate(SecureRandom random) {
        return new DaveIdentity(SignatureKeyPair.generate(random));
    }

    /**
     * The key pair of a file, which is made when it does not exist yet, readable by its owner only.
     *
     * @param file a PKCS#12 file
     * @param password its password
     * @return the identity
     * @throws IOException when the file cannot be read or written, is readable by others, is no such file, or the password is wrong
     */
    public static DaveIdentity loadOrCreate(Path file, char[] password) throws IOException {
        if (Files.exists(file)) {
            return load(file, password);
        }
        byte[] scalar = new byte[SCALAR_BYTES];
        SecureRandom random = new SecureRandom();
        SignatureKeyPair pair;
        do {
            random.nextBytes(scalar);
            pair = ofScalar(scalar);
        } while (pair == null);
        store(file, password, scalar);
        return new DaveIdentity(pair);
    }

    private static DaveIdentity load(Path file, char[] password) throws IOException {
        refuseIfOthersCanRead(file);
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException(file + " is too large to be an identity");
        }
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            Key key = store.getKey(ALIAS, password);
            SignatureKeyPair pair = key == null ? null : ofScalar(key.getEncoded());
            if (pair == null) {
                throw new IOException(file + " holds no DAVE identity");
            }
            return new DaveIdentity(pair);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " cannot be opened as an identity: " + e.getMessage(), e);
        }
    }

    private static void refuseIfOthersCanRead(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return; // no such permissions on this file system
        }
        for (PosixFilePermission permission : view.readAttributes().permissions()) {
            if (OTHERS.contains(permission)) {
                throw new IOException(file + " can be read or written by others (" + permission
                        + "): a private key must be its owner's alone; chmod 600 it");
            }
        }
    }

    private static void store(Path file, char[] password, byte[] scalar) throws IOException {
        try {
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (posix) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } else {
                Files.createFile(file);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setEntry(
                    ALIAS,
                    new KeyStore.SecretKeyEntry(new SecretKeySpec(scalar, KEPT_AS)),
                    new KeyStore.PasswordProtection(password));
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
                store.store(out, password);
            }
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " has just been made by somebody else; try again", e);
        } catch (GeneralSecurityException e) {
            throw new IOException("an identity cannot be stored in " + file + ": " + e.getMessage(), e);
        }
    }

    /** Null for the few values that are no scalar of the curve. */
    private static @Nullable SignatureKeyPair ofScalar(byte[] scalar) {
        try {
            return SignatureKeyPair.ofPrivate(scalar);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * The public key.
     *
     * @return an uncompressed point of P-256, 65 bytes
     */
    public byte[] publicKey() {
        return keyPair.publicKey();
    }

    /**
     * The key pair itself, for sessions.
     *
     * @return the key pair; not to be wiped
     */
    public SignatureKeyPair keyPair() {
        return keyPair;
    }
}
