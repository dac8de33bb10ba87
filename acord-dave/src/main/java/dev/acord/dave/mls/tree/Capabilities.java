package dev.acord.dave.mls.tree;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;

/** What a client supports (RFC 9420, section 7.2). Unknown values are allowed and ignored. Immutable. */
public final class Capabilities {

    /** MLS 1.0. */
    public static final int VERSION_MLS10 = 1;

    /** The cipher suite that is implemented here. */
    public static final int SUITE_P256 = 2;

    /** The credential type of a bare identity. */
    public static final int CREDENTIAL_BASIC = 1;

    /** The capabilities that DAVE asks for. */
    static final Capabilities DAVE = new Capabilities(
            new int[] {VERSION_MLS10}, new int[] {SUITE_P256}, new int[0], new int[0], new int[] {CREDENTIAL_BASIC});

    private final int[] versions;
    private final int[] cipherSuites;
    private final int[] extensions;
    private final int[] proposals;
    private final int[] credentials;

    private Capabilities(int[] versions, int[] cipherSuites, int[] extensions, int[] proposals, int[] credentials) {
        this.versions = versions;
        this.cipherSuites = cipherSuites;
        this.extensions = extensions;
        this.proposals = proposals;
        this.credentials = credentials;
    }

    static Capabilities read(MlsReader in) throws MlsException {
        return new Capabilities(readList(in), readList(in), readList(in), readList(in), readList(in));
    }

    void write(MlsWriter out) {
        for (int[] list : new int[][] {versions, cipherSuites, extensions, proposals, credentials}) {
            out.length(2 * list.length);
            for (int value : list) {
                out.u16(value);
            }
        }
    }

    boolean supportsSuite() {
        return contains(versions, VERSION_MLS10) && contains(cipherSuites, SUITE_P256);
    }

    boolean supportsCredential(int type) {
        return contains(credentials, type);
    }

    /**
     * Whether an extension type is known to the client.
     *
     * @param extension the extension
     * @return true for the default types and those listed
     */
    public boolean supports(Extension extension) {
        return extension.isDefault() || contains(extensions, extension.type());
    }

    private static boolean contains(int[] list, int value) {
        for (int entry : list) {
            if (entry == value) {
                return true;
            }
        }
        return false;
    }

    private static int[] readList(MlsReader in) throws MlsException {
        MlsReader list = in.vectorReader();
        int[] values = new int[(list.remaining() + 1) / 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.u16();
        }
        return values;
    }
}
