package dev.acord.dave.mls;

import static dev.acord.dave.mls.Forgery.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.HpkeKeyPair;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.ExternalSender;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.tree.Credential;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Key packages, their leaves (RFC 9420, sections 7.2, 7.3 and 10.1) and external senders. */
class KeyPackageRulesTest {

    private final SecureRandom random = new Channel(90).random;
    private final SignatureKeyPair signer = SignatureKeyPair.generate(random);

    /** A key package, field by field, correctly signed whatever its fields are. */
    private final class Parts {
        int version = 1;
        int suite = 2;
        byte[] initKey = HpkeKeyPair.generate(random).publicKey();
        byte[] encryptionKey = HpkeKeyPair.generate(random).publicKey();
        int credentialType = 1;
        int[] versions = {1};
        int[] suites = {2};
        int[] extensions = {};
        int[] credentials = {1};
        int source = 1;
        long notBefore;
        long notAfter = -1;
        int leafExtension = -1;
        int ownExtension = -1;

        byte[] build() {
            MlsWriter leaf = new MlsWriter().vector(encryptionKey).vector(signer.publicKey());
            leaf.u16(credentialType).vector(new byte[8]);
            for (int[] list : new int[][] {versions, suites, extensions, {}, credentials}) {
                leaf.length(2 * list.length);
                Arrays.stream(list).forEach(leaf::u16);
            }
            leaf.u8(source).u64(notBefore).u64(notAfter);
            extension(leaf, leafExtension);
            byte[] signedLeaf = leaf.toBytes();
            MlsWriter out = new MlsWriter()
                    .u16(version)
                    .u16(suite)
                    .vector(initKey)
                    .bytes(signedLeaf)
                    .vector(signer.sign("LeafNodeTBS", signedLeaf, random));
            extension(out, ownExtension);
            byte[] signed = out.toBytes();
            return out.vector(signer.sign("KeyPackageTBS", signed, random)).toBytes();
        }

        private void extension(MlsWriter out, int type) {
            out.vector(type < 0 ? new MlsWriter() : new MlsWriter().u16(type).length(0));
        }
    }

    private void assertKeyPackageRefused(Reason reason, Parts parts) {
        assertRefused(reason, () -> KeyPackage.parse(parts.build()));
    }

    @Test
    void aKeyPackageIsAcceptedBareAndInAMessage() throws MlsException {
        byte[] bare = new Parts().build();
        byte[] message = new MlsWriter().u16(1).u16(5).bytes(bare).toBytes();
        assertArrayEquals(bare, KeyPackage.parse(bare).encode());
        assertArrayEquals(bare, KeyPackage.parse(message).encode());
    }

    @Test
    void ourOwnKeyPackagesHaveWhatDaveAsksFor() throws MlsException {
        KeyPackageBundle bundle = KeyPackageBundle.generate(Channel.id(7), signer, random);
        KeyPackage parsed = KeyPackage.parse(bundle.keyPackage().encode());
        assertEquals(new Credential(Channel.id(7)), parsed.leaf().credential());
        assertEquals(0, parsed.extensions().size() + parsed.leaf().extensions().size());
        byte[] encoded = parsed.leaf().encoded();
        // credential, versions [1], suites [2], no extensions, no proposals, credentials [1], key package, 0 .. 2^64 -
        // 1
        byte[] expected = new MlsWriter()
                .u16(1)
                .vector(Channel.id(7))
                .length(2)
                .u16(1)
                .length(2)
                .u16(2)
                .length(0)
                .length(0)
                .length(2)
                .u16(1)
                .u8(1)
                .u64(0)
                .u64(-1)
                .length(0)
                .toBytes();
        assertArrayEquals(expected, Arrays.copyOfRange(encoded, 134, 134 + expected.length));
    }

    @Test
    void anotherKeyPackageOfTheSameLeafHasAnotherInitKey() {
        KeyPackageBundle bundle = KeyPackageBundle.generate(Channel.id(7), signer, random);
        KeyPackageBundle next = bundle.withNewInitKey(random);
        assertArrayEquals(
                bundle.keyPackage().leaf().encoded(), next.keyPackage().leaf().encoded());
        assertFalse(
                Arrays.equals(bundle.keyPackage().initKey(), next.keyPackage().initKey()));
    }

    @Test
    void anotherVersionSuiteOrCredentialIsRefused() {
        Parts version = new Parts();
        version.version = 2;
        assertKeyPackageRefused(Reason.UNSUPPORTED, version);
        Parts suite = new Parts();
        suite.suite = 1;
        assertKeyPackageRefused(Reason.UNSUPPORTED, suite);
        Parts credential = new Parts();
        credential.credentialType = 2;
        assertKeyPackageRefused(Reason.UNSUPPORTED, credential);
    }

    @Test
    void aLeafThatDoesNotListItsSuiteVersionOrCredentialIsRefused() {
        Parts versions = new Parts();
        versions.versions = new int[] {2, 0x1a1a};
        assertKeyPackageRefused(Reason.INVALID_LEAF, versions);
        Parts suites = new Parts();
        suites.suites = new int[] {1, 3};
        assertKeyPackageRefused(Reason.INVALID_LEAF, suites);
        Parts credentials = new Parts();
        credentials.credentials = new int[] {2};
        assertKeyPackageRefused(Reason.INVALID_LEAF, credentials);
    }

    @Test
    void unknownCapabilitiesAreIgnored() throws MlsException {
        Parts parts = new Parts();
        parts.versions = new int[] {1, 0x2a2a};
        parts.suites = new int[] {0x3a3a, 2};
        parts.extensions = new int[] {0x4a4a};
        parts.credentials = new int[] {1, 0x5a5a};
        assertEquals(0, KeyPackage.parse(parts.build()).extensions().size());
    }

    @Test
    void extensionsMustBeListed() throws MlsException {
        Parts leaf = new Parts();
        leaf.leafExtension = 0xf00;
        assertKeyPackageRefused(Reason.INVALID_LEAF, leaf);
        Parts own = new Parts();
        own.ownExtension = 0xf00;
        assertKeyPackageRefused(Reason.INVALID_LEAF, own);
        leaf.extensions = new int[] {0xf00};
        own.extensions = new int[] {0xf00};
        assertEquals(1, KeyPackage.parse(leaf.build()).leaf().extensions().size());
        assertEquals(1, KeyPackage.parse(own.build()).extensions().size());
    }

    @Test
    void aLifetimeThatEndsBeforeItBeginsIsRefused() throws MlsException {
        Parts parts = new Parts();
        parts.notBefore = 5;
        parts.notAfter = 4;
        assertKeyPackageRefused(Reason.INVALID_LEAF, parts);
        parts.notAfter = 5;
        assertEquals(0, KeyPackage.parse(parts.build()).extensions().size());
    }

    @Test
    void anUnknownLeafSourceIsRefused() {
        Parts parts = new Parts();
        parts.source = 4;
        assertKeyPackageRefused(Reason.MALFORMED, parts);
        parts.source = 0;
        assertKeyPackageRefused(Reason.MALFORMED, parts);
    }

    @Test
    void keysThatAreNoPointsAreRefused() {
        Parts init = new Parts();
        init.initKey[64] ^= 1;
        assertKeyPackageRefused(Reason.INVALID_KEY, init);
        Parts encryption = new Parts();
        encryption.encryptionKey = new byte[65];
        assertKeyPackageRefused(Reason.INVALID_KEY, encryption);
        Parts compressed = new Parts();
        compressed.initKey = Arrays.copyOf(compressed.initKey, 33);
        compressed.initKey[0] = 2;
        assertKeyPackageRefused(Reason.INVALID_KEY, compressed);
    }

    @Test
    void anExternalSenderIsParsedStrictly() throws MlsException {
        ExternalSender sender = new ExternalProposer(signer, new byte[1]).sender();
        assertEquals(sender, ExternalSender.parse(sender.encode()));
        byte[] longer = Arrays.copyOf(sender.encode(), sender.encode().length + 1);
        assertRefused(Reason.TRAILING_BYTES, () -> ExternalSender.parse(longer));
        byte[] offCurve = sender.encode();
        offCurve[60] ^= 1;
        assertRefused(Reason.INVALID_KEY, () -> ExternalSender.parse(offCurve));
        for (int length = 0; length < sender.encode().length; length++) {
            byte[] cut = Arrays.copyOf(sender.encode(), length);
            assertRefused(Reason.TRUNCATED, () -> ExternalSender.parse(cut));
        }
    }
}
