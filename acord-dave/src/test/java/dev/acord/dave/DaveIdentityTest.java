package dev.acord.dave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Identities that are kept in a file. */
class DaveIdentityTest {
    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir
    Path folder;

    @Test
    void an_identity_is_made_once_and_found_again() throws IOException {
        Path file = folder.resolve("identity.p12");
        byte[] made = DaveIdentity.loadOrCreate(file, PASSWORD).publicKey();
        byte[] found = DaveIdentity.loadOrCreate(file, PASSWORD).publicKey();
        assertArrayEquals(made, found);
        assertFalse(Arrays.equals(made, DaveIdentity.generate().publicKey()));
    }

    @Test
    void a_file_that_others_can_read_is_refused() throws IOException {
        Path file = folder.resolve("identity.p12");
        DaveIdentity.loadOrCreate(file, PASSWORD);
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        IOException thrown = assertThrows(IOException.class, () -> DaveIdentity.loadOrCreate(file, PASSWORD));
        assertTrue(String.valueOf(thrown.getMessage()).contains("chmod 600"), thrown.getMessage());
    }

    @Test
    void a_wrong_password_or_another_file_is_a_clear_error() throws IOException {
        Path file = folder.resolve("identity.p12");
        DaveIdentity.loadOrCreate(file, PASSWORD);
        assertThrows(IOException.class, () -> DaveIdentity.loadOrCreate(file, "wrong".toCharArray()));
        Path garbage = folder.resolve("garbage.p12");
        Files.writeString(garbage, "this is no key store");
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(garbage, PosixFilePermissions.fromString("rw-------"));
        }
        assertThrows(IOException.class, () -> DaveIdentity.loadOrCreate(garbage, PASSWORD));
    }
}
