package dev.acord.dave.mls.message;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;

/**
 * Who sent a message (RFC 9420, section 6.1).
 *
 * @param kind a member, or somebody whom the group context lists
 * @param index the leaf index of the member, or the place in the list; 0 to 2^32 - 1
 */
public record Sender(Kind kind, long index) {

    /** The kinds of senders that are supported. */
    public enum Kind {
        /** A member. */
        MEMBER,
        /** An external sender. */
        EXTERNAL
    }

    static Sender read(MlsReader in) throws MlsException {
        int at = in.offset();
        int type = in.u8();
        if (type != 1 && type != 2) {
            throw new MlsException(Reason.UNSUPPORTED, at, "senders of type " + type + " are not supported");
        }
        return new Sender(type == 1 ? Kind.MEMBER : Kind.EXTERNAL, in.u32());
    }

    void write(MlsWriter out) {
        out.u8(kind == Kind.MEMBER ? 1 : 2).u32(index);
    }
}
