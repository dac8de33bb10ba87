package dev.acord.dave.mls.tree;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An extension (RFC 9420, section 13): a type and opaque data. Immutable. */
public final class Extension {

    /** The whole tree, in a GroupInfo. */
    public static final int RATCHET_TREE = 2;

    /** What members must support, in a GroupContext. */
    public static final int REQUIRED_CAPABILITIES = 3;

    /** Who may propose from outside, in a GroupContext. */
    public static final int EXTERNAL_SENDERS = 5;

    private final int type;
    private final byte[] data;

    /**
     * An extension.
     *
     * @param type 0 to 65535
     * @param data its data; not copied
     */
    public Extension(int type, byte[] data) {
        this.type = type;
        this.data = data;
    }

    /**
     * The type.
     *
     * @return 0 to 65535
     */
    public int type() {
        return type;
    }

    /**
     * The data.
     *
     * @return the bytes; not a copy
     */
    public byte[] data() {
        return data;
    }

    /**
     * Whether every client has this type without listing it (types 1 to 5, section 7.2).
     *
     * @return true for a default type
     */
    public boolean isDefault() {
        return type >= 1 && type <= 5;
    }

    /**
     * Whether two extensions are the same.
     *
     * @param other another one
     * @return true when type and data are equal
     */
    public boolean matches(Extension other) {
        return type == other.type && Arrays.equals(data, other.data);
    }

    /**
     * Reads a list of extensions; a type occurs once at most.
     *
     * @param in the input
     * @return the extensions in their order
     * @throws MlsException if it is malformed or a type occurs twice
     */
    public static List<Extension> readList(MlsReader in) throws MlsException {
        MlsReader list = in.vectorReader();
        List<Extension> extensions = new ArrayList<>();
        while (list.hasRemaining()) {
            int at = list.offset();
            Extension extension = new Extension(list.u16(), list.vector());
            for (Extension earlier : extensions) {
                if (earlier.type == extension.type) {
                    throw new MlsException(Reason.MALFORMED, at, "extension " + extension.type + " occurs twice");
                }
            }
            if (extensions.size() == 64) {
                throw new MlsException(Reason.TOO_LARGE, at, "more than 64 extensions");
            }
            extensions.add(extension);
        }
        return List.copyOf(extensions);
    }

    /**
     * Writes a list of extensions.
     *
     * @param out the output
     * @param extensions the extensions
     */
    public static void writeList(MlsWriter out, List<Extension> extensions) {
        MlsWriter list = new MlsWriter();
        for (Extension extension : extensions) {
            list.u16(extension.type).vector(extension.data);
        }
        out.vector(list);
    }
}
